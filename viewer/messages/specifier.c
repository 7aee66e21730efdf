#include "viewer/messages/specifier.h"

#include <stdio.h>
#include <string.h>

#include "viewer/messages/text.h"
#include "viewer/model/escape.h"

static const char *parse_number(int16_t *out, const char *text)
{
	int number = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		if (number < SPECIFIER_MAX)
			number = number * 10 + (*text - '0');
	*out = (int16_t)(number < SPECIFIER_MAX ? number : SPECIFIER_MAX);
	return text;
}

static const char *parse_flags(struct specifier *out, const char *text)
{
	for (;; text++) {
		switch (*text) {
		case '-':
			out->is_left = true;
			break;
		case '+':
			out->has_plus = true;
			break;
		case ' ':
			out->has_space = true;
			break;
		case '#':
			out->is_alternate = true;
			break;
		case '0':
			out->has_zeros = true;
			break;
		default:
			return text;
		}
	}
}

/* The sizes are those of 64-bit Windows. */
static const char *parse_size(uint8_t *size, const char *text)
{
	static const struct {
		const char *prefix;
		uint8_t size;
	} rows[] = {
		{ "I64", 8 },
		{ "I32", 4 },
		{ "I", 8 },
		{ "ll", 8 },
		{ "l", 4 },
		{ "hh", 1 },
		{ "h", 2 },
		{ "j", 8 },
		{ "t", 8 },
		{ "w", 2 },
		{ "L", 8 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = strlen(rows[i].prefix);

		if (strncmp(text, rows[i].prefix, length) == 0) {
			*size = rows[i].size;
			return text + length;
		}
	}
	*size = 4;
	/* %z alone is a counted string. */
	if (text[0] == 'z' && text[1] && strchr("diouxX", text[1])) {
		*size = 8;
		return text + 1;
	}
	return text;
}

static bool set_conversion(struct specifier *out, char conversion)
{
	switch (conversion) {
	case 'i':
		conversion = 'd';
		break;
	case 'S':
	case 'z':
	case 'Z':
		conversion = 's';
		break;
	case 'C':
		conversion = 'c';
		break;
	case 'p':
		out->size_bytes = 8;
		break;
	default:
		if (!conversion || !strchr("duoxXceEfFgGaAs", conversion))
			return false;
	}
	out->conversion = conversion;
	return true;
}

/* "name!", without blanks. */
static size_t parse_name(struct specifier *out, const char *text)
{
	size_t length = strcspn(text, "! \t%");

	if (!length || text[length] != '!')
		return 0;
	out->name = text;
	out->name_length = length;
	return length + 1;
}

size_t specifier_parse(struct specifier *out, const char *text)
{
	struct specifier parsed = { .precision = SPECIFIER_NO_PRECISION };
	const char *at = parse_flags(&parsed, text);

	at = parse_number(&parsed.width, at);
	if (*at == '.')
		at = parse_number(&parsed.precision, at + 1);
	if (*at == '!') {
		size_t length = parse_name(&parsed, at + 1);

		if (!length)
			return 0;
		*out = parsed;
		return (size_t)(at - text) + 1 + length;
	}
	at = parse_size(&parsed.size_bytes, at);
	if (!set_conversion(&parsed, *at))
		return 0;
	*out = parsed;
	return (size_t)(at - text) + 1;
}

bool specifier_is_integer(const struct specifier *specifier)
{
	return specifier->conversion && strchr("duoxXp", specifier->conversion);
}

static uint64_t narrow(uint64_t number, uint8_t size_bytes)
{
	return size_bytes && size_bytes < 8 ? number & ((UINT64_C(1) << 8 * size_bytes) - 1)
					    : number;
}

static uint64_t sign_extend(uint64_t number, uint8_t size_bytes)
{
	unsigned int shift = size_bytes && size_bytes < 8 ? 64u - 8u * size_bytes : 0;

	return (uint64_t)((int64_t)(number << shift) >> shift);
}

/* Digits at the end of `digits`; gives where they begin. */
static size_t write_digits(char *digits, size_t end, uint64_t number, char conversion)
{
	const char *letters =
		conversion == 'X' || conversion == 'p' ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned int base = conversion == 'd' || conversion == 'u' ? 10
			    : conversion == 'o'                    ? 8
								   : 16;

	for (; number && base == 16; number >>= 4)
		digits[--end] = letters[number & 15];
	for (; number; number /= base)
		digits[--end] = letters[number % base];
	return end;
}

static const char *sign_of(const struct specifier *specifier, bool is_negative)
{
	if (is_negative)
		return "-";
	if (specifier->conversion != 'd')
		return "";
	return specifier->has_plus ? "+" : specifier->has_space ? " " : "";
}

/* `prefix` and `digits` with zeros before and blanks around, as printf does it. */
static void write_padded(struct text *text, const struct specifier *specifier, const char *prefix,
	const char *digits, size_t length)
{
	size_t prefix_length = strlen(prefix);
	size_t zeros = 0;
	size_t blanks;
	size_t width = (size_t)specifier->width;

	if (specifier->precision > 0 && (size_t)specifier->precision > length)
		zeros = (size_t)specifier->precision - length;
	if (specifier->has_zeros && !specifier->is_left &&
		specifier->precision == SPECIFIER_NO_PRECISION && width > prefix_length + length)
		zeros = width - prefix_length - length;
	blanks =
		width > prefix_length + zeros + length ? width - prefix_length - zeros - length : 0;
	if (!specifier->is_left)
		text_add_fill(text, ' ', blanks);
	text_add(text, prefix, prefix_length);
	text_add_fill(text, '0', zeros);
	text_add(text, digits, length);
	if (specifier->is_left)
		text_add_fill(text, ' ', blanks);
}

/* Windows writes a pointer with all of its digits. */
static void write_pointer(struct text *text, const struct specifier *specifier, uint64_t number)
{
	struct specifier whole = *specifier;
	char digits[16];
	size_t size = specifier->size_bytes == 4 ? 8 : 16;

	memset(digits, '0', sizeof(digits));
	write_digits(digits, size, number, 'p');
	whole.precision = SPECIFIER_NO_PRECISION;
	write_padded(text, &whole, "", digits, size);
}

/* Nothing is to be written but the number. */
static bool is_bare(const struct specifier *specifier)
{
	return !specifier->width && specifier->precision == SPECIFIER_NO_PRECISION &&
	       !specifier->has_plus && !specifier->has_space && !specifier->is_alternate;
}

/* The usual ones, without detours. */
static bool write_bare(struct text *text, const struct specifier *specifier, uint64_t number)
{
	if (!is_bare(specifier))
		return false;
	switch (specifier->conversion) {
	case 'd':
		text_add_signed(text, (int64_t)sign_extend(number, specifier->size_bytes));
		return true;
	case 'u':
		text_add_decimal(text, narrow(number, specifier->size_bytes));
		return true;
	case 'x':
		text_add_hexadecimal(text, narrow(number, specifier->size_bytes), 1);
		return true;
	default:
		return false;
	}
}

void specifier_write_integer(struct text *text, const struct specifier *specifier, uint64_t number)
{
	char digits[24];
	const char *prefix;
	size_t begin;
	bool is_negative = false;

	if (write_bare(text, specifier, number))
		return;
	if (specifier->conversion == 'd') {
		number = sign_extend(number, specifier->size_bytes);
		is_negative = (int64_t)number < 0;
		if (is_negative)
			number = -number;
	} else {
		number = narrow(number, specifier->size_bytes);
	}
	if (specifier->conversion == 'p') {
		write_pointer(text, specifier, number);
		return;
	}
	begin = write_digits(digits, sizeof(digits), number, specifier->conversion);
	if (begin == sizeof(digits) && specifier->precision != 0)
		digits[--begin] = '0';
	prefix = sign_of(specifier, is_negative);
	if (specifier->is_alternate && number)
		prefix = specifier->conversion == 'x'   ? "0x"
			 : specifier->conversion == 'X' ? "0X"
			 : specifier->conversion == 'o' ? "0"
							: prefix;
	write_padded(text, specifier, prefix, digits + begin, sizeof(digits) - begin);
}

void specifier_write_real(struct text *text, const struct specifier *specifier, double number)
{
	char format[32];
	char digits[SPECIFIER_MAX * 2 + 512];
	char *at = format;
	int length;

	*at++ = '%';
	if (specifier->is_left)
		*at++ = '-';
	if (specifier->has_plus)
		*at++ = '+';
	if (specifier->has_space)
		*at++ = ' ';
	if (specifier->is_alternate)
		*at++ = '#';
	if (specifier->has_zeros)
		*at++ = '0';
	memcpy(at, "*.*", 3);
	at[3] = specifier->conversion;
	at[4] = '\0';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	length = snprintf(digits, sizeof(digits), format, (int)specifier->width,
		(int)specifier->precision, number);
#pragma GCC diagnostic pop
	if (length > 0)
		text_add(text, digits,
			(size_t)length < sizeof(digits) ? (size_t)length : sizeof(digits) - 1);
}

static size_t count_characters(const char *bytes, size_t size, size_t limit, size_t *end)
{
	size_t count = 0;
	size_t at = 0;

	while (at < size && count < limit) {
		at += escape_character_length(bytes + at, size - at);
		count++;
	}
	*end = at;
	return count;
}

void specifier_write_text(
	struct text *text, const struct specifier *specifier, const char *bytes, size_t size)
{
	size_t limit = specifier->precision == SPECIFIER_NO_PRECISION
			       ? SIZE_MAX
			       : (size_t)specifier->precision;
	size_t width = (size_t)specifier->width;
	size_t count;

	if (!width && limit == SIZE_MAX) {
		text_add_escaped(text, bytes, size);
		return;
	}
	count = count_characters(bytes, size, limit, &size);
	if (!specifier->is_left && width > count)
		text_add_fill(text, ' ', width - count);
	text_add_escaped(text, bytes, size);
	if (specifier->is_left && width > count)
		text_add_fill(text, ' ', width - count);
}

void specifier_write_string(
	struct text *text, const struct specifier *specifier, const char *string)
{
	specifier_write_text(text, specifier, string, strlen(string));
}
