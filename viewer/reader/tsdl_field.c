#include "viewer/reader/tsdl_field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* As large as a sub-buffer can be, and so small that no sum of sizes overflows. */
enum {
	COUNT_MAX = 1 << 30,
	ALIGN_MAX = 64,
};

/* LTTng writes 0 and 1, or the words. */
static bool parse_truth(struct tsdl_scanner *scanner)
{
	if (tsdl_try(scanner, "true"))
		return true;
	if (tsdl_try(scanner, "false"))
		return false;
	return tsdl_unsigned(scanner, 1) == 1;
}

static bool parse_is_swapped(struct tsdl_scanner *scanner)
{
	if (tsdl_try(scanner, "be"))
		return true;
	tsdl_expect(scanner, "le");
	return false;
}

static uint32_t parse_align(struct tsdl_scanner *scanner)
{
	uint64_t bits = tsdl_unsigned(scanner, (uint64_t)ALIGN_MAX * 8);

	if (bits < 8 || (bits & (bits - 1)))
		tsdl_fail(scanner);
	return (uint32_t)bits / 8;
}

static bool parse_is_text(struct tsdl_scanner *scanner)
{
	if (tsdl_try(scanner, "UTF8") || tsdl_try(scanner, "ASCII"))
		return true;
	tsdl_expect(scanner, "none");
	return false;
}

/* Behind the word "integer". */
static void parse_integer(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	uint64_t bits;

	tsdl_expect(scanner, "{ size =");
	bits = tsdl_unsigned(scanner, 64);
	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		tsdl_fail(scanner);
	field->type = TSDL_INTEGER;
	field->size_bytes = (uint32_t)bits / 8;
	tsdl_expect(scanner, "; align =");
	field->align_bytes = parse_align(scanner);
	tsdl_expect(scanner, "; signed =");
	field->is_signed = parse_truth(scanner);
	tsdl_expect(scanner, "; encoding =");
	field->is_text = parse_is_text(scanner);
	tsdl_expect(scanner, "; base =");
	bits = tsdl_unsigned(scanner, 16);
	if (bits != 2 && bits != 8 && bits != 10 && bits != 16)
		tsdl_fail(scanner);
	tsdl_expect(scanner, ";");
	if (tsdl_try(scanner, "byte_order")) {
		tsdl_expect(scanner, "=");
		field->is_swapped = parse_is_swapped(scanner);
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, "}");
	if (field->is_text && field->size_bytes != 1)
		tsdl_fail(scanner);
}

static int64_t parse_value(struct tsdl_scanner *scanner, const struct tsdl_field *field)
{
	int64_t value = tsdl_signed(scanner);
	unsigned int bits = field->size_bytes * 8 - (field->is_signed ? 1 : 0);

	if ((value < 0 && !field->is_signed) || (bits < 63 && value >> bits != 0 && value >= 0) ||
		(value < 0 && bits < 63 && value < -(INT64_C(1) << bits)))
		tsdl_fail(scanner);
	return value;
}

/* Behind the word "enum". What the labels are is nobody's concern here. */
static void parse_enumeration(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	tsdl_expect(scanner, ": integer");
	parse_integer(field, scanner);
	tsdl_expect(scanner, "{");
	do {
		int64_t value;

		(void)tsdl_string(scanner);
		tsdl_expect(scanner, "=");
		value = parse_value(scanner, field);
		if (tsdl_try(scanner, "...") && parse_value(scanner, field) < value)
			tsdl_fail(scanner);
		tsdl_expect(scanner, ",");
	} while (!scanner->has_failed && !tsdl_is(scanner, "}"));
	tsdl_expect(scanner, "}");
}

/* Behind the word "floating_point". */
static void parse_float(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	uint64_t exponent;
	uint64_t mantissa;

	tsdl_expect(scanner, "{ exp_dig =");
	exponent = tsdl_unsigned(scanner, 64);
	tsdl_expect(scanner, "; mant_dig =");
	mantissa = tsdl_unsigned(scanner, 64);
	if (!(exponent == 8 && mantissa == 24) && !(exponent == 11 && mantissa == 53))
		tsdl_fail(scanner);
	field->type = TSDL_FLOAT;
	field->size_bytes = (uint32_t)(exponent + mantissa) / 8;
	tsdl_expect(scanner, "; align =");
	field->align_bytes = parse_align(scanner);
	tsdl_expect(scanner, ";");
	if (tsdl_try(scanner, "byte_order")) {
		tsdl_expect(scanner, "=");
		field->is_swapped = parse_is_swapped(scanner);
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, "}");
}

/* Behind the word "string". */
static void parse_string(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	field->type = TSDL_STRING;
	field->align_bytes = 1;
	if (tsdl_try(scanner, "{")) {
		tsdl_expect(scanner, "encoding =");
		if (!parse_is_text(scanner))
			tsdl_fail(scanner);
		tsdl_expect(scanner, "; }");
	}
}

static void parse_type(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	if (tsdl_try(scanner, "integer")) {
		parse_integer(field, scanner);
	} else if (tsdl_try(scanner, "enum")) {
		parse_enumeration(field, scanner);
	} else if (tsdl_try(scanner, "floating_point")) {
		parse_float(field, scanner);
	} else if (tsdl_try(scanner, "string")) {
		parse_string(field, scanner);
	} else {
		tsdl_expect(scanner, "struct { } align (");
		field->type = TSDL_PADDING;
		field->align_bytes = parse_align(scanner);
		tsdl_expect(scanner, ")");
	}
}

/* CTF's words are never the names of LTTng's fields, which have an underscore in front. */
static bool is_same_name(const struct tsdl_field *field, const struct tsdl_token *token)
{
	return token->length == strlen(field->name) + 1 &&
	       memcmp(token->text + 1, field->name, token->length - 1) == 0;
}

static void find_length(struct tsdl_field *field, const struct tsdl_structure *structure,
	struct tsdl_scanner *scanner)
{
	struct tsdl_token name = tsdl_identifier(scanner);

	field->type = TSDL_SEQUENCE;
	for (size_t i = 0; i < structure->count && !scanner->has_failed; i++) {
		const struct tsdl_field *length = &structure->fields[i];

		if (is_same_name(length, &name) && length->type == TSDL_INTEGER &&
			!length->is_signed) {
			field->length = i;
			return;
		}
	}
	tsdl_fail(scanner);
}

/* "[16]" or "[ __name_length ]", or nothing. */
static void parse_dimension(struct tsdl_field *field, const struct tsdl_structure *structure,
	struct tsdl_scanner *scanner)
{
	if (!tsdl_try(scanner, "["))
		return;
	if (field->type != TSDL_INTEGER || field->size_bytes % field->align_bytes != 0) {
		tsdl_fail(scanner);
		return;
	}
	if (*scanner->token.text == '_') {
		find_length(field, structure, scanner);
	} else {
		field->type = TSDL_ARRAY;
		field->count = (uint32_t)tsdl_unsigned(scanner, COUNT_MAX);
		if (field->count == 0)
			tsdl_fail(scanner);
	}
	tsdl_expect(scanner, "]");
}

static int parse_field(struct tsdl_structure *structure, struct tsdl_scanner *scanner)
{
	struct tsdl_field *field = &structure->fields[structure->count];
	struct tsdl_token name;

	*field = (struct tsdl_field){ 0 };
	parse_type(field, scanner);
	name = tsdl_identifier(scanner);
	if (scanner->has_failed)
		return 0;
	if (name.text[0] != '_' || name.length < 2)
		tsdl_fail(scanner);
	for (size_t i = 0; i < structure->count; i++)
		if (is_same_name(&structure->fields[i], &name))
			tsdl_fail(scanner);
	parse_dimension(field, structure, scanner);
	tsdl_expect(scanner, ";");
	if (scanner->has_failed)
		return 0;
	field->name = strndup(name.text + 1, name.length - 1);
	if (!field->name)
		return -ENOMEM;
	structure->count++;
	return 0;
}

int tsdl_parse_structure(struct tsdl_structure *out, struct tsdl_scanner *scanner)
{
	size_t capacity = 0;
	int ret = 0;

	tsdl_expect(scanner, "{");
	while (ret == 0 && !scanner->has_failed && !tsdl_try(scanner, "}")) {
		if (out->count == capacity) {
			struct tsdl_field *grown;

			capacity = capacity ? 2 * capacity : 8;
			grown = realloc(out->fields, capacity * sizeof(*grown));
			if (!grown)
				return -ENOMEM;
			out->fields = grown;
		}
		ret = parse_field(out, scanner);
	}
	return ret;
}
