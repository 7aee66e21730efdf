#include "tracelib/tracewpp/token.h"

#include <ctype.h>
#include <string.h>

bool is_word_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == '$';
}

bool is_word(char c)
{
	return is_word_start(c) || isdigit((unsigned char)c);
}

static size_t skip_splice(const char *text, size_t at)
{
	if (text[at] == '\\' && text[at + 1] == '\n')
		return at + 2;
	if (text[at] == '\\' && text[at + 1] == '\r' && text[at + 2] == '\n')
		return at + 3;
	return at;
}

size_t skip_comment(const char *text, size_t at)
{
	if (text[at] == '\\')
		return skip_splice(text, at);
	if (text[at] != '/')
		return at;
	if (text[at + 1] == '/') {
		while (text[at] && text[at] != '\n') {
			size_t next = skip_splice(text, at);

			at = next == at ? at + 1 : next;
		}
		return at;
	}
	if (text[at + 1] == '*') {
		const char *end = strstr(text + at + 2, "*/");

		return end ? (size_t)(end - text) + 2 : at + strlen(text + at);
	}
	return at;
}

size_t skip_space(const char *text, size_t at)
{
	for (;;) {
		size_t begin = at;

		while (isspace((unsigned char)text[at]))
			at++;
		at = skip_comment(text, at);
		if (at == begin)
			return at;
	}
}

size_t skip_literal(const char *text, size_t at)
{
	char quote = text[at++];

	while (text[at] && text[at] != quote) {
		if (text[at] == '\n')
			return at;
		if (text[at] == '\\' && text[at + 1] == '\r' && text[at + 2] == '\n')
			at++;
		if (text[at] == '\\' && text[at + 1])
			at++;
		at++;
	}
	return text[at] ? at + 1 : at;
}

size_t skip_word(const char *text, size_t at)
{
	while (is_word(text[at]))
		at++;
	return at;
}

size_t skip_directive(const char *text, size_t at)
{
	while (text[at] && text[at] != '\n') {
		size_t next = skip_comment(text, at);

		at = next == at ? at + 1 : next;
	}
	return at;
}

/* Where arguments are gathered. */
struct splitter {
	struct span *out;
	size_t limit;
	size_t count;
	size_t begin; /* of the current one */
	bool is_enum; /* directives may stand between its items, and no braces in them */
};

static void add_span(struct splitter *splitter, const char *text, size_t end)
{
	size_t begin = skip_space(text, splitter->begin);

	while (end > begin && isspace((unsigned char)text[end - 1]))
		end--;
	if (splitter->count < splitter->limit)
		splitter->out[splitter->count] = (struct span){ begin, end < begin ? begin : end };
	splitter->count++;
}

static bool split(struct splitter *splitter, size_t *end, const char *text, size_t at)
{
	char partner = text[at] == '(' ? ')' : text[at] == '[' ? ']' : '}';
	size_t depth = 0;

	splitter->begin = at + 1;
	while (text[at]) {
		size_t next = skip_comment(text, at);

		if (next != at) {
			at = next;
			continue;
		}
		if (text[at] == '"' || text[at] == '\'') {
			at = skip_literal(text, at);
			continue;
		}
		if (text[at] == '#' && depth == 1 && splitter->is_enum) {
			at = skip_directive(text, at);
			if (skip_space(text, splitter->begin) < at)
				splitter->begin = at;
			continue;
		}
		if (text[at] == '{' && depth > 0 && splitter->is_enum)
			return false;
		if (strchr("([{", text[at])) {
			depth++;
		} else if (strchr(")]}", text[at]) && --depth == 0) {
			if (splitter->count || skip_space(text, splitter->begin) != at)
				add_span(splitter, text, at);
			*end = at + 1;
			return text[at] == partner && splitter->count <= splitter->limit;
		} else if (text[at] == ',' && depth == 1) {
			add_span(splitter, text, at);
			splitter->begin = at + 1;
		}
		at++;
	}
	*end = at;
	return false;
}

bool split_arguments(struct span *out, size_t *count, size_t *end, const char *text, size_t at)
{
	struct splitter splitter = { out, SPANS_MAX, 0, 0, false };
	bool is_whole = split(&splitter, end, text, at);

	*count = splitter.count;
	return is_whole;
}

bool split_enumerators(
	struct span *out, size_t limit, size_t *count, size_t *end, const char *text, size_t at)
{
	struct splitter splitter = { out, limit, 0, 0, true };
	bool is_whole = split(&splitter, end, text, at);

	*count = splitter.count;
	return is_whole;
}

char *span_text(const char *text, struct span span)
{
	struct text out = { 0 };
	size_t at = span.begin;

	text_add(&out, "", 0);
	while (at < span.end) {
		size_t next = skip_space(text, at);

		if (next != at) {
			if (next < span.end)
				text_put(&out, ' ');
			at = next;
			continue;
		}
		next = text[at] == '"' || text[at] == '\'' ? skip_literal(text, at) : at + 1;
		text_add(&out, text + at, (next < span.end ? next : span.end) - at);
		at = next;
	}
	return out.bytes;
}

bool span_is(const char *text, struct span span, const char *word)
{
	return span.end - span.begin == strlen(word) &&
	       memcmp(text + span.begin, word, span.end - span.begin) == 0;
}
