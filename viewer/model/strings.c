#include "viewer/model/strings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct string {
	uint32_t id;
	size_t length;
	char text[];
};

void strings_init(struct strings *strings)
{
	*strings = (struct strings){ 0 };
}

void strings_finish(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free(strings->items[i]);
	free(strings->items);
	table_finish(&strings->table);
	strings_init(strings);
}

static bool has_text(const void *item, const void *key)
{
	const struct string *string = item;

	return strcmp(string->text, key) == 0;
}

static int reserve(struct strings *strings)
{
	size_t capacity = strings->capacity ? strings->capacity * 2 : 64;
	struct string **grown;

	if (strings->count < strings->capacity)
		return 0;
	grown = realloc(strings->items, capacity * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	strings->items = grown;
	strings->capacity = capacity;
	return 0;
}

static int add(struct strings *strings, struct string **out, const char *text, size_t length,
	uint64_t hash)
{
	size_t size = length + 1;
	struct string *string;
	int status = reserve(strings);

	if (status < 0)
		return status;
	string = malloc(sizeof(*string) + size);
	if (!string)
		return -ENOMEM;
	string->id = (uint32_t)strings->count + 1;
	string->length = length;
	memcpy(string->text, text, size);
	status = table_add(&strings->table, hash, string);
	if (status < 0) {
		free(string);
		return status;
	}
	strings->items[strings->count++] = string;
	*out = string;
	return 0;
}

/* A few names come again and again: where one of them would be. */
static struct string **find_recent(struct strings *strings, const char *text, size_t length)
{
	size_t sum = length * 7 + (unsigned char)text[length / 2] * 5U +
		     (unsigned char)text[length - 1] * 3U + (unsigned char)text[0];

	return &strings->recent[sum % STRINGS_RECENT_COUNT];
}

int strings_add(struct strings *strings, uint32_t *out, const char *text)
{
	size_t length = strlen(text);
	struct string **recent;
	struct string *string;
	uint64_t hash;

	if (!length) {
		*out = 0;
		return 0;
	}
	recent = find_recent(strings, text, length);
	string = *recent;
	if (string && string->length == length && memcmp(string->text, text, length) == 0) {
		*out = string->id;
		return 0;
	}
	hash = hash_bytes(0, text, length);
	string = table_find(&strings->table, hash, has_text, text);
	if (!string) {
		int status = add(strings, &string, text, length, hash);

		if (status < 0)
			return status;
	}
	*recent = string;
	*out = string->id;
	return 0;
}

const char *strings_get(const struct strings *strings, uint32_t id)
{
	return id ? strings->items[id - 1]->text : "";
}
