/* One message as an LTTng event: its fields, its level, its texts. */
#include "tracelib/src/message.h"

#include <lttng/tracepoint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tracelib/src/probe.h"
#include "tracelib/src/probe_stack.h"

#define INTEGER(bits, is_signed, base_)                                                            \
	{                                                                                          \
		.parent = { .type = lttng_ust_type_integer },                                      \
		.struct_size = sizeof(struct lttng_ust_type_integer), .size = (bits),              \
		.alignment = 8, .signedness = (is_signed), .base = (base_),                        \
	}
#define INTEGERS(base)                                                                             \
	{                                                                                          \
		INTEGER(8, 1, base), INTEGER(16, 1, base), INTEGER(32, 1, base),                   \
			INTEGER(64, 1, base), INTEGER(8, 0, base), INTEGER(16, 0, base),           \
			INTEGER(32, 0, base), INTEGER(64, 0, base),                                \
	}

/* In the order of the letters b h l q B H L Q, in decimal, hexadecimal and octal. */
static const struct lttng_ust_type_integer integers[3][8] = { INTEGERS(10), INTEGERS(16),
	INTEGERS(8) };
static const char integer_letters[] = "bhlqBHLQ";

#define U8  (&integers[0][4].parent)
#define I32 (&integers[0][2].parent)
#define U32 (&integers[0][6].parent)

static const struct lttng_ust_type_float type_double = {
	.parent = { .type = lttng_ust_type_float },
	.struct_size = sizeof(struct lttng_ust_type_float),
	.exp_dig = sizeof(double) * CHAR_BIT - DBL_MANT_DIG,
	.mant_dig = DBL_MANT_DIG,
	.alignment = 8,
};
static const struct lttng_ust_type_string type_string = {
	.parent = { .type = lttng_ust_type_string },
	.struct_size = sizeof(struct lttng_ust_type_string),
	.encoding = lttng_ust_string_encoding_UTF8,
};
static const struct lttng_ust_type_array type_guid = {
	.parent = { .type = lttng_ust_type_array },
	.struct_size = sizeof(struct lttng_ust_type_array),
	.elem_type = &integers[1][4].parent,
	.length = 16,
};

/* Fields are built one after the other. */
struct builder {
	struct message *message;
	struct lttng_ust_event_field *fields;
	const struct lttng_ust_event_field **pointers;
	size_t count;
	const struct drvtrace_enumeration *const *enumerations;
	bool has_failed;
};

static char *field_name(size_t number)
{
	char *name;

	return asprintf(&name, "a%zu", number) < 0 ? NULL : name;
}

static char *length_field_name(size_t number)
{
	char *name;

	return asprintf(&name, "_a%zu_length", number) < 0 ? NULL : name;
}

static void add_field(
	struct builder *builder, const char *name, const struct lttng_ust_type_common *type)
{
	struct lttng_ust_event_field *field = &builder->fields[builder->count];

	builder->has_failed |= !name || !type;
	*field = (struct lttng_ust_event_field){
		.struct_size = sizeof(*field),
		.name = name,
		.type = type,
	};
	builder->pointers[builder->count++] = field;
}

static const struct lttng_ust_type_common *create_sequence(const char *length_name, bool is_text)
{
	struct lttng_ust_type_sequence *type = calloc(1, sizeof(*type));

	if (!type)
		return NULL;
	*type = (struct lttng_ust_type_sequence){
		.parent = { .type = lttng_ust_type_sequence },
		.struct_size = sizeof(*type),
		.length_name = length_name,
		.elem_type = is_text ? U8 : &integers[1][4].parent,
		.encoding =
			is_text ? lttng_ust_string_encoding_UTF8 : lttng_ust_string_encoding_none,
	};
	return &type->parent;
}

static void add_sequence(struct builder *builder, size_t number, bool is_text)
{
	char *length_name = length_field_name(number);

	add_field(builder, length_name, U32);
	builder->fields[builder->count - 1].nofilter = 1;
	add_field(builder, field_name(number), create_sequence(length_name, is_text));
}

/* All of an enumeration in one piece of memory. */
struct enumeration {
	struct lttng_ust_type_enum type;
	struct lttng_ust_enum_desc description;
	const struct lttng_ust_enum_entry **pointers;
	struct lttng_ust_enum_entry *entries;
};

static bool fill_entries(
	struct enumeration *to, const struct drvtrace_enumeration *from, bool is_signed)
{
	to->pointers = calloc(from->count + 1, sizeof(const struct lttng_ust_enum_entry *));
	to->entries = calloc(from->count + 1, sizeof(*to->entries));
	if (!to->pointers || !to->entries)
		return false;
	for (size_t i = 0; i < from->count; i++) {
		struct lttng_ust_enum_value value = { (unsigned long long)from->labels[i].value,
			is_signed };

		to->entries[i] = (struct lttng_ust_enum_entry){
			.struct_size = sizeof(*to->entries),
			.start = value,
			.end = value,
			.string = strdup(from->labels[i].name),
		};
		if (!to->entries[i].string)
			return false;
		to->pointers[i] = &to->entries[i];
	}
	return true;
}

static void destroy_enumeration(struct enumeration *enumeration)
{
	size_t count = 0;

	if (!enumeration)
		return;
	while (enumeration->pointers && enumeration->entries && enumeration->pointers[count])
		free((char *)(uintptr_t)enumeration->entries[count++].string);
	free(enumeration->pointers);
	free(enumeration->entries);
	free(enumeration);
}

static const struct lttng_ust_type_common *create_enumeration(
	const struct drvtrace_enumeration *from, char letter)
{
	struct enumeration *to = calloc(1, sizeof(*to));
	bool is_signed = letter == 'e';
	char *name = strdup(from->name);

	if (!to || !name || !fill_entries(to, from, is_signed)) {
		destroy_enumeration(to);
		free(name);
		return NULL;
	}
	to->description = (struct lttng_ust_enum_desc){
		.struct_size = sizeof(to->description),
		.name = name,
		.entries = to->pointers,
		.nr_entries = (unsigned int)from->count,
	};
	to->type = (struct lttng_ust_type_enum){
		.parent = { .type = lttng_ust_type_enum },
		.struct_size = sizeof(to->type),
		.desc = &to->description,
		.container_type = letter == 'y' ? U8
				  : is_signed   ? I32
						: U32,
	};
	return &to->type.parent;
}

static void add_argument(struct builder *builder, size_t number, char letter, unsigned int base)
{
	const char *integer = strchr(integer_letters, letter);
	char *name;

	if (letter == 'a' || letter == 'u' || letter == 't' || letter == 'v' || letter == 'n') {
		add_sequence(builder, number, letter != 'n');
		return;
	}
	name = field_name(number);
	if (integer)
		add_field(builder, name, &integers[base][integer - integer_letters].parent);
	else if (letter == 'd')
		add_field(builder, name, &type_double.parent);
	else if (letter == 'g')
		add_field(builder, name, &type_guid.parent);
	else if (letter == 'e' || letter == 'E' || letter == 'y')
		add_field(builder, name, create_enumeration(*builder->enumerations++, letter));
	else
		add_field(builder, name, &type_string.parent);
}

static void add_fields(struct builder *builder, const struct drvtrace_message *descriptor)
{
	size_t number = 0;
	unsigned int base = 0;

	add_field(builder, "pid", I32);
	add_field(builder, "tid", I32);
	if (builder->message->has_level)
		add_field(builder, "level", U8);
	for (const char *letter = descriptor->types; *letter; letter++) {
		if (*letter == 'x' || *letter == 'o') {
			base = *letter == 'x' ? 1 : 2;
			continue;
		}
		add_argument(builder, ++number, *letter, base);
		base = 0;
	}
}

static int loglevel_of(int level)
{
	static const int levels[] = { LTTNG_UST_TRACEPOINT_LOGLEVEL_EMERG,
		LTTNG_UST_TRACEPOINT_LOGLEVEL_CRIT, LTTNG_UST_TRACEPOINT_LOGLEVEL_ERR,
		LTTNG_UST_TRACEPOINT_LOGLEVEL_WARNING, LTTNG_UST_TRACEPOINT_LOGLEVEL_INFO };

	if (level == DRVTRACE_LEVEL_ABSENT)
		return LTTNG_UST_TRACEPOINT_LOGLEVEL_INFO;
	if (level < 0 || level > 4)
		return LTTNG_UST_TRACEPOINT_LOGLEVEL_DEBUG;
	return levels[level];
}

/* Room for the prefix, the level, and two fields for each letter. */
static bool create_fields(struct message *message, const struct drvtrace_message *descriptor)
{
	size_t capacity = 3 + 2 * strlen(descriptor->types);
	struct builder builder = {
		.message = message,
		.fields = calloc(capacity, sizeof(*builder.fields)),
		.pointers = calloc(capacity, sizeof(const struct lttng_ust_event_field *)),
		.enumerations = descriptor->enumerations,
	};

	if (!builder.fields || !builder.pointers) {
		free(builder.fields);
		free(builder.pointers);
		return false;
	}
	add_fields(&builder, descriptor);
	message->class.fields = builder.pointers;
	message->class.nr_fields = builder.count;
	return !builder.has_failed;
}

/* Bytes of an argument in the trace; 0: they differ. */
static unsigned char size_of(char letter)
{
	static const char letters[] = "bByhHlLeEqQd";
	static const unsigned char sizes[] = { 1, 1, 1, 2, 2, 4, 4, 4, 4, 8, 8, 8 };
	const char *found = strchr(letters, letter);

	return found ? sizes[found - letters] : 0;
}

static bool create_sizes(struct message *message)
{
	bool is_flat = true;

	message->sizes = calloc(strlen(message->types) + 1, 1);
	if (!message->sizes)
		return false;
	for (const char *letter = message->types; *letter; letter++) {
		if (*letter == 'x' || *letter == 'o')
			continue;
		message->sizes[message->argument_count] = size_of(*letter);
		is_flat = is_flat && message->sizes[message->argument_count++];
	}
	if (message->argument_count > PROBE_ARGUMENTS_MAX)
		return false;
	if (!is_flat) {
		free(message->sizes);
		message->sizes = NULL;
	}
	return true;
}

/* One that cannot be; its fields, which were no memory for, are left. */
static struct message *discard(struct message *message, char *event_name)
{
	free(event_name);
	if (!message)
		return NULL;
	free(message->provider);
	free(message->base_name);
	free(message->types);
	free((char *)(uintptr_t)message->uri);
	free(message->sizes);
	free(message);
	return NULL;
}

struct message *message_create(const struct drvtrace_message *descriptor, const char *provider,
	const char *name, const char *uri)
{
	struct message *message = calloc(1, sizeof(*message));
	char *event_name = strdup(name);

	if (!message || !event_name)
		return discard(message, event_name);
	message->provider = strdup(provider);
	message->base_name = strdup(descriptor->name);
	message->types = strdup(descriptor->types);
	message->uri = strdup(uri);
	message->has_level = descriptor->level == DRVTRACE_LEVEL_AT_RUN_TIME;
	message->loglevel_value = loglevel_of(descriptor->level);
	message->loglevel = &message->loglevel_value;
	if (!message->provider || !message->base_name || !message->types || !message->uri ||
		!create_sizes(message) || !create_fields(message, descriptor))
		return discard(message, event_name);

	message->point = (struct lttng_ust_tracepoint){
		.struct_size = sizeof(message->point),
		.provider_name = message->provider,
		.event_name = event_name,
		.signature = "drvtrace message 1",
	};
	message->class.struct_size = sizeof(message->class);
	message->class.signature = message->point.signature;
	/* Never called: an address that no other event has. */
	message->class.probe_callback = (void (*)(void))(uintptr_t)message;
	message->description = (struct lttng_ust_event_desc){
		.struct_size = sizeof(message->description),
		.event_name = event_name,
		.tp_class = &message->class,
		.loglevel = &message->loglevel,
		.model_emf_uri = &message->uri,
	};
	return message;
}
