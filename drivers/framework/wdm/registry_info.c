#include "drivers/framework/wdm/registry_info.h"

#include <stdlib.h>
#include <string.h>

/* An answer in two or three parts: the fixed one, and what follows it. */
struct parts {
	const void *fixed;
	size_t fixed_size;
	const void *rest;
	size_t rest_size;
	size_t data_offset; /* 0: there is no data */
	const void *data;
	size_t data_size;
};

static void copy_part(const struct reg_answer *answer, size_t offset, const void *part, size_t size)
{
	if (offset >= answer->length || size == 0)
		return;
	if (size > answer->length - offset)
		size = answer->length - offset;
	memcpy((char *)answer->buffer + offset, part, size);
}

static NTSTATUS give(const struct reg_answer *answer, const struct parts *parts)
{
	size_t size = parts->fixed_size + parts->rest_size;

	if (parts->data_offset)
		size = parts->data_offset + parts->data_size;
	*answer->result_length = (ULONG)size;
	if (answer->length < parts->fixed_size)
		return STATUS_BUFFER_TOO_SMALL;
	copy_part(answer, 0, parts->fixed, parts->fixed_size);
	copy_part(answer, parts->fixed_size, parts->rest, parts->rest_size);
	if (parts->data_offset)
		copy_part(answer, parts->data_offset, parts->data, parts->data_size);
	return answer->length < size ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

static NTSTATUS give_basic(const struct reg_answer *answer, const struct reg_key *key)
{
	KEY_BASIC_INFORMATION fixed = { .NameLength = key->name.Length };
	struct parts parts = { &fixed, FIELD_OFFSET(KEY_BASIC_INFORMATION, Name), key->name.Buffer,
		key->name.Length, 0, NULL, 0 };

	fixed.LastWriteTime.QuadPart = key->written;
	return give(answer, &parts);
}

/* Keys have no class here. */
static NTSTATUS give_node(const struct reg_answer *answer, const struct reg_key *key)
{
	KEY_NODE_INFORMATION fixed = { .ClassOffset = MAXULONG, .NameLength = key->name.Length };
	struct parts parts = { &fixed, FIELD_OFFSET(KEY_NODE_INFORMATION, Name), key->name.Buffer,
		key->name.Length, 0, NULL, 0 };

	fixed.LastWriteTime.QuadPart = key->written;
	return give(answer, &parts);
}

static void raise_to(ULONG *most, ULONG value)
{
	if (value > *most)
		*most = value;
}

static NTSTATUS give_full(const struct reg_answer *answer, const struct reg_key *key)
{
	KEY_FULL_INFORMATION fixed = { .ClassOffset = MAXULONG };
	struct parts parts = { &fixed, FIELD_OFFSET(KEY_FULL_INFORMATION, Class), NULL, 0, 0, NULL,
		0 };
	const struct reg_key *child;
	const struct reg_value *value;

	fixed.LastWriteTime.QuadPart = key->written;
	while ((child = reg_key_at(key, fixed.SubKeys)) != NULL) {
		raise_to(&fixed.MaxNameLen, child->name.Length);
		fixed.SubKeys++;
	}
	while ((value = reg_value_at(key, fixed.Values)) != NULL) {
		raise_to(&fixed.MaxValueNameLen, value->name.Length);
		raise_to(&fixed.MaxValueDataLen, value->size);
		fixed.Values++;
	}
	return give(answer, &parts);
}

static size_t path_size(const struct reg_key *key)
{
	size_t size = 0;

	for (; key; key = key->parent)
		size += sizeof(WCHAR) + key->name.Length;
	return size;
}

static NTSTATUS give_name(const struct reg_answer *answer, const struct reg_key *key)
{
	size_t size = path_size(key);
	KEY_NAME_INFORMATION fixed = { .NameLength = (ULONG)size };
	char *path = malloc(size);
	char *end = path + size;
	NTSTATUS status;

	if (!path)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (; key; key = key->parent) {
		end -= key->name.Length;
		memcpy(end, key->name.Buffer, key->name.Length);
		end -= sizeof(WCHAR);
		memcpy(end, L"\\", sizeof(WCHAR));
	}
	status = give(answer, &(struct parts){ &fixed, FIELD_OFFSET(KEY_NAME_INFORMATION, Name),
				      path, size, 0, NULL, 0 });
	free(path);
	return status;
}

NTSTATUS reg_describe_key(const struct reg_answer *answer, const struct reg_key *key,
	KEY_INFORMATION_CLASS information)
{
	switch (information) {
	case KeyBasicInformation:
		return give_basic(answer, key);
	case KeyNodeInformation:
		return give_node(answer, key);
	case KeyFullInformation:
		return give_full(answer, key);
	case KeyNameInformation:
		return give_name(answer, key);
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

static NTSTATUS give_value_full(const struct reg_answer *answer, const struct reg_value *value)
{
	size_t fixed_size = FIELD_OFFSET(KEY_VALUE_FULL_INFORMATION, Name);
	size_t offset = (fixed_size + value->name.Length + 7) / 8 * 8;
	KEY_VALUE_FULL_INFORMATION fixed = { 0, value->type, (ULONG)offset, value->size,
		value->name.Length, { 0 } };

	return give(answer, &(struct parts){ &fixed, fixed_size, value->name.Buffer,
				    value->name.Length, offset, value->data, value->size });
}

NTSTATUS reg_describe_value(const struct reg_answer *answer, const struct reg_value *value,
	KEY_VALUE_INFORMATION_CLASS information)
{
	KEY_VALUE_BASIC_INFORMATION basic = { 0, value->type, value->name.Length, { 0 } };
	KEY_VALUE_PARTIAL_INFORMATION partial = { 0, value->type, value->size, { 0 } };

	switch (information) {
	case KeyValueBasicInformation:
		return give(answer,
			&(struct parts){ &basic, FIELD_OFFSET(KEY_VALUE_BASIC_INFORMATION, Name),
				value->name.Buffer, value->name.Length, 0, NULL, 0 });
	case KeyValueFullInformation:
		return give_value_full(answer, value);
	case KeyValuePartialInformation:
		return give(answer, &(struct parts){ &partial,
					    FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data),
					    value->data, value->size, 0, NULL, 0 });
	default:
		return STATUS_INVALID_PARAMETER;
	}
}
