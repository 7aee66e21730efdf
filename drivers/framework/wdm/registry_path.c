#include "drivers/framework/wdm/registry_path.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SERVICES L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\"

int io_registry_path_init(struct io_registry_path *path, const char *name)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t prefix = sizeof(SERVICES) / sizeof(WCHAR) - 1;
	size_t length = strlen(name);
	PUNICODE_STRING string;

	if ((prefix + length + 1) * sizeof(WCHAR) > page)
		return -ENAMETOOLONG;

	*path = (struct io_registry_path){ NULL, 2 * page, false };
	path->pages =
		mmap(NULL, path->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (path->pages == MAP_FAILED) {
		path->pages = NULL;
		return -ENOMEM;
	}

	string = io_registry_path_string(path);
	string->Buffer = path->pages;
	string->Length = (USHORT)((prefix + length) * sizeof(WCHAR));
	string->MaximumLength = (USHORT)(string->Length + sizeof(WCHAR));
	memcpy(string->Buffer, SERVICES, prefix * sizeof(WCHAR));
	for (size_t i = 0; i < length; i++)
		string->Buffer[prefix + i] = (unsigned char)name[i];
	return 0;
}

/* The buffer has the first page to itself, the string is at the start of the second. */
PUNICODE_STRING io_registry_path_string(struct io_registry_path *path)
{
	return (PUNICODE_STRING)(void *)((char *)path->pages + path->size / 2);
}

void io_registry_path_end(struct io_registry_path *path)
{
	if (!path->pages)
		return;
	mprotect(path->pages, path->size, PROT_NONE);
	path->has_ended = true;
}

bool io_registry_path_holds(const struct io_registry_path *path, const void *address)
{
	uintptr_t begin = (uintptr_t)path->pages;

	return path->pages && (uintptr_t)address >= begin &&
	       (uintptr_t)address < begin + path->size;
}

void io_registry_path_finish(struct io_registry_path *path)
{
	if (path->pages)
		munmap(path->pages, path->size);
	path->pages = NULL;
}
