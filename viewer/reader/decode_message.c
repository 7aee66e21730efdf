#include "viewer/reader/decode_message.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/arena.h"

enum {
	NO_MEMBER = -1
};

struct message_plan {
	struct message_class *class; /* owned */
	int32_t *members;            /* owned; by parameter: the payload's member, or NO_MEMBER */
	int32_t level;               /* the member that holds it */
	int32_t cpu;                 /* and that of the packet's context */
};

static bool is_integer(bt_field_class_type type)
{
	return bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_INTEGER);
}

/* The element class of what can only be bytes. */
static bool is_bytes(bt_field_class_type type, const bt_field_class *class)
{
	const bt_field_class *element;

	if (!bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_ARRAY))
		return false;
	element = bt_field_class_array_borrow_element_field_class_const(class);
	return bt_field_class_type_is(
		       bt_field_class_get_type(element), BT_FIELD_CLASS_TYPE_UNSIGNED_INTEGER) &&
	       bt_field_class_integer_get_field_value_range(element) == CHAR_BIT;
}

static int add_unsigned_labels(struct message_parameter *parameter,
	const bt_field_class_enumeration_mapping *mapping,
	const bt_field_class_enumeration_unsigned_mapping *ranges)
{
	const char *text = bt_field_class_enumeration_mapping_get_label(mapping);
	const bt_integer_range_set_unsigned *set =
		bt_field_class_enumeration_unsigned_mapping_borrow_ranges_const(ranges);
	uint64_t count = bt_integer_range_set_get_range_count(
		bt_integer_range_set_unsigned_as_range_set_const(set));
	int ret = 0;

	for (uint64_t i = 0; i < count && ret == 0; i++) {
		const bt_integer_range_unsigned *range =
			bt_integer_range_set_unsigned_borrow_range_by_index_const(set, i);

		ret = message_parameter_add_label(parameter, text,
			bt_integer_range_unsigned_get_lower(range),
			bt_integer_range_unsigned_get_upper(range));
	}
	return ret;
}

static int add_signed_labels(struct message_parameter *parameter,
	const bt_field_class_enumeration_mapping *mapping,
	const bt_field_class_enumeration_signed_mapping *ranges)
{
	const char *text = bt_field_class_enumeration_mapping_get_label(mapping);
	const bt_integer_range_set_signed *set =
		bt_field_class_enumeration_signed_mapping_borrow_ranges_const(ranges);
	uint64_t count = bt_integer_range_set_get_range_count(
		bt_integer_range_set_signed_as_range_set_const(set));
	int ret = 0;

	for (uint64_t i = 0; i < count && ret == 0; i++) {
		const bt_integer_range_signed *range =
			bt_integer_range_set_signed_borrow_range_by_index_const(set, i);

		ret = message_parameter_add_label(parameter, text,
			(uint64_t)bt_integer_range_signed_get_lower(range),
			(uint64_t)bt_integer_range_signed_get_upper(range));
	}
	return ret;
}

static int add_labels(struct message_parameter *parameter, const bt_field_class *class)
{
	uint64_t count = bt_field_class_enumeration_get_mapping_count(class);
	int ret = 0;

	for (uint64_t i = 0; i < count && ret == 0; i++) {
		if (parameter->type == MESSAGE_SIGNED) {
			const bt_field_class_enumeration_signed_mapping *mapping =
				bt_field_class_enumeration_signed_borrow_mapping_by_index_const(
					class, i);

			ret = add_signed_labels(parameter,
				bt_field_class_enumeration_signed_mapping_as_mapping_const(mapping),
				mapping);
		} else {
			const bt_field_class_enumeration_unsigned_mapping *mapping =
				bt_field_class_enumeration_unsigned_borrow_mapping_by_index_const(
					class, i);

			ret = add_unsigned_labels(parameter,
				bt_field_class_enumeration_unsigned_mapping_as_mapping_const(
					mapping),
				mapping);
		}
	}
	return ret;
}

static int describe(struct message_parameter *parameter, const bt_field_class *class)
{
	bt_field_class_type type = bt_field_class_get_type(class);

	if (is_integer(type)) {
		parameter->type = bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_SIGNED_INTEGER)
					  ? MESSAGE_SIGNED
					  : MESSAGE_UNSIGNED;
		parameter->size_bytes =
			(uint8_t)((bt_field_class_integer_get_field_value_range(class) + CHAR_BIT -
					  1) /
				  CHAR_BIT);
		parameter->is_hexadecimal =
			bt_field_class_integer_get_preferred_display_base(class) ==
			BT_FIELD_CLASS_INTEGER_PREFERRED_DISPLAY_BASE_HEXADECIMAL;
		if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_ENUMERATION))
			return add_labels(parameter, class);
	} else if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_REAL)) {
		parameter->type = MESSAGE_REAL;
		parameter->size_bytes = type == BT_FIELD_CLASS_TYPE_SINGLE_PRECISION_REAL
						? sizeof(float)
						: sizeof(double);
	} else if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_STRING)) {
		parameter->type = MESSAGE_TEXT;
	} else if (is_bytes(type, class)) {
		parameter->type = MESSAGE_BYTES;
	}
	return 0;
}

static int plan_argument(
	struct message_plan *plan, size_t index, int32_t member, const bt_field_class *class)
{
	size_t before = plan->class->parameter_count;
	struct message_parameter *parameter = message_class_parameter(plan->class, index);
	int32_t *grown;

	if (!parameter)
		return -ENOMEM;
	if (plan->class->parameter_count > before) {
		grown = realloc(plan->members, plan->class->parameter_count * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		for (size_t i = before; i < plan->class->parameter_count; i++)
			grown[i] = NO_MEMBER;
		plan->members = grown;
	}
	if (plan->members[index] != NO_MEMBER)
		return 0;
	plan->members[index] = member;
	return describe(parameter, class);
}

static int plan_payload(struct message_plan *plan, const bt_field_class *payload)
{
	for (uint64_t i = 0; i < bt_field_class_structure_get_member_count(payload); i++) {
		const bt_field_class_structure_member *member =
			bt_field_class_structure_borrow_member_by_index_const(payload, i);
		const char *name = bt_field_class_structure_member_get_name(member);
		const bt_field_class *class =
			bt_field_class_structure_member_borrow_field_class_const(member);
		size_t number = message_argument_number(name);
		int ret = 0;

		if (number)
			ret = plan_argument(plan, number - 1, (int32_t)i, class);
		else if (strcmp(name, "level") == 0 &&
			 bt_field_class_type_is(bt_field_class_get_type(class),
				 BT_FIELD_CLASS_TYPE_UNSIGNED_INTEGER))
			plan->level = (int32_t)i;
		if (ret < 0)
			return ret;
	}
	return 0;
}

static void plan_packet(struct message_plan *plan, const bt_field_class *context)
{
	for (uint64_t i = 0; i < bt_field_class_structure_get_member_count(context); i++) {
		const bt_field_class_structure_member *member =
			bt_field_class_structure_borrow_member_by_index_const(context, i);
		const bt_field_class *class =
			bt_field_class_structure_member_borrow_field_class_const(member);

		if (strcmp(bt_field_class_structure_member_get_name(member), "cpu_id") == 0 &&
			bt_field_class_type_is(bt_field_class_get_type(class),
				BT_FIELD_CLASS_TYPE_UNSIGNED_INTEGER))
			plan->cpu = (int32_t)i;
	}
}

static int make_plan(struct message_plan *plan, const bt_event_class *class, const char *uri)
{
	const bt_stream_class *stream = bt_event_class_borrow_stream_class_const(class);
	const bt_field_class *payload = bt_event_class_borrow_payload_field_class_const(class);
	const bt_field_class *packet = NULL;
	const char *name = bt_event_class_get_name(class);
	int ret = message_class_create(&plan->class, name ? name : "(unnamed)", uri);

	if (ret < 0)
		return ret;
	plan->members = malloc((plan->class->parameter_count + 1) * sizeof(*plan->members));
	if (!plan->members)
		return -ENOMEM;
	for (size_t i = 0; i < plan->class->parameter_count; i++)
		plan->members[i] = NO_MEMBER;

	if (bt_stream_class_supports_packets(stream))
		packet = bt_stream_class_borrow_packet_context_field_class_const(stream);
	if (packet)
		plan_packet(plan, packet);
	return payload ? plan_payload(plan, payload) : 0;
}

int message_plan_create(struct message_plan **out, const bt_event_class *class, uint32_t id)
{
	const char *uri = bt_event_class_get_emf_uri(class);
	struct message_plan *plan;
	int ret;

	if (!uri || !message_is_uri(uri))
		return MESSAGE_PLAN_NO_MESSAGE;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return -ENOMEM;
	plan->level = NO_MEMBER;
	plan->cpu = NO_MEMBER;
	ret = make_plan(plan, class, uri);
	if (ret < 0) {
		message_plan_destroy(plan);
		return ret;
	}
	plan->class->id = id;
	*out = plan;
	return 0;
}

void message_plan_destroy(struct message_plan *plan)
{
	if (!plan)
		return;
	message_class_destroy(plan->class);
	free(plan->members);
	free(plan);
}

void message_plan_prepare(const struct message_plan *plan, struct event *event)
{
	event->message.class = plan->class;
	event->message.cpu = -1;
	event->message.level = plan->class->level;
}

static int copy_bytes(struct message_value *out, const bt_field *field, struct arena *arena)
{
	uint64_t count = bt_field_array_get_length(field);
	char *bytes = arena_take(arena, count);

	if (!bytes)
		return -ENOMEM;
	for (uint64_t i = 0; i < count; i++)
		bytes[i] = (char)bt_field_integer_unsigned_get_value(
			bt_field_array_borrow_element_field_by_index_const(field, i));
	out->bytes = bytes;
	out->size_bytes = (uint32_t)count;
	return 0;
}

static int decode_value(struct message_value *out, const struct message_parameter *parameter,
	const bt_field *field, struct arena *arena)
{
	switch (parameter->type) {
	case MESSAGE_UNSIGNED:
		out->number = bt_field_integer_unsigned_get_value(field);
		return 0;
	case MESSAGE_SIGNED:
		out->number = (uint64_t)bt_field_integer_signed_get_value(field);
		return 0;
	case MESSAGE_REAL:
		out->real = parameter->size_bytes == sizeof(float)
				    ? (double)bt_field_real_single_precision_get_value(field)
				    : bt_field_real_double_precision_get_value(field);
		return 0;
	case MESSAGE_TEXT:
		/* babeltrace2 2.0.4 gives the previous value for an empty string. */
		out->size_bytes = (uint32_t)bt_field_string_get_length(field);
		out->bytes = out->size_bytes ? bt_field_string_get_value(field) : "";
		return 0;
	case MESSAGE_BYTES:
		return copy_bytes(out, field, arena);
	default:
		return 0;
	}
}

static int32_t cpu_of(const struct message_plan *plan, const bt_event *from)
{
	const bt_field *context =
		bt_packet_borrow_context_field_const(bt_event_borrow_packet_const(from));

	return (int32_t)bt_field_integer_unsigned_get_value(
		bt_field_structure_borrow_member_field_by_index_const(
			context, (uint64_t)plan->cpu));
}

int message_plan_decode(const struct message_plan *plan, const bt_event *from, struct arena *arena,
	struct event *event)
{
	const struct message_class *class = plan->class;
	const bt_field *payload = bt_event_borrow_payload_field_const(from);
	struct message_value *values = NULL;

	if (plan->cpu != NO_MEMBER)
		event->message.cpu = cpu_of(plan, from);
	if (plan->level != NO_MEMBER && class->level == MESSAGE_LEVEL_OF_EVENT)
		event->message.level = (uint8_t)bt_field_integer_unsigned_get_value(
			bt_field_structure_borrow_member_field_by_index_const(
				payload, (uint64_t)plan->level));
	if (class->parameter_count) {
		values = arena_take(arena, class->parameter_count * sizeof(*values));
		if (!values)
			return -ENOMEM;
	}
	for (size_t i = 0; i < class->parameter_count; i++) {
		int ret = 0;

		if (plan->members[i] != NO_MEMBER)
			ret = decode_value(&values[i], &class->parameters[i],
				bt_field_structure_borrow_member_field_by_index_const(
					payload, (uint64_t)plan->members[i]),
				arena);
		else
			values[i] = (struct message_value){ 0 };
		if (ret < 0)
			return ret;
	}
	event->message.arguments = values;
	return 0;
}
