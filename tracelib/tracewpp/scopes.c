#include "tracelib/tracewpp/scopes.h"

#include <string.h>

#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/token.h"

void scopes_init(struct scopes *scopes, const char *text)
{
	*scopes = (struct scopes){ .text = text, .name = "" };
}

bool scopes_is_in_function(const struct scopes *scopes)
{
	return scopes->functions != 0;
}

const char *scopes_function(const struct scopes *scopes)
{
	return scopes->functions ? scopes->name : "";
}

static void begin_declaration(struct scopes *scopes)
{
	scopes->parentheses = 0;
	scopes->has_word = false;
	scopes->has_candidate = false;
	scopes->is_closed = false;
	scopes->is_initialiser = false;
	scopes->braces = 0;
}

static bool word_is(const char *text, size_t at, const char *word)
{
	return strncmp(text + at, word, strlen(word)) == 0 && !is_word(text[at + strlen(word)]);
}

/* Annotations and attributes stand between a function's parentheses and its brace, too. */
static bool is_annotation(const char *text, size_t at)
{
	size_t end = skip_word(text, at);

	return (text[at] == '_' && text[end - 1] == '_') || word_is(text, at, "noexcept") ||
	       word_is(text, at, "throw") || word_is(text, at, "__declspec");
}

void scopes_word(struct scopes *scopes, size_t at)
{
	scopes->last = scopes->text[at];
	if (scopes->functions || scopes->parentheses)
		return;
	scopes->word = at;
	scopes->has_word = true;
}

/* A::B::f is one name, and so is ~B. */
static size_t qualified_begin(const char *text, size_t at)
{
	if (at > 0 && text[at - 1] == '~')
		at--;
	while (at > 2 && text[at - 1] == ':' && text[at - 2] == ':' && is_word(text[at - 3])) {
		at -= 3;
		while (at > 0 && is_word(text[at - 1]))
			at--;
	}
	return at;
}

/* The braces of a member that a constructor initialises: `: member{value}`. */
static bool is_member_brace(const struct scopes *scopes)
{
	return !scopes->functions && scopes->has_candidate && scopes->is_closed &&
	       (is_word(scopes->last) || scopes->last == '>');
}

static void open_brace(struct scopes *scopes)
{
	bool is_function = !scopes->functions && scopes->has_candidate && !scopes->is_initialiser;

	if (scopes->depth < SCOPES_MAX)
		scopes->is_container[scopes->depth] = !scopes->functions && !is_function;
	scopes->depth++;
	if (is_function) {
		size_t begin = qualified_begin(scopes->text, scopes->candidate);
		size_t end = skip_word(scopes->text, scopes->candidate);

		scopes->functions = scopes->depth;
		scopes->name = pool_copy(scopes->text + begin, end - begin);
	}
	if (!scopes->is_initialiser)
		begin_declaration(scopes);
}

static void close_brace(struct scopes *scopes)
{
	if (scopes->functions && scopes->functions >= scopes->depth)
		scopes->functions = 0;
	if (scopes->depth)
		scopes->depth--;
	if (!scopes->functions)
		begin_declaration(scopes);
}

static void outside(struct scopes *scopes, size_t at)
{
	const char *text = scopes->text;

	switch (text[at]) {
	case '(':
		if (scopes->parentheses++ == 0 && scopes->has_word && !scopes->is_closed &&
			!is_annotation(text, scopes->word)) {
			scopes->candidate = scopes->word;
			scopes->has_candidate = true;
		}
		break;
	case ')':
		if (scopes->parentheses)
			scopes->parentheses--;
		break;
	case ';':
		if (!scopes->parentheses)
			begin_declaration(scopes);
		break;
	case '=':
		scopes->is_initialiser |=
			!scopes->parentheses && !word_is(text, scopes->word, "operator");
		break;
	case ':':
		if (scopes->has_candidate && !scopes->parentheses && text[at + 1] != ':' &&
			(at == 0 || text[at - 1] != ':'))
			scopes->is_closed = true;
		break;
	default:
		break;
	}
	if (!scopes->parentheses && !strchr(" \t\r\n:", text[at]))
		scopes->has_word = false;
}

void scopes_punctuation(struct scopes *scopes, size_t at)
{
	char c = scopes->text[at];

	if (c == '{' && (scopes->braces || is_member_brace(scopes))) {
		scopes->braces++;
		scopes->parentheses++;
	} else if (c == '}' && scopes->braces) {
		scopes->braces--;
		scopes->parentheses--;
	} else if (c == '{')
		open_brace(scopes);
	else if (c == '}')
		close_brace(scopes);
	else if (!scopes->functions)
		outside(scopes, at);
	if (!strchr(" \t\r\n", c))
		scopes->last = c;
}

void scopes_directive(struct scopes *scopes, size_t at)
{
	size_t word = at + 1 + strspn(scopes->text + at + 1, " \t");

	if (strncmp(scopes->text + word, "if", 2) == 0) {
		if (scopes->conditionals < SCOPES_MAX)
			scopes->saved_depth[scopes->conditionals] = scopes->depth;
		scopes->conditionals++;
	} else if (strncmp(scopes->text + word, "el", 2) == 0) {
		if (scopes->conditionals && scopes->conditionals <= SCOPES_MAX &&
			scopes->functions &&
			scopes->saved_depth[scopes->conditionals - 1] >= scopes->functions)
			scopes->depth = scopes->saved_depth[scopes->conditionals - 1];
	} else if (strncmp(scopes->text + word, "endif", 5) == 0 && scopes->conditionals) {
		scopes->conditionals--;
	}
}
