#include "tests/unit/viewer/reader/fixture.h"

#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "viewer/reader/reader.h"

void reading_run(struct reading *reading, const char *const *paths, size_t path_count)
{
	const struct event *events;
	struct reader *reader;
	size_t count;
	int ret;

	*reading = (struct reading){ 0 };
	trace_list_init(&reading->list);
	assert_int_equal(reader_create(&reader, paths, path_count, &reading->list), 0);
	while ((ret = reader_next(reader, &events, &count)) == 0) {
		assert_true(count > 0);
		reading->events = realloc(
			reading->events, (reading->count + count) * sizeof(*reading->events));
		assert_non_null(reading->events);
		memcpy(reading->events + reading->count, events, count * sizeof(*events));
		reading->count += count;
	}
	assert_int_equal(ret, READER_END);
	assert_int_equal(reader_next(reader, &events, &count), READER_END);
	reader_destroy(reader);
}

void reading_run_one(struct reading *reading, const char *path)
{
	reading_run(reading, &path, 1);
}

void reading_finish(struct reading *reading)
{
	trace_list_finish(&reading->list);
	free(reading->events);
}

size_t reading_count(const struct reading *reading, enum event_type type)
{
	size_t count = 0;

	for (size_t i = 0; i < reading->count; i++)
		count += reading->events[i].type == type;

	return count;
}

int reading_has_problem(const struct reading *reading, const char *part)
{
	for (size_t i = 0; i < reading->list.problem_count; i++)
		if (strstr(reading->list.problems[i].path, part) ||
			strstr(reading->list.problems[i].text, part))
			return 1;

	return 0;
}

char *scratch_create(void)
{
	char *folder = strdup("/tmp/drvtrace-test.XXXXXX");

	assert_non_null(folder);
	assert_non_null(mkdtemp(folder));
	return folder;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

void scratch_destroy(char *folder)
{
	(void)nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
}

static char found[PATH_MAX];

static int find_metadata(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	if (type != FTW_F || strcmp(path + ftw->base, "metadata") != 0)
		return 0;
	(void)snprintf(found, sizeof(found), "%.*s", ftw->base - 1, path);
	return 1;
}

void scratch_copy_trace(const char *folder, const char *name)
{
	char command[3 * PATH_MAX];

	assert_int_equal(nftw(name, find_metadata, 16, FTW_PHYS), 1);
	(void)snprintf(command, sizeof(command),
		"rm -rf '%s/trace' && cp -r '%s' '%s/trace' && chmod -R u+w '%s/trace'", folder,
		found, folder, folder);
	assert_int_equal(system(command), 0);
}

const char *scratch_file(const char *folder, const char *file)
{
	static char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/trace/%s", folder, file);
	return path;
}

unsigned char *file_load(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	unsigned char *bytes;
	struct stat status;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	*size = (size_t)status.st_size;
	bytes = malloc(*size + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *size, file), *size);
	(void)fclose(file);
	return bytes;
}

void file_save(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}
