#include "viewer/reader/native_message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/model/message.h"
#include "viewer/reader/layout.h"
#include "viewer/reader/tsdl.h"

/* While a class is made. */
struct maker {
	struct message_class *class;
	const struct tsdl_structure *structure;
	uint16_t *lengths; /* owned; by field of the structure: its number as a length */
	uint16_t length_count;
};

/* babeltrace2 has all numbers of one label together, where the first of them stands. */
static int add_labels(struct message_parameter *parameter, const struct tsdl_field *field)
{
	int ret = 0;

	for (size_t i = 0; i < field->label_count && ret == 0; i++)
		ret = message_parameter_add_label(parameter, field->labels[i].text,
			field->labels[i].first, field->labels[i].last);
	if (ret == 0)
		message_parameter_group_labels(parameter);
	return ret;
}

static bool is_bytes(const struct tsdl_field *field)
{
	return field->size_bytes == 1 && !field->is_signed;
}

static int describe(struct message_parameter *parameter, const struct tsdl_field *field)
{
	switch (field->type) {
	case TSDL_INTEGER:
		parameter->type = field->is_signed ? MESSAGE_SIGNED : MESSAGE_UNSIGNED;
		parameter->size_bytes = (uint8_t)field->size_bytes;
		parameter->is_hexadecimal = field->is_hexadecimal;
		return add_labels(parameter, field);
	case TSDL_FLOAT:
		parameter->type = MESSAGE_REAL;
		parameter->size_bytes = (uint8_t)field->size_bytes;
		return 0;
	case TSDL_STRING:
		parameter->type = MESSAGE_TEXT;
		return 0;
	case TSDL_ARRAY:
	case TSDL_SEQUENCE:
		if (field->is_text)
			parameter->type = MESSAGE_TEXT;
		else if (is_bytes(field))
			parameter->type = MESSAGE_BYTES;
		return 0;
	default:
		return 0;
	}
}

/* Which argument the field is, if it has a value that messages can have. */
static int find_value(uint16_t *out, struct maker *maker, const struct tsdl_field *field)
{
	size_t number = message_argument_number(field->name);
	struct message_parameter *parameter;
	int ret;

	*out = PACKING_NOWHERE;
	/* An alignment is a structure without members: as a value it is nothing. */
	if (number == 0)
		return 0;
	parameter = message_class_parameter(maker->class, number - 1);
	if (!parameter)
		return -ENOMEM;
	ret = describe(parameter, field);
	if (parameter->type != MESSAGE_NONE)
		*out = (uint16_t)(number - 1);
	return ret;
}

static bool is_a_length(const struct tsdl_structure *structure, size_t index)
{
	for (size_t i = index + 1; i < structure->count; i++)
		if (structure->fields[i].type == TSDL_SEQUENCE &&
			structure->fields[i].length == index)
			return true;

	return false;
}

static int add_alignment(struct maker *maker, uint32_t bytes)
{
	const struct packed_field field = { .type = PACKED_ALIGN,
		.size_bytes = (uint8_t)bytes,
		.value = PACKING_NOWHERE,
		.length = PACKING_NOWHERE };

	return bytes > 1 ? packing_add(&maker->class->packing, &field) : 0;
}

static int pack_number(struct maker *maker, struct packed_field *packed, size_t index)
{
	const struct tsdl_field *field = &maker->structure->fields[index];

	packed->type = field->type == TSDL_FLOAT ? PACKED_REAL
		       : field->is_signed        ? PACKED_SIGNED
						 : PACKED_UNSIGNED;
	if (is_a_length(maker->structure, index)) {
		if (maker->length_count == PACKING_LENGTH_MAX)
			return LAYOUT_NOT_UNDERSTOOD;
		maker->lengths[index] = maker->length_count;
		packed->length = maker->length_count++;
	} else if (packed->value == PACKING_NOWHERE) {
		packed->type = PACKED_ARRAY;
		packed->count = packed->size_bytes;
		packed->size_bytes = 1;
	}
	return packing_add(&maker->class->packing, packed);
}

static int pack_field(struct maker *maker, size_t index, uint16_t value)
{
	const struct tsdl_field *field = &maker->structure->fields[index];
	struct packed_field packed = { .size_bytes = (uint8_t)field->size_bytes,
		.is_swapped = field->is_swapped,
		.is_text = field->is_text,
		.value = value,
		.length = PACKING_NOWHERE };
	int ret = add_alignment(maker, field->align_bytes);

	if (ret < 0)
		return ret;
	switch (field->type) {
	case TSDL_INTEGER:
	case TSDL_FLOAT:
		return pack_number(maker, &packed, index);
	case TSDL_STRING:
		packed.type = PACKED_STRING;
		break;
	case TSDL_ARRAY:
		packed.type = PACKED_ARRAY;
		packed.count = field->count;
		break;
	case TSDL_SEQUENCE:
		packed.type = PACKED_SEQUENCE;
		packed.count = maker->lengths[field->length];
		break;
	default:
		return 0;
	}
	return packing_add(&maker->class->packing, &packed);
}

static int pack_structure(
	struct maker *maker, const struct tsdl_structure *structure, bool is_payload)
{
	uint32_t most = 1;
	int ret = 0;

	maker->structure = structure;
	maker->lengths = calloc(structure->count + 1, sizeof(*maker->lengths));
	if (!maker->lengths)
		return -ENOMEM;
	for (size_t i = 0; i < structure->count; i++)
		if (structure->fields[i].align_bytes > most)
			most = structure->fields[i].align_bytes;
	ret = add_alignment(maker, most);
	for (size_t i = 0; i < structure->count && ret == 0; i++) {
		uint16_t value = PACKING_NOWHERE;

		if (is_payload)
			ret = find_value(&value, maker, &structure->fields[i]);
		if (ret == 0)
			ret = pack_field(maker, i, value);
	}
	free(maker->lengths);
	return ret;
}

static bool has_gaps(const struct message_class *class)
{
	size_t count = class->packing.number_count;

	for (size_t i = 0; i < class->packing.count; i++)
		count += class->packing.fields[i].value != PACKING_NOWHERE;
	return count < class->parameter_count;
}

int native_message_create(struct message_class **out, const struct tsdl_event *event,
	const struct tsdl_stream *stream)
{
	const struct tsdl_structure *const structures[] = { &stream->context, &event->context,
		&event->payload };
	struct maker maker = { 0 };
	int ret = message_class_create(&maker.class, event->name, event->uri);

	for (size_t i = 0; i < 3 && ret == 0; i++)
		ret = pack_structure(&maker, structures[i], i == 2);
	if (ret != 0) {
		message_class_destroy(maker.class);
		return ret;
	}
	maker.class->packing.has_gaps = has_gaps(maker.class);
	*out = maker.class;
	return 0;
}
