/* Where settings stand: config blocks of sources and headers, and ini files. */
#include "tracelib/tracewpp/config_internal.h"

#include <ctype.h>
#include <string.h>

/* A function declared without the word FUNC, told from prose. */
static bool is_bare_function(const char *text)
{
	size_t at = skip_space(text, skip_word(text, 0));

	if (at == 0 || !is_word_start(*text) || (text[at] != '(' && text[at] != '{'))
		return false;
	return strchr(text, ';') && (strstr(text, "MSG") || strstr(text, "...") || text[at] == '{');
}

/* Behind the comment marks in front of a line of a block. */
static size_t skip_marks(const char *line)
{
	size_t at = 0;

	while (isspace((unsigned char)line[at]))
		at++;
	while (line[at] == '/' || line[at] == '*')
		at++;
	while (isspace((unsigned char)line[at]))
		at++;
	return at;
}

/* Appends a line to the statement; true when it has come to its end. */
static bool add_to_statement(struct text *statement, const char *line)
{
	bool is_quoted = false;

	for (; *line; line++) {
		if (!is_quoted && *line == ';')
			return true;
		if (!is_quoted && line[0] == '/' && line[1] == '/')
			break;
		if (*line == '"' &&
			(statement->size == 0 || statement->bytes[statement->size - 1] != '\\'))
			is_quoted = !is_quoted;
		text_put(statement, *line);
	}
	text_put(statement, ' ');
	return false;
}

/* In an ini file the marks in front of a line make it a comment. */
static void read_block(
	struct config *config, const struct source *source, size_t line, size_t last, bool is_ini)
{
	struct text statement = { 0 };
	size_t offset = 0;

	for (; line < last; line++) {
		size_t begin = source->lines[line];
		size_t end = line + 1 < source->line_count ? source->lines[line + 1] : source->size;
		const char *text = pool_copy(source->text + begin, end - begin);
		size_t at = is_ini ? strspn(text, " \t") : skip_marks(text);

		if (statement.size == 0) {
			if (!config_directive_length(text + at) && !is_bare_function(text + at))
				continue;
			offset = begin + at;
		}
		if (add_to_statement(&statement, text + at)) {
			config_read_statement(config, statement.bytes, source, offset);
			statement = (struct text){ 0 };
		}
	}
	if (statement.size)
		source_error(source, offset, "this statement of a WPP block has no ';'");
}

static bool line_has(const struct source *source, size_t line, const char *word)
{
	size_t begin = source->lines[line];
	size_t end = line + 1 < source->line_count ? source->lines[line + 1] : source->size;

	return memmem(source->text + begin, end - begin, word, strlen(word)) != NULL;
}

static void read_blocks(struct config *config, const struct source *source)
{
	for (size_t line = 0; line < source->line_count; line++) {
		size_t last = line + 1;

		if (!line_has(source, line, "begin_wpp") || !line_has(source, line, "config"))
			continue;
		while (last < source->line_count && !line_has(source, last, "end_wpp"))
			last++;
		read_block(config, source, line + 1, last, false);
		line = last;
	}
}

static void read_flags(struct config *config, const struct source *source)
{
	static const char word[] = "WPP_DEFINE_BIT";
	const char *at = source->text;

	while ((at = strstr(at, word))) {
		size_t begin;

		at += strlen(word);
		begin = skip_space(at, 0);
		if (at[begin] != '(')
			continue;
		begin = skip_space(at, begin + 1);
		list_add(&config->flags, pool_copy(at + begin, skip_word(at, begin) - begin));
	}
}

void config_read_source(struct config *config, const struct source *source)
{
	if (strstr(source->text, "begin_wpp"))
		read_blocks(config, source);
	if (strstr(source->text, "WPP_DEFINE_BIT"))
		read_flags(config, source);
	if (strstr(source->text, "define WPP_USE_TRACE_LEVELS"))
		config->levels_are_levels = true;
	enums_read(&config->enums, source);
}

void config_read_ini(struct config *config, const struct source *source)
{
	read_block(config, source, 0, source->line_count, true);
}
