#include "drivers/framework/wdm/registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wdm.h>

#include "drivers/framework/wdm/string.h"

#define SERVICES L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\"

enum {
	NAME_LENGTH_MAX = 255, /* characters of a key's name */
	TICKS_PER_SECOND = 10000000,
};

/* From 1601, which Windows counts from, to 1970. */
static const LONGLONG epoch_seconds = 11644473600;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static WCHAR root_name[] = L"Registry";
static struct reg_key root = {
	.name = { sizeof(root_name) - sizeof(WCHAR), sizeof(root_name), root_name },
	.keys = { &root.keys, &root.keys },
	.values = { &root.values, &root.values },
	.references = 1,
};

static LIST_ENTRY watches = { &watches, &watches };

void reg_lock(void)
{
	pthread_mutex_lock(&lock);
}

void reg_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

static struct reg_key *key_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct reg_key, link);
}

static struct reg_value *value_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct reg_value, link);
}

static void stamp(struct reg_key *key)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	key->written = (now.tv_sec + epoch_seconds) * TICKS_PER_SECOND + now.tv_nsec / 100;
}

void reg_watch_add(struct reg_watch *watch)
{
	InsertTailList(&watches, &watch->link);
}

void reg_watch_remove(struct reg_watch *watch)
{
	RemoveEntryList(&watch->link);
}

static bool is_watched(const struct reg_watch *watch, const struct reg_key *key)
{
	while (key && key != watch->key && watch->is_tree)
		key = key->parent;
	return key == watch->key;
}

/* The names of its subkeys, or its values. */
static void tell_change(const struct reg_key *key, ULONG change)
{
	for (LIST_ENTRY *link = watches.Flink; link != &watches; link = link->Flink) {
		struct reg_watch *watch = CONTAINING_RECORD(link, struct reg_watch, link);

		if ((watch->filter & change) && is_watched(watch, key))
			watch->changed(watch, STATUS_NOTIFY_ENUM_DIR);
	}
}

static void tell_deletion(const struct reg_key *key)
{
	for (LIST_ENTRY *link = watches.Flink; link != &watches; link = link->Flink) {
		struct reg_watch *watch = CONTAINING_RECORD(link, struct reg_watch, link);

		if (watch->key == key)
			watch->changed(watch, STATUS_NOTIFY_CLEANUP);
	}
}

static bool copy_name(UNICODE_STRING *out, PCUNICODE_STRING name)
{
	out->Buffer = malloc(name->Length + sizeof(WCHAR));
	if (!out->Buffer)
		return false;
	if (name->Length)
		memcpy(out->Buffer, name->Buffer, name->Length);
	out->Buffer[name->Length / sizeof(WCHAR)] = 0;
	out->Length = name->Length;
	out->MaximumLength = (USHORT)(name->Length + sizeof(WCHAR));
	return true;
}

static bool is_named(const UNICODE_STRING *name, PCUNICODE_STRING wanted)
{
	return name->Length == wanted->Length &&
	       io_string_equal(name->Buffer, wanted->Buffer, wanted->Length / sizeof(WCHAR), true);
}

static struct reg_key *find_child(struct reg_key *key, PCUNICODE_STRING name)
{
	for (LIST_ENTRY *link = key->keys.Flink; link != &key->keys; link = link->Flink) {
		if (is_named(&key_of(link)->name, name))
			return key_of(link);
	}
	return NULL;
}

static struct reg_key *add_child(struct reg_key *parent, PCUNICODE_STRING name)
{
	struct reg_key *key = calloc(1, sizeof(*key));

	if (!key || !copy_name(&key->name, name)) {
		free(key);
		return NULL;
	}
	InitializeListHead(&key->keys);
	InitializeListHead(&key->values);
	key->references = 1;
	key->parent = parent;
	reg_key_reference(parent);
	InsertTailList(&parent->keys, &key->link);
	stamp(key);
	stamp(parent);
	tell_change(parent, REG_NOTIFY_CHANGE_NAME);
	return key;
}

/* Cuts the next name off the path; false at its end. */
static bool next_name(UNICODE_STRING *out, UNICODE_STRING *path)
{
	size_t count = path->Length / sizeof(WCHAR);
	size_t length = 0;

	while (length < count && path->Buffer[length] != L'\\')
		length++;
	*out = (UNICODE_STRING){ (USHORT)(length * sizeof(WCHAR)), 0, path->Buffer };
	if (count == 0)
		return false;
	if (length < count)
		length++;
	path->Buffer += length;
	path->Length = (USHORT)(path->Length - length * sizeof(WCHAR));
	return true;
}

/* An absolute path begins with \Registry. */
static NTSTATUS begin_path(struct reg_key **out, struct reg_key *base, UNICODE_STRING *path)
{
	bool is_absolute = path->Length >= sizeof(WCHAR) && path->Buffer[0] == L'\\';
	UNICODE_STRING first;

	if (is_absolute == (base != NULL))
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	if (base) {
		*out = base;
		return base->is_deleted ? STATUS_KEY_DELETED : STATUS_SUCCESS;
	}
	path->Buffer++;
	path->Length = (USHORT)(path->Length - sizeof(WCHAR));
	if (!next_name(&first, path) || !is_named(&root.name, &first))
		return STATUS_OBJECT_PATH_NOT_FOUND;
	*out = &root;
	return STATUS_SUCCESS;
}

NTSTATUS reg_key_find(struct reg_key **out, struct reg_key *base, PCUNICODE_STRING path)
{
	UNICODE_STRING rest = *path;
	UNICODE_STRING name;
	struct reg_key *key;
	NTSTATUS status = begin_path(&key, base, &rest);

	if (!NT_SUCCESS(status))
		return status;
	while (next_name(&name, &rest)) {
		key = find_child(key, &name);
		if (!key)
			return STATUS_OBJECT_NAME_NOT_FOUND;
	}
	*out = key;
	return STATUS_SUCCESS;
}

NTSTATUS reg_key_create(struct reg_key **out, bool *is_new, struct reg_key *base,
	PCUNICODE_STRING path, enum reg_create how)
{
	UNICODE_STRING rest = *path;
	UNICODE_STRING name;
	struct reg_key *key;
	NTSTATUS status = begin_path(&key, base, &rest);

	*is_new = false;
	if (!NT_SUCCESS(status))
		return status;
	while (next_name(&name, &rest)) {
		struct reg_key *child = find_child(key, &name);

		if (!child && name.Length == 0)
			return STATUS_OBJECT_NAME_INVALID;
		if (!child && name.Length > NAME_LENGTH_MAX * sizeof(WCHAR))
			return STATUS_INVALID_PARAMETER;
		if (!child && rest.Length && how == REG_CREATE_LAST)
			return STATUS_OBJECT_NAME_NOT_FOUND;
		if (!child) {
			child = add_child(key, &name);
			*is_new = true;
		}
		if (!child)
			return STATUS_INSUFFICIENT_RESOURCES;
		key = child;
	}
	*out = key;
	return STATUS_SUCCESS;
}

void reg_value_delete(struct reg_key *key, struct reg_value *value)
{
	RemoveEntryList(&value->link);
	free(value->name.Buffer);
	free(value->data);
	free(value);
	stamp(key);
	tell_change(key, REG_NOTIFY_CHANGE_LAST_SET);
}

void reg_key_reference(struct reg_key *key)
{
	key->references++;
}

void reg_key_dereference(struct reg_key *key)
{
	if (--key->references > 0)
		return;
	while (!IsListEmpty(&key->values))
		reg_value_delete(key, value_of(key->values.Flink));
	free(key->name.Buffer);
	free(key);
}

static void unlink_key(struct reg_key *key)
{
	struct reg_key *parent = key->parent;

	RemoveEntryList(&key->link);
	key->parent = NULL;
	key->is_deleted = true;
	stamp(parent);
	reg_key_dereference(parent);
	reg_key_dereference(key);
}

NTSTATUS reg_key_delete(struct reg_key *key)
{
	if (key->is_deleted)
		return STATUS_KEY_DELETED;
	if (!key->parent || !IsListEmpty(&key->keys))
		return STATUS_CANNOT_DELETE;
	tell_change(key->parent, REG_NOTIFY_CHANGE_NAME);
	tell_deletion(key);
	unlink_key(key);
	return STATUS_SUCCESS;
}

static LIST_ENTRY *link_at(const LIST_ENTRY *head, ULONG index)
{
	LIST_ENTRY *link = head->Flink;

	while (link != head && index-- > 0)
		link = link->Flink;
	return link != head ? link : NULL;
}

struct reg_key *reg_key_at(const struct reg_key *key, ULONG index)
{
	LIST_ENTRY *link = link_at(&key->keys, index);

	return link ? key_of(link) : NULL;
}

struct reg_value *reg_value_at(const struct reg_key *key, ULONG index)
{
	LIST_ENTRY *link = link_at(&key->values, index);

	return link ? value_of(link) : NULL;
}

struct reg_value *reg_value_find(const struct reg_key *key, PCUNICODE_STRING name)
{
	for (LIST_ENTRY *link = key->values.Flink; link != &key->values; link = link->Flink) {
		if (is_named(&value_of(link)->name, name))
			return value_of(link);
	}
	return NULL;
}

static struct reg_value *add_value(struct reg_key *key, PCUNICODE_STRING name)
{
	struct reg_value *value = calloc(1, sizeof(*value));

	if (!value || !copy_name(&value->name, name)) {
		free(value);
		return NULL;
	}
	InsertTailList(&key->values, &value->link);
	return value;
}

NTSTATUS reg_value_set(
	struct reg_key *key, PCUNICODE_STRING name, ULONG type, const void *data, ULONG size)
{
	struct reg_value *value = reg_value_find(key, name);
	void *copy = malloc(size ? size : 1);

	if (copy && !value)
		value = add_value(key, name);
	if (!copy || !value) {
		free(copy);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	if (size)
		memcpy(copy, data, size);
	free(value->data);
	value->data = copy;
	value->type = type;
	value->size = size;
	stamp(key);
	tell_change(key, REG_NOTIFY_CHANGE_LAST_SET);
	return STATUS_SUCCESS;
}

int reg_add_service(const char *name)
{
	size_t prefix = RTL_NUMBER_OF(SERVICES) - 1;
	size_t length = strlen(name);
	WCHAR *text = calloc(prefix + length + 1, sizeof(WCHAR));
	UNICODE_STRING path;
	struct reg_key *key;
	NTSTATUS status;
	bool is_new;

	if (!text)
		return -ENOMEM;
	memcpy(text, SERVICES, prefix * sizeof(WCHAR));
	for (size_t i = 0; i < length; i++)
		text[prefix + i] = (unsigned char)name[i];
	RtlInitUnicodeString(&path, text);
	reg_lock();
	status = reg_key_create(&key, &is_new, NULL, &path, REG_CREATE_PATH);
	reg_unlock();
	free(text);
	return status == STATUS_INSUFFICIENT_RESOURCES ? -ENOMEM : 0;
}

/* The deepest first: a key is unlinked when it has no subkeys. */
void reg_finish(void)
{
	struct reg_key *key = &root;

	reg_lock();
	while (key != &root || !IsListEmpty(&root.keys)) {
		if (!IsListEmpty(&key->keys)) {
			key = key_of(key->keys.Flink);
		} else {
			struct reg_key *parent = key->parent;

			unlink_key(key);
			key = parent;
		}
	}
	reg_unlock();
}
