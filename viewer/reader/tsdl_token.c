#include "viewer/reader/tsdl_token.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static void skip_blanks(struct tsdl_scanner *scanner)
{
	const char *end;

	for (;;) {
		while (is_blank(*scanner->at))
			scanner->at++;
		if (scanner->at[0] != '/' || scanner->at[1] != '*')
			return;
		end = strstr(scanner->at + 2, "*/");
		if (!end) {
			tsdl_fail(scanner);
			return;
		}
		scanner->at = end + 2;
	}
}

/* Escapes, and anything but plain ASCII, are left to others. */
static void take_string(struct tsdl_scanner *scanner)
{
	const char *begin = ++scanner->at;

	while (*scanner->at >= ' ' && *scanner->at < 0x7f && *scanner->at != '"' &&
		*scanner->at != '\\')
		scanner->at++;
	if (*scanner->at != '"') {
		tsdl_fail(scanner);
		return;
	}
	scanner->token = (struct tsdl_token){ begin, (size_t)(scanner->at - begin), true };
	scanner->at++;
}

void tsdl_take(struct tsdl_scanner *scanner)
{
	const char *begin;

	skip_blanks(scanner);
	begin = scanner->at;
	if (scanner->has_failed)
		return;
	if (*begin == '"') {
		take_string(scanner);
		return;
	}
	if (is_word(*begin)) {
		while (is_word(*scanner->at))
			scanner->at++;
	} else if (strncmp(begin, ":=", 2) == 0) {
		scanner->at += 2;
	} else if (strncmp(begin, "...", 3) == 0) {
		scanner->at += 3;
	} else if (*begin && strchr("{}[]()<>;:=,.-", *begin)) {
		scanner->at++;
	} else if (*begin) {
		tsdl_fail(scanner);
		return;
	}
	scanner->token = (struct tsdl_token){ begin, (size_t)(scanner->at - begin), false };
}

void tsdl_scanner_init(struct tsdl_scanner *scanner, const char *text)
{
	*scanner = (struct tsdl_scanner){ .at = text };
	tsdl_take(scanner);
}

void tsdl_fail(struct tsdl_scanner *scanner)
{
	scanner->has_failed = true;
	scanner->token = (struct tsdl_token){ "", 0, false };
}

bool tsdl_is_end(const struct tsdl_scanner *scanner)
{
	return scanner->token.length == 0 && !scanner->token.is_string;
}

bool tsdl_is(const struct tsdl_scanner *scanner, const char *word)
{
	return !scanner->token.is_string && scanner->token.length == strlen(word) &&
	       memcmp(scanner->token.text, word, scanner->token.length) == 0;
}

bool tsdl_try(struct tsdl_scanner *scanner, const char *word)
{
	if (!tsdl_is(scanner, word))
		return false;
	tsdl_take(scanner);
	return true;
}

void tsdl_expect(struct tsdl_scanner *scanner, const char *text)
{
	struct tsdl_scanner wanted;

	tsdl_scanner_init(&wanted, text);
	while (!tsdl_is_end(&wanted) && !scanner->has_failed) {
		if (scanner->token.is_string || scanner->token.length != wanted.token.length ||
			memcmp(scanner->token.text, wanted.token.text, wanted.token.length) != 0) {
			tsdl_fail(scanner);
			return;
		}
		tsdl_take(&wanted);
		tsdl_take(scanner);
	}
}

struct tsdl_token tsdl_identifier(struct tsdl_scanner *scanner)
{
	struct tsdl_token token = scanner->token;

	if (token.is_string || token.length == 0 || !is_word(*token.text) || is_digit(*token.text))
		tsdl_fail(scanner);
	else
		tsdl_take(scanner);
	return token;
}

struct tsdl_token tsdl_string(struct tsdl_scanner *scanner)
{
	struct tsdl_token token = scanner->token;

	if (!token.is_string)
		tsdl_fail(scanner);
	else
		tsdl_take(scanner);
	return token;
}

/* Decimal, and without a zero in front, which would make it octal. */
uint64_t tsdl_unsigned(struct tsdl_scanner *scanner, uint64_t max)
{
	const struct tsdl_token *token = &scanner->token;
	uint64_t number;
	char *end;

	if (token->is_string || token->length == 0 || !is_digit(*token->text) ||
		(*token->text == '0' && token->length > 1)) {
		tsdl_fail(scanner);
		return 0;
	}
	errno = 0;
	number = strtoull(token->text, &end, 10);
	if (errno || end != token->text + token->length || number > max) {
		tsdl_fail(scanner);
		return 0;
	}
	tsdl_take(scanner);
	return number;
}

int64_t tsdl_signed(struct tsdl_scanner *scanner)
{
	bool is_negative = tsdl_try(scanner, "-");
	int64_t number = (int64_t)tsdl_unsigned(scanner, INT64_MAX);

	return is_negative ? -number : number;
}
