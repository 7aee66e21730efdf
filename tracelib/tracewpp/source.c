#include "tracelib/tracewpp/source.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static size_t error_count;

static void index_lines(struct source *source)
{
	size_t count = 1;

	for (size_t i = 0; i < source->size; i++)
		count += source->text[i] == '\n';
	source->lines = pool_take(count * sizeof(*source->lines));
	source->line_count = 1;
	for (size_t i = 0; i < source->size; i++)
		if (source->text[i] == '\n')
			source->lines[source->line_count++] = i + 1;
}

/* Drivers' sources are now and then in UTF-16; their messages are ASCII. */
static void from_utf16(struct source *source)
{
	bool is_little = (unsigned char)source->text[0] == 0xff;
	struct text text = { 0 };

	for (size_t i = 2; i + 1 < source->size; i += 2) {
		unsigned char low = (unsigned char)source->text[i + !is_little];
		unsigned char high = (unsigned char)source->text[i + is_little];

		text_put(&text, high || low > 0x7f ? '?' : (char)low);
	}
	text_add(&text, "", 0);
	source->text = text.bytes;
	source->size = text.size;
}

static struct source *create(const char *path, char *text, size_t size)
{
	struct source *source = pool_take(sizeof(*source));
	const char *slash = strrchr(path, '/');

	source->path = path;
	source->name = slash ? slash + 1 : path;
	source->text = text;
	source->size = size;
	if (size >= 2 && ((memcmp(text, "\xff\xfe", 2) == 0) || memcmp(text, "\xfe\xff", 2) == 0))
		from_utf16(source);
	index_lines(source);
	return source;
}

/* The entry of `folder` whose name differs from `name` in case alone; NULL: there is none. */
static const char *entry_of(const char *folder, const char *name)
{
	const char *found = NULL;
	DIR *directory = opendir(*folder ? folder : ".");
	const struct dirent *entry;

	while (directory && !found && (entry = readdir(directory)))
		if (strcasecmp(entry->d_name, name) == 0)
			found = pool_copy(entry->d_name, strlen(entry->d_name));
	if (directory)
		closedir(directory);
	return found;
}

/* The path with each part as the file system has it; NULL: a part does not exist. */
static const char *other_case(const char *path)
{
	const char *out = pool_copy("/", *path == '/');

	while (*path) {
		size_t length = strcspn(path, "/");
		const char *name = pool_copy(path, length);

		if (length && access(*out ? pool_print("%s%s", out, name) : name, F_OK) != 0)
			name = entry_of(out, name);
		if (!name)
			return NULL;
		path += length + (path[length] == '/');
		if (length)
			out = pool_print("%s%s%s", out, name, *path ? "/" : "");
	}
	return out;
}

static FILE *open_file(const char **path)
{
	FILE *file = fopen(*path, "rb");
	const char *other;
	int error = errno;

	if (file || error != ENOENT)
		return file;
	other = other_case(*path);
	if (other) {
		*path = other;
		return fopen(other, "rb");
	}
	errno = error;
	return NULL;
}

struct source *source_read(const char *path)
{
	struct text text = { 0 };
	char bytes[65536];
	size_t size;
	FILE *file = open_file(&path);

	if (!file)
		return NULL;
	text_add(&text, "", 0);
	while ((size = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_add(&text, bytes, size);
	if (ferror(file)) {
		fclose(file);
		return NULL;
	}
	fclose(file);
	return create(pool_copy(path, strlen(path)), text.bytes, text.size);
}

struct source *source_of(const char *path, const char *text)
{
	return create(pool_copy(path, strlen(path)), pool_copy(text, strlen(text)), strlen(text));
}

struct place source_place(const struct source *source, size_t offset)
{
	size_t low = 0;
	size_t high = source->line_count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct place){ low + 1, offset - source->lines[low] + 1 };
}

/* Sources can hold anything; what is said of them is text on one line. */
static const char *clean(const char *text, bool is_path)
{
	struct text out = { 0 };

	text_add(&out, "", 0);
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 0x20 || byte == 0x7f || (byte > 0x7f && !is_path))
			text_print(&out, "\\x%02x", byte);
		else
			text_put(&out, *text);
	}
	return out.bytes;
}

void source_complain(const char *place, const char *reason)
{
	fprintf(stderr, "%s: error: %s\n", clean(place, true), clean(reason, false));
}

void source_error(const struct source *source, size_t offset, const char *format, ...)
{
	struct place place = source_place(source, offset);
	struct text reason = { 0 };
	va_list arguments;

	error_count++;
	va_start(arguments, format);
	text_vprint(&reason, format, arguments);
	va_end(arguments);
	source_complain(
		pool_print("%s:%zu:%zu", source->path, place.line, place.column), reason.bytes);
}

size_t source_error_count(void)
{
	return error_count;
}
