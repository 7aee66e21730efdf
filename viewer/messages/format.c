#include "viewer/messages/format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/text.h"

/* Constants of a text: no argument belongs to them. */
static const struct {
	const char *name;
	enum piece_kind kind;
	char conversion;
} constants[] = {
	{ "STDPREFIX", PIECE_PREFIX, 's' },
	{ "FUNC", PIECE_FUNCTION, 's' },
	{ "FLAGS", PIECE_FLAG, 's' },
	{ "LEVEL", PIECE_LEVEL, 's' },
	{ "FILE", PIECE_FILE, 's' },
	{ "LINE", PIECE_LINE, 'u' },
	{ "MOD", PIECE_MODULE, 's' },
	{ "TYP", PIECE_PLACE, 's' },
	{ "TID", PIECE_THREAD, 'x' },
	{ "PID", PIECE_PROCESS, 'x' },
	{ "CPU", PIECE_CPU, 'x' },
	{ "SEQ", PIECE_SEQUENCE, 'x' },
	{ "NOW", PIECE_TIME, 's' },
};

/* The numbers of a prefix; %1 is the first. */
static const enum piece_kind numbers[] = {
	PIECE_MODULE,
	PIECE_PLACE,
	PIECE_THREAD,
	PIECE_TIME,
	PIECE_NOT_RECORDED,
	PIECE_NOT_RECORDED,
	PIECE_SEQUENCE,
	PIECE_PROCESS,
	PIECE_CPU,
};

static bool is_number(enum piece_kind kind)
{
	switch (kind) {
	case PIECE_THREAD:
	case PIECE_NOT_RECORDED:
	case PIECE_SEQUENCE:
	case PIECE_PROCESS:
	case PIECE_CPU:
	case PIECE_LINE:
		return true;
	default:
		return false;
	}
}

/* A number where the format asks for a string is decimal. */
static void fit_specifier(struct piece *piece)
{
	struct specifier *specifier = &piece->value.specifier;

	if (!is_number(piece->kind))
		return;
	if (!specifier_is_integer(specifier))
		specifier->conversion = 'd';
	specifier->size_bytes = 8;
}

static int add_piece(struct format *format, const struct piece *piece)
{
	struct piece *grown = realloc(format->pieces, (format->count + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	format->pieces = grown;
	grown[format->count++] = *piece;
	return 0;
}

/* Tabs stay: authors align with them. All else that is no plain text is escaped, once and here. */
static int add_literal(struct format *format, const char *bytes, size_t size)
{
	struct piece piece = { .kind = PIECE_LITERAL };
	struct text text;
	int ret;

	if (!size)
		return 0;
	text_init(&text);
	while (size) {
		const char *tab = memchr(bytes, '\t', size);
		size_t length = tab ? (size_t)(tab - bytes) : size;

		text_add_escaped(&text, bytes, length);
		if (tab)
			text_add(&text, "\t", 1);
		length += tab != NULL;
		bytes += length;
		size -= length;
	}
	piece.bytes = text.bytes;
	piece.size = text.length;
	ret = text.is_failed ? -ENOMEM : add_piece(format, &piece);
	if (ret < 0)
		text_finish(&text);
	return ret;
}

static bool has_name(const struct specifier *specifier, const char *name)
{
	return specifier->name_length == strlen(name) &&
	       strncmp(specifier->name, name, specifier->name_length) == 0;
}

enum constant_condition {
	NO_CONSTANT = 1
};

/* 0 when it was one of the constants. */
static int add_constant(struct format *format, const struct specifier *specifier)
{
	struct piece piece = { .value.specifier = *specifier };

	if (!specifier->name)
		return NO_CONSTANT;
	if (has_name(specifier, "SPACE"))
		return add_literal(format, " ", 1);
	/* Nobody has defined them. */
	if (has_name(specifier, "COMPNAME") || has_name(specifier, "SUBCOMP"))
		return 0;
	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		if (!has_name(specifier, constants[i].name))
			continue;
		piece.kind = constants[i].kind;
		piece.value.specifier.name = NULL;
		piece.value.specifier.conversion = constants[i].conversion;
		format->has_prefix |= piece.kind == PIECE_PREFIX;
		fit_specifier(&piece);
		return add_piece(format, &piece);
	}
	return NO_CONSTANT;
}

static int add_value(struct format *format, const struct message_class *class,
	const struct specifier *specifier, size_t argument)
{
	struct piece piece = { .kind = PIECE_NO_VALUE, .argument = argument };

	if (argument < class->parameter_count) {
		piece.kind = PIECE_VALUE;
		format->is_faulty |=
			!value_plan(&piece.value, specifier, &class->parameters[argument]);
	} else {
		format->is_faulty = true;
	}
	return add_piece(format, &piece);
}

int format_compile_message(struct format *out, const struct message_class *class)
{
	const char *text = class->text;
	size_t length = strlen(text);
	size_t argument = 0;
	const char *at;
	int ret = 0;

	*out = (struct format){ 0 };
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;

	while (ret == 0 && (at = memchr(text, '%', length))) {
		struct specifier specifier;
		size_t before = (size_t)(at - text);
		size_t taken = 1;

		if (at[1] == '%') {
			ret = add_literal(out, text, before + 1);
			taken = 2;
		} else if ((taken = specifier_parse(&specifier, at + 1))) {
			taken++;
			ret = add_literal(out, text, before);
			if (ret == 0)
				ret = add_constant(out, &specifier);
			if (ret == NO_CONSTANT)
				ret = add_value(out, class, &specifier, argument++);
		} else {
			taken = 1;
			ret = add_literal(out, text, before + 1);
		}
		/* A specifier may not reach into what was cut off the end. */
		taken = before + taken < length ? before + taken : length;
		text += taken;
		length -= taken;
	}
	return ret == 0 ? add_literal(out, text, length) : ret;
}

/* "%8!04X!": the specifier of printf behind the number, %s when there is none. */
static size_t parse_numbered(struct specifier *out, const char *text)
{
	size_t length = 1;

	*out = (struct specifier){ .conversion = 's', .precision = SPECIFIER_NO_PRECISION };
	if (text[1] == '!') {
		struct specifier specifier;
		size_t inner = specifier_parse(&specifier, text + 2);

		if (inner && !specifier.name && text[2 + inner] == '!') {
			*out = specifier;
			length = 2 + inner + 1;
		}
	}
	return length;
}

static int add_prefix_part(struct format *format, const char *text, size_t *taken)
{
	struct specifier specifier;
	int ret;

	if (*text >= '1' && *text <= '9') {
		struct piece piece = { .kind = numbers[*text - '1'] };

		*taken = parse_numbered(&piece.value.specifier, text);
		fit_specifier(&piece);
		return add_piece(format, &piece);
	}
	*taken = specifier_parse(&specifier, text);
	ret = *taken ? add_constant(format, &specifier) : NO_CONSTANT;
	if (ret != NO_CONSTANT)
		return ret;
	*taken = 1;
	return add_literal(format, *text == '%' ? "%" : text - 1, *text == '%' ? 1 : 2);
}

int format_compile_prefix(struct format *out, const char *prefix)
{
	int ret = 0;

	*out = (struct format){ 0 };
	while (ret == 0 && *prefix) {
		size_t length = strcspn(prefix, "%");
		size_t taken = 0;

		ret = add_literal(out, prefix, length);
		prefix += length;
		if (ret < 0 || !*prefix)
			break;
		if (!prefix[1])
			return add_literal(out, prefix, 1);
		ret = add_prefix_part(out, prefix + 1, &taken);
		prefix += 1 + taken;
	}
	return ret;
}

void format_finish(struct format *format)
{
	for (size_t i = 0; i < format->count; i++)
		free(format->pieces[i].bytes);
	free(format->pieces);
	*format = (struct format){ 0 };
}
