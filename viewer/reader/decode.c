#include "viewer/reader/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/decode_message.h"
#include "viewer/reader/schema.h"

enum {
	OPERATION_MAX = 16
};

/* Where a field is read from, in the order in which operations are carried out. */
enum scope {
	SCOPE_PAYLOAD,
	SCOPE_COMMON_CONTEXT,
	SCOPE_SPECIFIC_CONTEXT,
	SCOPE_COUNT
};

/* Reads one field into struct event. */
struct operation {
	uint16_t index; /* of the field in its scope */
	uint16_t offset;
	uint8_t scope;
	uint8_t source; /* enum source */
	uint8_t slot;   /* enum schema_slot */
};
enum source {
	SOURCE_UNSIGNED,
	SOURCE_SIGNED,
	SOURCE_STRING
};

/* How the events of one class are decoded. */
struct layout {
	struct layout *next;         /* owned */
	const bt_event_class *class; /* a reference: keeps the address from being used again */
	char *name;                  /* owned */
	struct event initial;
	struct message_plan *message; /* owned; NULL: its events are no messages */
	bool has_clock;
	bool is_own;
	size_t other; /* index in trace_list.others, when the type is EVENT_OTHER */
	size_t operation_count;
	struct operation operations[OPERATION_MAX];
};

enum {
	BUCKET_COUNT = 256
};

struct decoder {
	struct trace_list *list;
	struct layout *last; /* the one used last: events come in runs */
	struct layout *buckets[BUCKET_COUNT];
};

int decoder_create(struct decoder **out, struct trace_list *list)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));

	if (!decoder)
		return -ENOMEM;
	decoder->list = list;
	*out = decoder;
	return 0;
}

static void destroy_layout(struct layout *layout)
{
	if (!layout)
		return;
	bt_event_class_put_ref(layout->class);
	message_plan_destroy(layout->message);
	free(layout->name);
	free(layout);
}

void decoder_destroy(struct decoder *decoder)
{
	if (!decoder)
		return;
	for (size_t i = 0; i < BUCKET_COUNT; i++) {
		while (decoder->buckets[i]) {
			struct layout *layout = decoder->buckets[i];

			decoder->buckets[i] = layout->next;
			destroy_layout(layout);
		}
	}
	free(decoder);
}

static bool has_operation_for(const struct layout *layout, uint16_t offset)
{
	for (size_t i = 0; i < layout->operation_count; i++)
		if (layout->operations[i].offset == offset)
			return true;

	return false;
}

/* A field of a type that the schema does not have there is left at its default. */
static void add_operation(struct layout *layout, enum scope scope, uint64_t index,
	const bt_field_class *class, uint16_t offset, enum schema_slot slot)
{
	bt_field_class_type type = bt_field_class_get_type(class);
	enum source source;

	if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_UNSIGNED_INTEGER))
		source = SOURCE_UNSIGNED;
	else if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_SIGNED_INTEGER))
		source = SOURCE_SIGNED;
	else if (bt_field_class_type_is(type, BT_FIELD_CLASS_TYPE_STRING))
		source = SOURCE_STRING;
	else
		return;

	if ((source == SOURCE_STRING) != (slot == SCHEMA_STRING))
		return;
	if (layout->operation_count == OPERATION_MAX || index > UINT16_MAX ||
		has_operation_for(layout, offset))
		return;

	layout->operations[layout->operation_count++] = (struct operation){
		.index = (uint16_t)index,
		.offset = offset,
		.scope = (uint8_t)scope,
		.source = (uint8_t)source,
		.slot = (uint8_t)slot,
	};
}

static void plan_payload(struct layout *layout, const bt_field_class *payload)
{
	for (uint64_t i = 0; i < bt_field_class_structure_get_member_count(payload); i++) {
		const bt_field_class_structure_member *member =
			bt_field_class_structure_borrow_member_by_index_const(payload, i);
		const struct schema_field *field = schema_find_field(
			layout->initial.type, bt_field_class_structure_member_get_name(member));

		if (field)
			add_operation(layout, SCOPE_PAYLOAD, i,
				bt_field_class_structure_member_borrow_field_class_const(member),
				field->offset, field->slot);
	}
}

/* Process and thread, for the events that do not say so themselves. */
static void plan_context(struct layout *layout, enum scope scope, const bt_field_class *context)
{
	static const struct {
		const char *name;
		uint16_t offset;
	} rows[] = {
		{ "vpid", offsetof(struct event, pid) },
		{ "vtid", offsetof(struct event, tid) },
		{ "pid", offsetof(struct event, pid) },
		{ "tid", offsetof(struct event, tid) },
	};

	for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
		for (uint64_t i = 0; i < bt_field_class_structure_get_member_count(context); i++) {
			const bt_field_class_structure_member *member =
				bt_field_class_structure_borrow_member_by_index_const(context, i);

			if (strcmp(bt_field_class_structure_member_get_name(member),
				    rows[row].name) == 0)
				add_operation(layout, scope, i,
					bt_field_class_structure_member_borrow_field_class_const(
						member),
					rows[row].offset, SCHEMA_32);
		}
	}
}

static int register_other(struct decoder *decoder, struct layout *layout)
{
	struct trace_list *list = decoder->list;
	int ret = trace_list_count_other(list, layout->name);

	if (ret < 0)
		return ret;
	for (size_t i = 0; i < list->other_count; i++)
		if (strcmp(list->others[i].name, layout->name) == 0)
			layout->other = i;
	list->others[layout->other].count--;
	return 0;
}

/* Process and thread are fields as in every event of ours. */
static int plan_message(struct decoder *decoder, struct layout *layout)
{
	struct trace_list *list = decoder->list;
	const bt_field_class *payload;
	int ret = message_plan_create(&layout->message, layout->class, list->message_class_count);

	if (ret != 0)
		return ret < 0 ? ret : 0;
	list->message_class_count++;
	layout->initial = schema_default_event(EVENT_MESSAGE);
	message_plan_prepare(layout->message, &layout->initial);
	payload = bt_event_class_borrow_payload_field_class_const(layout->class);
	if (payload)
		plan_context(layout, SCOPE_PAYLOAD, payload);
	return 0;
}

static int create_layout(struct decoder *decoder, const bt_event_class *class, struct layout **out)
{
	const bt_stream_class *stream_class = bt_event_class_borrow_stream_class_const(class);
	const char *name = bt_event_class_get_name(class);
	const bt_field_class *fields;
	struct layout *layout = calloc(1, sizeof(*layout));
	int ret = 0;

	if (!layout)
		return -ENOMEM;
	layout->name = strdup(name ? name : "(unnamed)");
	if (!layout->name) {
		destroy_layout(layout);
		return -ENOMEM;
	}
	bt_event_class_get_ref(class);
	layout->class = class;
	layout->has_clock = bt_stream_class_borrow_default_clock_class_const(stream_class) != NULL;
	layout->is_own = strncmp(layout->name, "drvtrace:", strlen("drvtrace:")) == 0;
	layout->initial = schema_default_event(schema_event_type(layout->name));

	if (layout->initial.type == EVENT_OTHER)
		ret = plan_message(decoder, layout);
	fields = bt_event_class_borrow_payload_field_class_const(class);
	if (fields && !layout->message)
		plan_payload(layout, fields);
	fields = bt_stream_class_borrow_event_common_context_field_class_const(stream_class);
	if (fields)
		plan_context(layout, SCOPE_COMMON_CONTEXT, fields);
	fields = bt_event_class_borrow_specific_context_field_class_const(class);
	if (fields)
		plan_context(layout, SCOPE_SPECIFIC_CONTEXT, fields);

	if (ret == 0 && layout->initial.type == EVENT_OTHER) {
		layout->initial.other.name = layout->name;
		ret = register_other(decoder, layout);
	}
	if (ret < 0)
		destroy_layout(layout);
	else
		*out = layout;
	return ret;
}

static int find_layout(struct decoder *decoder, const bt_event_class *class, struct layout **out)
{
	struct layout **bucket = &decoder->buckets[((uintptr_t) class >> 5) % BUCKET_COUNT];
	struct layout *layout;
	int ret;

	for (layout = *bucket; layout; layout = layout->next)
		if (layout->class == class)
			break;
	if (!layout) {
		ret = create_layout(decoder, class, &layout);
		if (ret < 0)
			return ret;
		layout->next = *bucket;
		*bucket = layout;
	}
	decoder->last = layout;
	*out = layout;
	return 0;
}

/* babeltrace2 2.0.4 gives the previous value for an empty string: the length goes first. */
static const char *string_of(const bt_field *field)
{
	return bt_field_string_get_length(field) == 0 ? "" : bt_field_string_get_value(field);
}

static void carry_out(const struct operation *operation, const bt_field *field, struct event *event)
{
	char *target = (char *)event + operation->offset;
	uint64_t number;

	if (operation->source == SOURCE_STRING) {
		const char *string = string_of(field);

		memcpy(target, &string, sizeof(string));
		return;
	}

	number = operation->source == SOURCE_UNSIGNED
			 ? bt_field_integer_unsigned_get_value(field)
			 : (uint64_t)bt_field_integer_signed_get_value(field);
	if (operation->slot == SCHEMA_64) {
		memcpy(target, &number, sizeof(number));
	} else {
		uint32_t low = (uint32_t)number;

		memcpy(target, &low, sizeof(low));
	}
}

static const bt_field *borrow_scope(const bt_event *event, enum scope scope)
{
	switch (scope) {
	case SCOPE_COMMON_CONTEXT:
		return bt_event_borrow_common_context_field_const(event);
	case SCOPE_SPECIFIC_CONTEXT:
		return bt_event_borrow_specific_context_field_const(event);
	default:
		return bt_event_borrow_payload_field_const(event);
	}
}

/*
 * babeltrace2 2.0.4 uses its snapshots again, and one that once had a time beyond 64 bits says so for
 * ever: then the clock is asked itself.
 */
static int64_t time_of(const bt_clock_snapshot *snapshot, int64_t otherwise)
{
	int64_t ns;

	if (bt_clock_snapshot_get_ns_from_origin(snapshot, &ns) ==
		BT_CLOCK_SNAPSHOT_GET_NS_FROM_ORIGIN_STATUS_OK)
		return ns;
	bt_current_thread_clear_error();
	if (bt_clock_class_cycles_to_ns_from_origin(
		    bt_clock_snapshot_borrow_clock_class_const(snapshot),
		    bt_clock_snapshot_get_value(snapshot),
		    &ns) == BT_CLOCK_CLASS_CYCLES_TO_NS_FROM_ORIGIN_STATUS_OK)
		return ns;
	bt_current_thread_clear_error();
	return otherwise;
}

static void count_time(struct trace_list *list, int64_t time_ns)
{
	if (list->event_count == 0) {
		list->begin_ns = time_ns;
		list->end_ns = time_ns;
	}
	if (time_ns < list->begin_ns)
		list->begin_ns = time_ns;
	if (time_ns > list->end_ns)
		list->end_ns = time_ns;
}

static int decode_event(struct decoder *decoder, const bt_message *message, int64_t previous_ns,
	struct arena *arena, struct event *out)
{
	const bt_event *event = bt_message_event_borrow_event_const(message);
	const bt_event_class *class = bt_event_borrow_class_const(event);
	struct layout *layout = decoder->last;
	const bt_field *parent = NULL;
	int scope = SCOPE_COUNT;
	int ret;

	if (!layout || layout->class != class) {
		ret = find_layout(decoder, class, &layout);
		if (ret < 0)
			return ret;
	}

	*out = layout->initial;
	for (size_t i = 0; i < layout->operation_count; i++) {
		const struct operation *operation = &layout->operations[i];

		if (operation->scope != scope) {
			scope = operation->scope;
			parent = borrow_scope(event, (enum scope)scope);
		}
		carry_out(operation,
			bt_field_structure_borrow_member_field_by_index_const(
				parent, operation->index),
			out);
	}

	if (layout->message) {
		ret = message_plan_decode(layout->message, event, arena, out);
		if (ret < 0)
			return ret;
	}

	out->time_ns = previous_ns;
	if (layout->has_clock)
		out->time_ns = time_of(
			bt_message_event_borrow_default_clock_snapshot_const(message), previous_ns);

	count_time(decoder->list, out->time_ns);
	decoder->list->event_count++;
	decoder->list->own_event_count += layout->is_own;
	decoder->list->message_count += layout->message != NULL;
	if (out->type == EVENT_OTHER)
		decoder->list->others[layout->other].count++;
	return 0;
}

/* Counts may be "negative" when threads race; only their sum is right, so wrapping is meant. */
static void add_wrapping(int64_t *sum, int64_t count)
{
	*sum = (int64_t)((uint64_t)*sum + (uint64_t)count);
}

/* These two tell whether the count is known. */
static bool decode_lost_events(const bt_message *message, struct event *out)
{
	const bt_stream_class *class = bt_stream_borrow_class_const(
		bt_message_discarded_events_borrow_stream_const(message));
	uint64_t count;
	bool is_known = bt_message_discarded_events_get_count(message, &count) ==
			BT_PROPERTY_AVAILABILITY_AVAILABLE;

	out->lost.count = is_known ? (int64_t)count : -1;
	if (!bt_stream_class_discarded_events_have_default_clock_snapshots(class))
		return is_known;
	out->lost.begin_ns = time_of(
		bt_message_discarded_events_borrow_beginning_default_clock_snapshot_const(message),
		out->lost.begin_ns);
	out->lost.end_ns = time_of(
		bt_message_discarded_events_borrow_end_default_clock_snapshot_const(message),
		out->lost.begin_ns);
	return is_known;
}

static bool decode_lost_packets(const bt_message *message, struct event *out)
{
	const bt_stream_class *class = bt_stream_borrow_class_const(
		bt_message_discarded_packets_borrow_stream_const(message));
	uint64_t count;
	bool is_known = bt_message_discarded_packets_get_count(message, &count) ==
			BT_PROPERTY_AVAILABILITY_AVAILABLE;

	out->lost.is_packets = true;
	out->lost.count = is_known ? (int64_t)count : -1;
	if (!bt_stream_class_discarded_packets_have_default_clock_snapshots(class))
		return is_known;
	out->lost.begin_ns = time_of(
		bt_message_discarded_packets_borrow_beginning_default_clock_snapshot_const(message),
		out->lost.begin_ns);
	out->lost.end_ns = time_of(
		bt_message_discarded_packets_borrow_end_default_clock_snapshot_const(message),
		out->lost.begin_ns);
	return is_known;
}

static void decode_lost(
	struct trace_list *list, const bt_message *message, int64_t previous_ns, struct event *out)
{
	bool is_known;

	*out = (struct event){ .type = EVENT_LOST };
	out->lost.begin_ns = previous_ns;
	out->lost.end_ns = previous_ns;

	if (bt_message_get_type(message) == BT_MESSAGE_TYPE_DISCARDED_EVENTS)
		is_known = decode_lost_events(message, out);
	else
		is_known = decode_lost_packets(message, out);
	out->time_ns = out->lost.begin_ns;

	/* An unknown number is at least one. */
	add_wrapping(out->lost.is_packets ? &list->discarded_packets : &list->discarded_events,
		is_known ? out->lost.count : 1);
}

int decoder_decode(struct decoder *decoder, const bt_message *message, int64_t previous_ns,
	struct arena *arena, struct event *out)
{
	switch (bt_message_get_type(message)) {
	case BT_MESSAGE_TYPE_EVENT:
		return decode_event(decoder, message, previous_ns, arena, out);
	case BT_MESSAGE_TYPE_DISCARDED_EVENTS:
	case BT_MESSAGE_TYPE_DISCARDED_PACKETS:
		decode_lost(decoder->list, message, previous_ns, out);
		return 0;
	default:
		return DECODER_NOTHING;
	}
}

static char *copy_environment(const bt_trace *trace, const char *name)
{
	const bt_value *value = bt_trace_borrow_environment_entry_value_by_name_const(trace, name);

	return strdup(value && bt_value_is_string(value) ? bt_value_string_get(value) : "");
}

static bool has_all_events(const bt_trace *trace)
{
	const bt_trace_class *trace_class = bt_trace_borrow_class_const(trace);
	bool seen[EVENT_TYPE_COUNT] = { false };

	for (uint64_t i = 0; i < bt_trace_class_get_stream_class_count(trace_class); i++) {
		const bt_stream_class *class =
			bt_trace_class_borrow_stream_class_by_index_const(trace_class, i);

		for (uint64_t k = 0; k < bt_stream_class_get_event_class_count(class); k++) {
			const char *name = bt_event_class_get_name(
				bt_stream_class_borrow_event_class_by_index_const(class, k));

			if (name)
				seen[schema_event_type(name)] = true;
		}
	}

	return schema_is_whole(seen);
}

int decoder_describe_trace(const bt_trace *trace, struct trace *out)
{
	char *host = copy_environment(trace, "hostname");
	char *start_time = copy_environment(trace, "trace_creation_datetime");

	if (!host || !start_time) {
		free(host);
		free(start_time);
		return -ENOMEM;
	}
	free(out->host);
	free(out->start_time);
	out->host = host;
	out->start_time = start_time;
	out->has_all_events = has_all_events(trace);
	return 0;
}
