#include "drivers/framework/wdm/format.h"

#include <ntdef.h>
#include <stdbool.h>
#include <string.h>

#include "drivers/framework/wdm/string.h"

struct output {
	char *text;
	size_t size;
	size_t length;
};

enum width {
	WIDTH_SHORT,
	WIDTH_INT, /* none, l, I32 */
	WIDTH_64,  /* ll, I64 */
	WIDTH_POINTER,
};

/* One conversion: %[flags][width][.precision][size]type */
struct conversion {
	bool is_left;
	bool has_plus;
	bool has_blank;
	bool has_prefix;
	bool is_zero_filled;
	bool is_wide;   /* w or l before s, Z or c */
	bool is_narrow; /* h before S or C */
	int min_width;
	int precision; /* -1: none */
	enum width width;
	char type;
};

static void put(struct output *output, char character)
{
	if (output->length + 1 < output->size)
		output->text[output->length++] = character;
}

static void put_many(struct output *output, char character, int count)
{
	while (count-- > 0)
		put(output, character);
}

static void put_padded(
	struct output *output, const struct conversion *conversion, const char *text, size_t length)
{
	int padding = conversion->min_width - (int)length;

	if (!conversion->is_left)
		put_many(output, ' ', padding);
	for (size_t i = 0; i < length; i++)
		put(output, text[i]);
	if (conversion->is_left)
		put_many(output, ' ', padding);
}

/* A character of a 16 bit string as UTF-8; returns its length. Surrogates become '?'. */
static size_t encode(char *out, WCHAR character)
{
	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	if (character >= 0xd800 && character <= 0xdfff) {
		out[0] = '?';
		return 1;
	}
	if (character < 0x800) {
		out[0] = (char)(0xc0 | character >> 6);
		out[1] = (char)(0x80 | (character & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | character >> 12);
	out[1] = (char)(0x80 | (character >> 6 & 0x3f));
	out[2] = (char)(0x80 | (character & 0x3f));
	return 3;
}

static void put_wide(
	struct output *output, const struct conversion *conversion, const WCHAR *text, size_t count)
{
	char encoded[3];

	if (!conversion->is_left)
		put_many(output, ' ', conversion->min_width - (int)count);
	for (size_t i = 0; i < count; i++) {
		size_t length = encode(encoded, text[i]);

		for (size_t j = 0; j < length; j++)
			put(output, encoded[j]);
	}
	if (conversion->is_left)
		put_many(output, ' ', conversion->min_width - (int)count);
}

static size_t at_most(size_t length, int precision)
{
	return precision >= 0 && (size_t)precision < length ? (size_t)precision : length;
}

static void put_string(struct output *output, const struct conversion *conversion, const char *text)
{
	static const char null[] = "(null)";

	if (!text)
		text = null;
	put_padded(output, conversion, text,
		conversion->precision >= 0 ? strnlen(text, (size_t)conversion->precision)
					   : strlen(text));
}

static void put_wide_string(
	struct output *output, const struct conversion *conversion, const WCHAR *text)
{
	size_t length = 0;

	if (!text) {
		put_string(output, conversion, NULL);
		return;
	}
	while ((conversion->precision < 0 || length < (size_t)conversion->precision) &&
		text[length])
		length++;
	put_wide(output, conversion, text, length);
}

static void put_counted(
	struct output *output, const struct conversion *conversion, const void *string)
{
	const UNICODE_STRING *wide = string;
	const STRING *narrow = string;

	if (!wide || !wide->Buffer)
		put_string(output, conversion, NULL);
	else if (conversion->is_wide)
		put_wide(output, conversion, wide->Buffer,
			at_most(wide->Length / sizeof(WCHAR), conversion->precision));
	else
		put_padded(output, conversion, narrow->Buffer,
			at_most(narrow->Length, conversion->precision));
}

static void put_number(struct output *output, const struct conversion *conversion,
	unsigned long long value, unsigned int base, const char *prefix)
{
	const char *set = conversion->type == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
	char digits[24];
	int count = 0;
	int zeroes;
	int padding;

	do {
		digits[count++] = set[value % base];
		value /= base;
	} while (value != 0);

	zeroes = conversion->precision - count;
	if (conversion->precision < 0 && conversion->is_zero_filled && !conversion->is_left)
		zeroes = conversion->min_width - count - (int)strlen(prefix);
	padding = conversion->min_width - count - (zeroes > 0 ? zeroes : 0) - (int)strlen(prefix);

	if (!conversion->is_left)
		put_many(output, ' ', padding);
	while (*prefix)
		put(output, *prefix++);
	put_many(output, '0', zeroes);
	while (count > 0)
		put(output, digits[--count]);
	if (conversion->is_left)
		put_many(output, ' ', padding);
}

static void put_signed(struct output *output, const struct conversion *conversion, long long value)
{
	const char *prefix = conversion->has_plus ? "+" : conversion->has_blank ? " " : "";

	if (value < 0)
		put_number(output, conversion, 0 - (unsigned long long)value, 10, "-");
	else
		put_number(output, conversion, (unsigned long long)value, 10, prefix);
}

static const char *read_number(int *out, const char *at, va_list *arguments)
{
	*out = 0;
	if (*at == '*') {
		*out = va_arg(*arguments, int);
		return at + 1;
	}
	while (*at >= '0' && *at <= '9' && *out < 10000)
		*out = *out * 10 + (*at++ - '0');
	return at;
}

static const char *read_flags(struct conversion *out, const char *at)
{
	for (;; at++) {
		if (*at == '-')
			out->is_left = true;
		else if (*at == '+')
			out->has_plus = true;
		else if (*at == ' ')
			out->has_blank = true;
		else if (*at == '#')
			out->has_prefix = true;
		else if (*at == '0')
			out->is_zero_filled = true;
		else
			return at;
	}
}

static const char *read_size(struct conversion *out, const char *at)
{
	out->width = WIDTH_INT;
	if (strncmp(at, "I64", 3) == 0 || strncmp(at, "I32", 3) == 0) {
		out->width = at[1] == '6' ? WIDTH_64 : WIDTH_INT;
		return at + 3;
	}
	if (strncmp(at, "ll", 2) == 0) {
		out->width = WIDTH_64;
		return at + 2;
	}
	switch (*at) {
	case 'I':
	case 'z':
	case 't':
		out->width = WIDTH_POINTER;
		return at + 1;
	case 'h':
		out->width = WIDTH_SHORT;
		out->is_narrow = true;
		return at + 1;
	case 'l':
	case 'w':
		out->is_wide = true;
		return at + 1;
	default:
		return at;
	}
}

/* Returns what follows the conversion that begins after a '%'. */
static const char *read_conversion(struct conversion *out, const char *at, va_list *arguments)
{
	*out = (struct conversion){ .precision = -1 };

	at = read_flags(out, at);
	at = read_number(&out->min_width, at, arguments);
	if (out->min_width < 0) {
		out->is_left = true;
		out->min_width = -out->min_width;
	}
	if (*at == '.')
		at = read_number(&out->precision, at + 1, arguments);
	at = read_size(out, at);
	out->type = *at;
	return *at ? at + 1 : at;
}

static unsigned long long next_unsigned(const struct conversion *conversion, va_list *arguments)
{
	switch (conversion->width) {
	case WIDTH_64:
		return va_arg(*arguments, unsigned long long);
	case WIDTH_POINTER:
		return va_arg(*arguments, uintptr_t);
	case WIDTH_SHORT:
		return (USHORT)va_arg(*arguments, unsigned int);
	case WIDTH_INT:
	default:
		return va_arg(*arguments, unsigned int);
	}
}

static long long next_signed(const struct conversion *conversion, va_list *arguments)
{
	switch (conversion->width) {
	case WIDTH_64:
		return va_arg(*arguments, long long);
	case WIDTH_POINTER:
		return va_arg(*arguments, intptr_t);
	case WIDTH_SHORT:
		return (SHORT)va_arg(*arguments, int);
	case WIDTH_INT:
	default:
		return va_arg(*arguments, int);
	}
}

static void put_character(
	struct output *output, const struct conversion *conversion, bool is_wide, int character)
{
	WCHAR wide = (WCHAR)character;
	char narrow = (char)character;

	if (is_wide)
		put_wide(output, conversion, &wide, 1);
	else
		put_padded(output, conversion, &narrow, 1);
}

static void put_pointer(struct output *output, struct conversion *conversion, const void *pointer)
{
	conversion->precision = 16;
	put_number(output, conversion, (uintptr_t)pointer, 16, "");
}

/* Numbers; false when the type is none of theirs. */
static bool convert_number(struct output *output, struct conversion *conversion, va_list *arguments)
{
	switch (conversion->type) {
	case 'd':
	case 'i':
		put_signed(output, conversion, next_signed(conversion, arguments));
		return true;
	case 'u':
		put_number(output, conversion, next_unsigned(conversion, arguments), 10, "");
		return true;
	case 'o':
		put_number(output, conversion, next_unsigned(conversion, arguments), 8,
			conversion->has_prefix ? "0" : "");
		return true;
	case 'x':
		put_number(output, conversion, next_unsigned(conversion, arguments), 16,
			conversion->has_prefix ? "0x" : "");
		return true;
	case 'X':
		put_number(output, conversion, next_unsigned(conversion, arguments), 16,
			conversion->has_prefix ? "0X" : "");
		return true;
	case 'p':
		put_pointer(output, conversion, va_arg(*arguments, void *));
		return true;
	default:
		return false;
	}
}

/* Characters and strings; false when the type is none of theirs. */
static bool convert_text(
	struct output *output, const struct conversion *conversion, va_list *arguments)
{
	bool is_capital = conversion->type == 'S' || conversion->type == 'C';
	bool is_wide = is_capital ? !conversion->is_narrow : conversion->is_wide;

	switch (conversion->type) {
	case 's':
	case 'S':
		if (is_wide)
			put_wide_string(output, conversion, va_arg(*arguments, const WCHAR *));
		else
			put_string(output, conversion, va_arg(*arguments, const char *));
		return true;
	case 'c':
	case 'C':
		put_character(output, conversion, is_wide, va_arg(*arguments, int));
		return true;
	case 'Z':
		put_counted(output, conversion, va_arg(*arguments, const void *));
		return true;
	default:
		return false;
	}
}

size_t io_format(char *out, size_t size, const char *format, va_list arguments)
{
	struct output output = { out, size, 0 };
	struct conversion conversion;
	va_list list;

	va_copy(list, arguments);
	while (*format) {
		const char *begin = format++;

		if (*begin != '%') {
			put(&output, *begin);
			continue;
		}
		if (*format == '%') {
			put(&output, *format++);
			continue;
		}
		format = read_conversion(&conversion, format, &list);
		if (convert_number(&output, &conversion, &list) ||
			convert_text(&output, &conversion, &list))
			continue;
		while (begin < format)
			put(&output, *begin++);
	}
	va_end(list);

	if (size > 0)
		out[output.length] = '\0';
	return output.length;
}
