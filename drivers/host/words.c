#include "drivers/host/words.h"

#include <stddef.h>
#include <string.h>

static bool is_blank(char character)
{
	return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

char *words_next(char **text, bool *is_open)
{
	char *word = *text;
	char *end;

	while (is_blank(*word))
		word++;
	if (!*word || *word == '#')
		return NULL;

	if (*word == '"') {
		end = strchr(++word, '"');
		*is_open = !end;
		if (!end)
			return NULL;
	} else {
		for (end = word; *end && !is_blank(*end); end++)
			;
	}
	*text = *end ? end + 1 : end;
	*end = '\0';
	return word;
}
