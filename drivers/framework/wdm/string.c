#include "drivers/framework/wdm/string.h"

#include <stdlib.h>
#include <string.h>
#include <wdm.h>

size_t io_string_length(const WCHAR *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

WCHAR *io_string_widen(const char *text)
{
	WCHAR *wide = calloc(strlen(text) + 2, sizeof(WCHAR));

	for (size_t i = 0; wide && text[i]; i++)
		wide[i] = (unsigned char)text[i];
	return wide;
}

WCHAR io_string_upcase(WCHAR character)
{
	bool is_ascii = character >= 'a' && character <= 'z';
	bool is_latin = character >= 0xe0 && character <= 0xfe && character != 0xf7;

	return is_ascii || is_latin ? (WCHAR)(character - 0x20) : character;
}

bool io_string_equal(const WCHAR *one, const WCHAR *other, size_t count, bool ignore_case)
{
	for (size_t i = 0; i < count; i++) {
		if (one[i] == other[i])
			continue;
		if (!ignore_case || io_string_upcase(one[i]) != io_string_upcase(other[i]))
			return false;
	}
	return true;
}

size_t wcslen(const WCHAR *String)
{
	return io_string_length(String);
}
