#include "viewer/reader/tsdl_field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* As large as a sub-buffer can be, and so small that no sum of sizes overflows. */
enum {
	COUNT_MAX = 1 << 30,
	ALIGN_MAX = 64, /* no more than LAYOUT_ALIGN_MAX */
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
	field->is_hexadecimal = bits == 16;
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

static uint64_t parse_value(struct tsdl_scanner *scanner, const struct tsdl_field *field)
{
	bool is_negative = tsdl_try(scanner, "-");
	uint64_t number = tsdl_unsigned(scanner, UINT64_MAX);
	unsigned int bits = field->size_bytes * 8 - (field->is_signed ? 1 : 0);
	uint64_t most = bits < 64 ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;

	if (is_negative ? !field->is_signed || number > most + 1 : number > most)
		tsdl_fail(scanner);
	return is_negative ? -number : number;
}

/* Of a name without a number: the one behind the number before it. */
static uint64_t count_on(
	struct tsdl_scanner *scanner, const struct tsdl_field *field, uint64_t number)
{
	unsigned int unused = field->size_bytes ? 64 - field->size_bytes * 8 : 0;
	uint64_t shifted = number << unused;

	if ((field->is_signed ? (uint64_t)((int64_t)shifted >> unused) : shifted >> unused) !=
		number)
		tsdl_fail(scanner);
	return number;
}

static bool is_less(const struct tsdl_field *field, uint64_t left, uint64_t right)
{
	return field->is_signed ? (int64_t)left < (int64_t)right : left < right;
}

static int add_label(
	struct tsdl_field *field, const struct tsdl_token *name, uint64_t first, uint64_t last)
{
	size_t count = field->label_count;
	struct tsdl_label *label;

	/* Room for a power of two of them. */
	if ((count & (count - 1)) == 0) {
		struct tsdl_label *grown =
			realloc(field->labels, (count ? 2 * count : 1) * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		field->labels = grown;
	}
	label = &field->labels[count];
	*label = (struct tsdl_label){ strndup(name->text, name->length), first, last };
	if (!label->text)
		return -ENOMEM;
	field->label_count++;
	return 0;
}

/* Behind the word "enum". */
static int parse_enumeration(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	uint64_t next = 0;
	int ret = 0;

	tsdl_expect(scanner, ": integer");
	parse_integer(field, scanner);
	tsdl_expect(scanner, "{");
	do {
		struct tsdl_token name = tsdl_string(scanner);
		bool has_number = tsdl_try(scanner, "=");
		uint64_t first =
			has_number ? parse_value(scanner, field) : count_on(scanner, field, next);
		uint64_t last;

		last = has_number && tsdl_try(scanner, "...") ? parse_value(scanner, field) : first;
		if (is_less(field, last, first))
			tsdl_fail(scanner);
		tsdl_expect(scanner, ",");
		next = last + 1;
		if (!scanner->has_failed)
			ret = add_label(field, &name, first, last);
	} while (ret == 0 && !scanner->has_failed && !tsdl_is(scanner, "}"));
	tsdl_expect(scanner, "}");
	return ret;
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

static int parse_type(struct tsdl_field *field, struct tsdl_scanner *scanner)
{
	if (tsdl_try(scanner, "integer")) {
		parse_integer(field, scanner);
	} else if (tsdl_try(scanner, "enum")) {
		return parse_enumeration(field, scanner);
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
	return 0;
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

static int parse_named_field(
	struct tsdl_field *field, struct tsdl_structure *structure, struct tsdl_scanner *scanner)
{
	int ret = parse_type(field, scanner);
	struct tsdl_token name = tsdl_identifier(scanner);

	if (ret < 0 || scanner->has_failed)
		return ret;
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
	return field->name ? 0 : -ENOMEM;
}

void tsdl_finish_field(struct tsdl_field *field)
{
	for (size_t i = 0; i < field->label_count; i++)
		free(field->labels[i].text);
	free(field->labels);
	free(field->name);
}

static int parse_field(struct tsdl_structure *structure, struct tsdl_scanner *scanner)
{
	struct tsdl_field *field = &structure->fields[structure->count];
	int ret;

	*field = (struct tsdl_field){ 0 };
	ret = parse_named_field(field, structure, scanner);
	if (ret < 0 || scanner->has_failed)
		tsdl_finish_field(field);
	else
		structure->count++;
	return ret;
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
