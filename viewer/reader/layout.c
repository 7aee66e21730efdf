#include "viewer/reader/layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/native_message.h"
#include "viewer/reader/schema.h"
#include "viewer/reader/tsdl.h"

enum {
	FIELD_MAX = 16 /* of struct event, that one event sets: as decode.c has it */
};

/* What is known while a layout is compiled. */
struct compiler {
	struct layout *layout;
	size_t field_count;
	uint16_t targets[FIELD_MAX]; /* which have a source */
	const struct tsdl_structure *structure;
	size_t *lengths; /* owned; by field of the structure: its length's number + 1 */
};

static int add_step(struct layout *layout, const struct layout_step *step)
{
	struct layout_step *grown =
		realloc(layout->steps, (layout->step_count + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	layout->steps = grown;
	grown[layout->step_count++] = *step;
	return 0;
}

/* The run that the next field of known size belongs to. */
static int continue_run(struct layout *layout, struct layout_step **out)
{
	struct layout_step *last =
		layout->step_count ? &layout->steps[layout->step_count - 1] : NULL;
	int ret = 0;

	if (!last || last->type != LAYOUT_RUN || last->bytes > UINT32_MAX / 2) {
		const struct layout_step step = { .type = LAYOUT_RUN,
			.load_begin = (uint16_t)layout->load_count,
			.load_end = (uint16_t)layout->load_count };

		ret = add_step(layout, &step);
	}
	if (ret == 0)
		*out = &layout->steps[layout->step_count - 1];
	return ret;
}

static int add_load(struct layout *layout, struct layout_step *run, const struct layout_load *load)
{
	struct layout_load *grown;

	if (layout->load_count == UINT16_MAX)
		return LAYOUT_NOT_UNDERSTOOD;
	grown = realloc(layout->loads, (layout->load_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	layout->loads = grown;
	grown[layout->load_count++] = *load;
	run->load_end = (uint16_t)layout->load_count;
	return 0;
}

/* Where the field goes in struct event; NULL: nowhere. Contexts say who, and only if nobody did. */
static const struct schema_field *find_target(
	const struct compiler *compiler, const struct tsdl_field *field, bool is_payload)
{
	static const struct schema_field pid = { EVENT_OTHER, "pid", offsetof(struct event, pid),
		SCHEMA_32 };
	static const struct schema_field tid = { EVENT_OTHER, "tid", offsetof(struct event, tid),
		SCHEMA_32 };
	static const struct schema_field level = { EVENT_MESSAGE, "level",
		offsetof(struct event, message.level), SCHEMA_8 };
	const struct message_class *message = compiler->layout->message;

	if (is_payload && message && message->level == MESSAGE_LEVEL_OF_EVENT &&
		strcmp(field->name, "level") == 0 && !field->is_signed)
		return &level;
	if (is_payload && !message)
		return schema_find_field(compiler->layout->initial.type, field->name);
	if (strcmp(field->name, "vpid") == 0 || strcmp(field->name, "pid") == 0)
		return &pid;
	if (strcmp(field->name, "vtid") == 0 || strcmp(field->name, "tid") == 0)
		return &tid;
	return NULL;
}

/* The first one to say it is believed, as in decode.c. */
static bool claim(struct compiler *compiler, const struct schema_field *target)
{
	for (size_t i = 0; i < compiler->field_count; i++)
		if (compiler->targets[i] == target->offset)
			return false;
	if (compiler->field_count == FIELD_MAX)
		return false;
	compiler->targets[compiler->field_count++] = target->offset;
	return true;
}

static bool is_a_length(const struct tsdl_structure *structure, size_t field)
{
	for (size_t i = field + 1; i < structure->count; i++)
		if (structure->fields[i].type == TSDL_SEQUENCE &&
			structure->fields[i].length == field)
			return true;

	return false;
}

static int compile_number(
	struct compiler *compiler, size_t index, const struct schema_field *target)
{
	const struct tsdl_field *field = &compiler->structure->fields[index];
	struct layout *layout = compiler->layout;
	struct layout_step *run;
	struct layout_load load = { .bytes = (uint8_t)field->size_bytes,
		.is_signed = field->is_signed,
		.is_swapped = field->is_swapped };
	int ret = continue_run(layout, &run);

	if (ret < 0)
		return ret;
	load.source = (uint32_t)run->bytes;
	run->bytes += field->size_bytes;
	if (field->type == TSDL_INTEGER && target) {
		load.target = target->offset;
		load.target_bytes = target->slot == SCHEMA_64  ? 8
				    : target->slot == SCHEMA_8 ? 1
							       : 4;
		load.is_copy =
			load.bytes == load.target_bytes && load.bytes >= 4 && !load.is_swapped;
		ret = add_load(layout, run, &load);
	}
	if (ret == 0 && is_a_length(compiler->structure, index)) {
		if (layout->length_count == LAYOUT_LENGTH_MAX)
			return LAYOUT_NOT_UNDERSTOOD;
		load.target = (uint16_t)layout->length_count++;
		load.target_bytes = 0;
		load.is_copy = false;
		compiler->lengths[index] = load.target;
		ret = add_load(layout, run, &load);
	}
	return ret;
}

static int compile_field(struct compiler *compiler, size_t index, const struct schema_field *target)
{
	const struct tsdl_field *field = &compiler->structure->fields[index];
	struct layout *layout = compiler->layout;
	struct layout_step step = { .type = LAYOUT_STRING };
	struct layout_step *run;
	int ret;

	switch (field->type) {
	case TSDL_INTEGER:
	case TSDL_FLOAT:
		return compile_number(compiler, index, target);
	case TSDL_STRING:
		step.target = target ? target->offset : 0;
		return add_step(layout, &step);
	case TSDL_ARRAY:
		ret = continue_run(layout, &run);
		if (ret == 0)
			run->bytes += (uint64_t)field->count * field->size_bytes;
		return ret;
	case TSDL_SEQUENCE:
		step.type = LAYOUT_SEQUENCE;
		step.target = (uint16_t)compiler->lengths[field->length];
		step.bytes = field->size_bytes;
		step.is_text = field->is_text;
		return add_step(layout, &step);
	default:
		return 0;
	}
}

static int align(struct layout *layout, uint32_t bytes)
{
	const struct layout_step step = { .type = LAYOUT_ALIGN, .bytes = bytes };

	return bytes > 1 ? add_step(layout, &step) : 0;
}

static uint32_t max_align(const struct tsdl_structure *structure)
{
	uint32_t bytes = 1;

	for (size_t i = 0; i < structure->count; i++)
		if (structure->fields[i].align_bytes > bytes)
			bytes = structure->fields[i].align_bytes;

	return bytes;
}

/*
 * Which fields of the structure are wanted, in the order in which they are believed: of a context,
 * those with LTTng's own names first. Positive when a field is one that only others can read.
 */
static int choose(struct compiler *compiler, const struct schema_field **targets, bool is_payload)
{
	const struct tsdl_structure *structure = compiler->structure;
	bool is_schema = is_payload && !compiler->layout->message;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < structure->count; i++) {
			const struct tsdl_field *field = &structure->fields[i];
			const struct schema_field *target =
				find_target(compiler, field, is_payload);

			if (!target || (pass == 0) != (is_schema || field->name[0] == 'v'))
				continue;
			if (target->slot == SCHEMA_STRING && field->is_text &&
				(field->type == TSDL_ARRAY || field->type == TSDL_SEQUENCE))
				return LAYOUT_NOT_UNDERSTOOD;
			if (target->slot == SCHEMA_STRING ? field->type == TSDL_STRING
							  : field->type == TSDL_INTEGER)
				targets[i] = claim(compiler, target) ? target : NULL;
		}
	}
	return 0;
}

static int compile_chosen(struct compiler *compiler, const struct schema_field *const *targets)
{
	const struct tsdl_structure *structure = compiler->structure;
	int ret = align(compiler->layout, max_align(structure));

	for (size_t i = 0; i < structure->count && ret == 0; i++) {
		ret = align(compiler->layout, structure->fields[i].align_bytes);
		if (ret == 0)
			ret = compile_field(compiler, i, targets[i]);
	}
	return ret;
}

/*
 * What the payload says goes before what contexts say, and those come first in the stream: so the
 * fields are chosen in one order and compiled in the other.
 */
static int compile_all(struct compiler *compiler, const struct tsdl_structure *const structures[3])
{
	static const size_t order_of_choice[] = { 2, 0, 1 };
	const struct schema_field **targets[3] = { NULL, NULL, NULL };
	size_t *lengths[3] = { NULL, NULL, NULL };
	int ret = 0;

	for (size_t i = 0; i < 3; i++) {
		targets[i] = calloc(structures[i]->count + 1, sizeof(struct schema_field *));
		lengths[i] = calloc(structures[i]->count + 1, sizeof(size_t));
		if (!targets[i] || !lengths[i])
			ret = -ENOMEM;
	}
	for (size_t i = 0; i < 3 && ret == 0; i++) {
		size_t which = order_of_choice[i];

		compiler->structure = structures[which];
		ret = choose(compiler, targets[which], which == 2);
	}
	for (size_t i = 0; i < 3 && ret == 0; i++) {
		compiler->structure = structures[i];
		compiler->lengths = lengths[i];
		ret = compile_chosen(compiler, targets[i]);
	}
	for (size_t i = 0; i < 3; i++) {
		free(targets[i]);
		free(lengths[i]);
	}
	return ret;
}

/* The payloads as tracelib writes them. */
static const struct layout_load acquire_loads[] = {
	{ 0, offsetof(struct event, pid), 4, 4, true, false, true },
	{ 4, offsetof(struct event, tid), 4, 4, true, false, true },
	{ 8, offsetof(struct event, seq), 4, 4, false, false, true },
	{ 12, offsetof(struct event, driver), 4, 4, false, false, true },
	{ 16, offsetof(struct event, kind), 4, 4, false, false, true },
	{ 20, offsetof(struct event, handle), 8, 8, false, false, true },
	{ 28, offsetof(struct event, acquire.owner), 8, 8, false, false, true },
	{ 36, offsetof(struct event, acquire.size_bytes), 8, 8, false, false, true },
	{ 44, offsetof(struct event, acquire.tag), 4, 4, false, false, true },
	{ 48, offsetof(struct event, site), 8, 8, false, false, true },
};

static const struct layout_load message_loads[] = {
	{ 0, offsetof(struct event, pid), 4, 4, true, false, true },
	{ 4, offsetof(struct event, tid), 4, 4, true, false, true },
};

static const struct layout_load release_loads[] = {
	{ 0, offsetof(struct event, pid), 4, 4, true, false, true },
	{ 4, offsetof(struct event, tid), 4, 4, true, false, true },
	{ 8, offsetof(struct event, seq), 4, 4, false, false, true },
	{ 12, offsetof(struct event, driver), 4, 4, false, false, true },
	{ 16, offsetof(struct event, kind), 4, 4, false, false, true },
	{ 20, offsetof(struct event, handle), 8, 8, false, false, true },
	{ 28, offsetof(struct event, site), 8, 8, false, false, true },
};

enum {
	ACQUIRE_COUNT = sizeof(acquire_loads) / sizeof(acquire_loads[0]),
	MESSAGE_COUNT = sizeof(message_loads) / sizeof(message_loads[0]),
	RELEASE_COUNT = sizeof(release_loads) / sizeof(release_loads[0]),
};

static bool has_loads(const struct layout *layout, const struct layout_load *loads, size_t count)
{
	if (layout->load_count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct layout_load *load = &layout->loads[i];

		if (load->source != loads[i].source + layout->loads[0].source ||
			load->target != loads[i].target || load->bytes != loads[i].bytes ||
			load->target_bytes != loads[i].target_bytes || load->is_swapped)
			return false;
	}
	return true;
}

static void find_shape(struct layout *layout)
{
	if (layout->step_count > 1 || layout->length_count > 0 ||
		(layout->step_count == 1 && (layout->steps[0].type != LAYOUT_RUN ||
						    layout->steps[0].bytes > UINT32_MAX)))
		return;
	layout->shape = LAYOUT_RUN_ONLY;
	layout->fixed_bytes = layout->step_count ? (uint32_t)layout->steps[0].bytes : 0;
	layout->base = layout->load_count ? layout->loads[0].source : 0;
	if (layout->initial.type == EVENT_ACQUIRE &&
		has_loads(layout, acquire_loads, ACQUIRE_COUNT)) {
		layout->shape = LAYOUT_OBJECT;
		layout->owner = 28;
		layout->size = 36;
		layout->tag = 44;
		layout->site = 48;
	}
	if (layout->initial.type == EVENT_MESSAGE &&
		has_loads(layout, message_loads, MESSAGE_COUNT))
		layout->shape = LAYOUT_MESSAGE;
	if (layout->initial.type == EVENT_RELEASE &&
		has_loads(layout, release_loads, RELEASE_COUNT)) {
		layout->shape = LAYOUT_OBJECT;
		layout->site = 28;
	}
}

/* Events that are not of the schema are messages, or nothing but a name. */
static int prepare_other(
	struct layout *layout, const struct tsdl_event *event, const struct tsdl_stream *stream)
{
	int ret = 0;

	if (layout->initial.type != EVENT_OTHER)
		return 0;
	layout->is_special = true;
	layout->initial.other.name = layout->name;
	if (!event->uri || !message_is_uri(event->uri))
		return 0;
	ret = native_message_create(&layout->message, event, stream);
	if (ret == 0) {
		layout->initial = schema_default_event(EVENT_MESSAGE);
		layout->initial.message.class = layout->message;
		layout->initial.message.level = layout->message->level;
		layout->initial.message.is_packed = true;
	}
	return ret;
}

int layout_init(
	struct layout *out, const struct tsdl_event *event, const struct tsdl_stream *stream)
{
	const struct tsdl_structure *const structures[3] = { &stream->context, &event->context,
		&event->payload };
	struct compiler compiler = { .layout = out };
	int ret;

	*out = (struct layout){ .id = event->id, .name = strdup(event->name) };
	if (!out->name)
		return -ENOMEM;
	out->is_own = strncmp(out->name, "drvtrace:", strlen("drvtrace:")) == 0;
	out->initial = schema_default_event(schema_event_type(out->name));
	ret = prepare_other(out, event, stream);
	if (ret == 0)
		ret = compile_all(&compiler, structures);
	if (ret == 0)
		find_shape(out);
	return ret;
}

void layout_finish(struct layout *layout)
{
	message_class_destroy(layout->message);
	free(layout->name);
	free(layout->steps);
	free(layout->loads);
	*layout = (struct layout){ 0 };
}

static uint64_t load_number(const struct layout_load *load, const unsigned char *bytes)
{
	uint64_t number = 0;
	unsigned int unused = 64 - 8 * load->bytes;

	/* Little-endian: the bytes that are not there are the high ones. */
	switch (load->bytes) {
	case 1:
		number = bytes[0];
		break;
	case 2:
		memcpy(&number, bytes, 2);
		break;
	case 4:
		memcpy(&number, bytes, 4);
		break;
	default:
		memcpy(&number, bytes, 8);
		break;
	}
	if (load->is_swapped)
		number = __builtin_bswap64(number) >> unused;
	if (load->is_signed)
		number = (uint64_t)((int64_t)(number << unused) >> unused);
	return number;
}

static inline void carry_out(const struct layout_load *load, const unsigned char *bytes,
	struct event *event, uint64_t *lengths)
{
	uint64_t number;

	if (load->is_copy) {
		if (load->bytes == 4)
			memcpy((char *)event + load->target, bytes + load->source, 4);
		else
			memcpy((char *)event + load->target, bytes + load->source, 8);
		return;
	}
	number = load_number(load, bytes + load->source);
	if (load->target_bytes == 0)
		lengths[load->target] = number;
	else if (load->target_bytes == 4)
		memcpy((char *)event + load->target, &number, 4);
	else if (load->target_bytes == 1)
		memcpy((char *)event + load->target, &number, 1);
	else
		memcpy((char *)event + load->target, &number, 8);
}

static inline bool take_string(
	const struct layout_step *step, struct layout_cursor *cursor, struct event *event)
{
	const char *string = (const char *)cursor->packet + cursor->at;
	const char *end = memchr(string, '\0', cursor->end - cursor->at);

	if (!end)
		return false;
	if (step->target)
		memcpy((char *)event + step->target, &string, sizeof(string));
	cursor->at += (uint64_t)(end - string) + 1;
	return true;
}

static inline bool take_step(const struct layout *layout, const struct layout_step *step,
	struct layout_cursor *cursor, struct event *event, uint64_t *lengths)
{
	uint64_t left = cursor->end - cursor->at;
	uint64_t taken = step->bytes;

	switch (step->type) {
	case LAYOUT_RUN:
		if (taken > left)
			return false;
		for (size_t i = step->load_begin; i < step->load_end; i++)
			carry_out(&layout->loads[i], cursor->packet + cursor->at, event, lengths);
		break;
	case LAYOUT_ALIGN:
		taken = -cursor->at & (step->bytes - 1);
		break;
	case LAYOUT_SEQUENCE:
		if (lengths[step->target] > left / step->bytes) {
			cursor->has_impossible_length =
				!step->is_text && lengths[step->target] > LAYOUT_POSSIBLE_MAX;
			return false;
		}
		taken = lengths[step->target] * step->bytes;
		break;
	default:
		return take_string(step, cursor, event);
	}
	if (taken > left)
		return false;
	cursor->at += taken;
	return true;
}

bool layout_decode(const struct layout *layout, struct layout_cursor *cursor, struct event *out)
{
	uint64_t lengths[LAYOUT_LENGTH_MAX];

	*out = layout->initial;
	for (size_t i = 0; i < layout->step_count; i++)
		if (!take_step(layout, &layout->steps[i], cursor, out, lengths))
			return false;

	return true;
}

void layout_decode_run(const struct layout *layout, const unsigned char *bytes, struct event *out)
{
	*out = layout->initial;
	for (size_t i = 0; i < layout->load_count; i++)
		carry_out(&layout->loads[i], bytes, out, NULL);
}
