#include "drivers/framework/wdm/memory_file.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/string.h"

enum {
	SIZE_MAX_BYTES = 256 * 1024 *
			 1024, /* what a driver may fill before it is told that the disk is full */
};

struct fs_file {
	LIST_ENTRY link;     /* in the list of all */
	UNICODE_STRING path; /* its buffer is owned */
	unsigned char *data; /* owned */
	size_t size;
	unsigned int users[3];   /* by access: how many have it */
	unsigned int grudges[3]; /* how many do not share it */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY files = { &files, &files };

static struct fs_file *find(PCUNICODE_STRING path)
{
	for (LIST_ENTRY *link = files.Flink; link != &files; link = link->Flink) {
		struct fs_file *file = CONTAINING_RECORD(link, struct fs_file, link);

		if (RtlEqualUnicodeString(&file->path, path, TRUE))
			return file;
	}
	return NULL;
}

static struct fs_file *create(PCUNICODE_STRING path)
{
	struct fs_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->path.Buffer = malloc(path->Length);
	if (!file->path.Buffer) {
		free(file);
		return NULL;
	}
	memcpy(file->path.Buffer, path->Buffer, path->Length);
	file->path.Length = file->path.MaximumLength = path->Length;
	InsertTailList(&files, &file->link);
	return file;
}

/* Who opens it, and who has it, must both be content. */
static bool is_shared(const struct fs_file *file, const struct fs_open *open)
{
	for (unsigned int i = 0; i < RTL_NUMBER_OF(file->users); i++) {
		bool wants = (open->access & (1u << i)) != 0;
		bool shares = (open->shared & (1u << i)) != 0;

		if ((wants && file->grudges[i] > 0) || (!shares && file->users[i] > 0))
			return false;
	}
	return true;
}

static void count(struct fs_file *file, const struct fs_open *open, int change)
{
	for (unsigned int i = 0; i < RTL_NUMBER_OF(file->users); i++) {
		if (open->access & (1u << i))
			file->users[i] += (unsigned int)change;
		if (!(open->shared & (1u << i)))
			file->grudges[i] += (unsigned int)change;
	}
}

static void truncate_file(struct fs_file *file)
{
	free(file->data);
	file->data = NULL;
	file->size = 0;
}

static NTSTATUS open_new(struct fs_file **out, ULONG *done, const struct fs_open *open)
{
	if (open->disposition == FILE_OPEN || open->disposition == FILE_OVERWRITE)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	*out = create(open->path);
	*done = FILE_CREATED;
	return *out ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static NTSTATUS open_old(struct fs_file *file, ULONG *done, const struct fs_open *open)
{
	if (open->disposition == FILE_CREATE)
		return STATUS_OBJECT_NAME_COLLISION;
	if (!is_shared(file, open))
		return STATUS_SHARING_VIOLATION;
	*done = FILE_OPENED;
	if (open->disposition == FILE_OPEN || open->disposition == FILE_OPEN_IF)
		return STATUS_SUCCESS;
	truncate_file(file);
	*done = open->disposition == FILE_SUPERSEDE ? FILE_SUPERSEDED : FILE_OVERWRITTEN;
	return STATUS_SUCCESS;
}

NTSTATUS fs_file_open(struct fs_file **out, ULONG *done, const struct fs_open *open)
{
	PCUNICODE_STRING path = open->path;
	struct fs_file *file;
	NTSTATUS status;

	if (path->Length < 2 * sizeof(WCHAR) || path->Buffer[0] != L'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	pthread_mutex_lock(&lock);
	file = find(path);
	status = file ? open_old(file, done, open) : open_new(&file, done, open);
	if (NT_SUCCESS(status)) {
		count(file, open, 1);
		*out = file;
	}
	pthread_mutex_unlock(&lock);
	return status;
}

void fs_file_close(struct fs_file *file, const struct fs_open *open)
{
	pthread_mutex_lock(&lock);
	count(file, open, -1);
	pthread_mutex_unlock(&lock);
}

size_t fs_file_read(struct fs_file *file, void *data, size_t size, ULONGLONG offset)
{
	pthread_mutex_lock(&lock);
	if (offset >= file->size)
		size = 0;
	else if (size > file->size - offset)
		size = file->size - offset;
	if (size > 0)
		memcpy(data, file->data + offset, size);
	pthread_mutex_unlock(&lock);
	return size;
}

static bool resize(struct fs_file *file, ULONGLONG size)
{
	unsigned char *data;

	if (size > SIZE_MAX_BYTES)
		return false;
	data = realloc(file->data, size ? size : 1);
	if (!data)
		return false;
	if (size > file->size)
		memset(data + file->size, 0, size - file->size);
	file->data = data;
	file->size = size;
	return true;
}

bool fs_file_write(struct fs_file *file, const void *data, size_t size, ULONGLONG offset)
{
	bool has_room = true;

	pthread_mutex_lock(&lock);
	if (offset > SIZE_MAX_BYTES)
		has_room = false;
	else if (size > 0 && offset + size > file->size)
		has_room = resize(file, offset + size);
	if (has_room && size > 0)
		memcpy(file->data + offset, data, size);
	pthread_mutex_unlock(&lock);
	return has_room;
}

ULONGLONG fs_file_size(struct fs_file *file)
{
	ULONGLONG size;

	pthread_mutex_lock(&lock);
	size = file->size;
	pthread_mutex_unlock(&lock);
	return size;
}

bool fs_file_set_size(struct fs_file *file, ULONGLONG size)
{
	bool has_room;

	pthread_mutex_lock(&lock);
	has_room = resize(file, size);
	pthread_mutex_unlock(&lock);
	return has_room;
}
