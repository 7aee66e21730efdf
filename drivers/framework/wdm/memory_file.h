/* The files that drivers make: in memory, by name, until the process ends. Case does not matter. */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

struct fs_file;

enum fs_access {
	FS_READ = 1,
	FS_WRITE = 2,
	FS_DELETE = 4,
};

struct fs_open {
	PCUNICODE_STRING path;
	ULONG disposition;
	unsigned int access; /* of enum fs_access */
	unsigned int shared; /* the same, for who opens it meanwhile */
};

/*
 * *done is one of FILE_OPENED and so on. STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_NAME_COLLISION,
 * STATUS_OBJECT_PATH_SYNTAX_BAD, STATUS_SHARING_VIOLATION, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS fs_file_open(struct fs_file **out, ULONG *done, const struct fs_open *open);
void fs_file_close(struct fs_file *file, const struct fs_open *open);

/* How much was read or written. write: what is skipped is zero; false without memory. */
size_t fs_file_read(struct fs_file *file, void *data, size_t size, ULONGLONG offset);
bool fs_file_write(struct fs_file *file, const void *data, size_t size, ULONGLONG offset);
ULONGLONG fs_file_size(struct fs_file *file);
bool fs_file_set_size(struct fs_file *file, ULONGLONG size);
