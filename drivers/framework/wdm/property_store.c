#include "drivers/framework/wdm/property_store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/string.h"

struct entry {
	struct entry *next;
	UNICODE_STRING owner; /* owned buffer */
	DEVPROPKEY key;
	LCID locale;
	bool is_persistent;
	DEVPROPTYPE type;
	ULONG size;
	unsigned char *data; /* owned */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *entries; /* owned */

static bool is_of(const struct entry *entry, PCUNICODE_STRING owner)
{
	return entry->owner.Length == owner->Length &&
	       io_string_equal(
		       entry->owner.Buffer, owner->Buffer, owner->Length / sizeof(WCHAR), true);
}

static struct entry **find_link(PCUNICODE_STRING owner, const DEVPROPKEY *key, LCID locale)
{
	struct entry **link = &entries;

	while (*link && !(IsEqualDevPropKey((*link)->key, *key) && (*link)->locale == locale &&
				is_of(*link, owner)))
		link = &(*link)->next;
	return link;
}

static void drop(struct entry **link)
{
	struct entry *entry = *link;

	if (!entry)
		return;
	*link = entry->next;
	free(entry->owner.Buffer);
	free(entry->data);
	free(entry);
}

static struct entry *create(PCUNICODE_STRING owner, const struct io_property *value)
{
	struct entry *entry = calloc(1, sizeof(*entry));

	if (!entry)
		return NULL;
	entry->owner = (UNICODE_STRING){ owner->Length, owner->Length, malloc(owner->Length) };
	entry->data = malloc(value->size ? value->size : 1);
	if (!entry->owner.Buffer || !entry->data) {
		drop(&entry);
		return NULL;
	}
	memcpy(entry->owner.Buffer, owner->Buffer, owner->Length);
	memcpy(entry->data, value->data, value->size);
	entry->type = value->type;
	entry->size = value->size;
	return entry;
}

NTSTATUS io_property_store(PCUNICODE_STRING owner, const DEVPROPKEY *key, LCID locale,
	const struct io_property *value, bool is_persistent)
{
	struct entry *entry = NULL;

	if (value->data) {
		entry = create(owner, value);
		if (!entry)
			return STATUS_INSUFFICIENT_RESOURCES;
		entry->key = *key;
		entry->locale = locale;
		entry->is_persistent = is_persistent;
	}
	pthread_mutex_lock(&lock);
	drop(find_link(owner, key, locale));
	if (entry) {
		entry->next = entries;
		entries = entry;
	}
	pthread_mutex_unlock(&lock);
	return STATUS_SUCCESS;
}

NTSTATUS io_property_give(struct io_property_buffer *buffer, const struct io_property *value)
{
	buffer->needed = value->size;
	buffer->type = value->type;
	if (buffer->size < value->size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(buffer->data, value->data, value->size);
	return STATUS_SUCCESS;
}

NTSTATUS io_property_fetch(PCUNICODE_STRING owner, const DEVPROPKEY *key, LCID locale,
	struct io_property_buffer *buffer)
{
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	const struct entry *entry;

	pthread_mutex_lock(&lock);
	entry = *find_link(owner, key, locale);
	if (entry)
		status = io_property_give(
			buffer, &(struct io_property){ entry->type, entry->size, entry->data });
	pthread_mutex_unlock(&lock);
	return status;
}

void io_property_forget(PCUNICODE_STRING owner)
{
	struct entry **link = &entries;

	pthread_mutex_lock(&lock);
	while (*link) {
		if (!(*link)->is_persistent && is_of(*link, owner))
			drop(link);
		else
			link = &(*link)->next;
	}
	pthread_mutex_unlock(&lock);
}
