#include "drivers/host/registry_text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	LENGTH_MAX = 32766, /* characters, so that bytes fit into a USHORT */
};

/* The bytes that follow the first one, by how many of its top bits are set. */
static bool read_character(uint32_t *out, const unsigned char **text)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = *text;
	size_t more = *at < 0x80 ? 0 : *at < 0xe0 ? 1 : *at < 0xf0 ? 2 : 3;
	uint32_t character = more == 0 ? *at : *at & (0x3fu >> more);

	if ((*at >= 0x80 && *at < 0xc2) || *at > 0xf4)
		return false;
	for (size_t i = 1; i <= more; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return false;
		character = character << 6 | (at[i] & 0x3fu);
	}
	*out = character;
	*text = at + more + 1;
	return character >= least[more] && character <= 0x10ffff &&
	       (character < 0xd800 || character > 0xdfff);
}

/* `out` has room for as many characters as `text` has bytes. */
static bool convert(WCHAR *out, size_t *length, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t character;

	*length = 0;
	while (*at) {
		if (!read_character(&character, &at))
			return false;
		if (character >= 0x10000) {
			out[(*length)++] = (WCHAR)(0xd800 + ((character - 0x10000) >> 10));
			character = 0xdc00 + ((character - 0x10000) & 0x3ff);
		}
		out[(*length)++] = (WCHAR)character;
	}
	return true;
}

int registry_text_init(struct registry_text *out, const char *text)
{
	WCHAR *data = NULL;
	size_t length = 0;
	int result = registry_text_append(&data, &length, text);

	if (result == 0 && length - 1 > LENGTH_MAX)
		result = -EINVAL;
	if (result < 0) {
		free(data);
		return result;
	}
	out->string.Buffer = data;
	out->string.Length = (USHORT)((length - 1) * sizeof(WCHAR));
	out->string.MaximumLength = out->string.Length;
	return 0;
}

void registry_text_finish(struct registry_text *text)
{
	free(text->string.Buffer);
}

int registry_text_append(WCHAR **data, size_t *length, const char *text)
{
	WCHAR *grown = realloc(*data, (*length + strlen(text) + 1) * sizeof(WCHAR));
	size_t added;

	if (!grown)
		return -ENOMEM;
	*data = grown;
	if (!convert(grown + *length, &added, text))
		return -EINVAL;
	grown[*length + added] = 0;
	*length += added + 1;
	return 0;
}
