#include "drivers/framework/wdm/name.h"

#include <ntstatus.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/string.h"

struct directory {
	const WCHAR *spelling;
	const WCHAR *path; /* what names in it are entered under */
};

static const struct directory directories[] = {
	{ L"\\Device\\", L"\\Device\\" },
	{ L"\\DosDevices\\", L"\\GLOBAL??\\" },
	{ L"\\??\\", L"\\GLOBAL??\\" },
	{ L"\\GLOBAL??\\", L"\\GLOBAL??\\" },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY names = { &names, &names }; /* io_name.link */

static const struct directory *directory_of(PCUNICODE_STRING name, size_t *length)
{
	size_t count = name->Length / sizeof(WCHAR);

	for (size_t i = 0; i < RTL_NUMBER_OF(directories); i++) {
		*length = io_string_length(directories[i].spelling);
		if (count >= *length &&
			io_string_equal(name->Buffer, directories[i].spelling, *length, true))
			return &directories[i];
	}
	return NULL;
}

static bool has_separator(const WCHAR *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (text[i] == L'\\')
			return true;
	}
	return false;
}

/* The name as it is entered; an object directly below the root has no directory. */
static NTSTATUS normalise(struct io_name *out, PCUNICODE_STRING name)
{
	static const struct directory root = { L"\\", L"\\" };
	size_t skip;
	const struct directory *directory = directory_of(name, &skip);
	size_t count = name->Length / sizeof(WCHAR);

	if (count == 0 || name->Buffer[0] != L'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	if (!directory) {
		directory = &root;
		skip = 1;
	}
	if (count == skip)
		return STATUS_OBJECT_NAME_INVALID;
	if (has_separator(name->Buffer + skip, count - skip))
		return STATUS_OBJECT_PATH_NOT_FOUND;

	size_t prefix = io_string_length(directory->path);

	out->length = prefix + count - skip;
	out->text = malloc(out->length * sizeof(WCHAR));
	if (!out->text)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(out->text, directory->path, prefix * sizeof(WCHAR));
	memcpy(out->text + prefix, name->Buffer + skip, (count - skip) * sizeof(WCHAR));
	return STATUS_SUCCESS;
}

static struct io_name *find_locked(const struct io_name *wanted)
{
	for (LIST_ENTRY *link = names.Flink; link != &names; link = link->Flink) {
		struct io_name *name = CONTAINING_RECORD(link, struct io_name, link);

		if (name->length == wanted->length &&
			io_string_equal(name->text, wanted->text, wanted->length, true))
			return name;
	}
	return NULL;
}

NTSTATUS io_name_enter(struct io_name *out, PCUNICODE_STRING name)
{
	struct io_name entered = { .is_device = out->is_device };
	NTSTATUS status = normalise(&entered, name);

	if (!NT_SUCCESS(status))
		return status;

	pthread_mutex_lock(&lock);
	if (find_locked(&entered)) {
		status = STATUS_OBJECT_NAME_COLLISION;
	} else {
		*out = entered;
		InsertTailList(&names, &out->link);
	}
	pthread_mutex_unlock(&lock);

	if (!NT_SUCCESS(status))
		free(entered.text);
	return status;
}

void io_name_remove(struct io_name *name)
{
	if (!name->text)
		return;

	pthread_mutex_lock(&lock);
	RemoveEntryList(&name->link);
	pthread_mutex_unlock(&lock);
	free(name->text);
	name->text = NULL;
}

struct io_name *io_name_find(PCUNICODE_STRING name)
{
	struct io_name wanted = { 0 };
	struct io_name *found;

	if (!NT_SUCCESS(normalise(&wanted, name)))
		return NULL;

	pthread_mutex_lock(&lock);
	found = find_locked(&wanted);
	pthread_mutex_unlock(&lock);
	free(wanted.text);
	return found;
}
