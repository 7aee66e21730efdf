#include "tests/differential/generate.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/differential/generate_class.h"

enum {
	EVENT_MAX = 40,
	CLASS_MAX = 3,
	PACKET_BYTES_MAX = 1 << 16,
	EVENT_BYTES_MAX = 4096,
	HEADER_BYTES = 84,
};

struct stream_class {
	uint32_t id;
	bool is_large;
	struct structure context;
	struct event_class events[EVENT_MAX];
	size_t event_count;
};

struct packet {
	unsigned char bytes[PACKET_BYTES_MAX];
	size_t size;
};

struct generator {
	uint64_t state;
	const char *folder;
	struct stream_class classes[CLASS_MAX];
	size_t class_count;
	struct packet packet;
	uint64_t clock;
	uint64_t clock_begin;
	bool has_odd_alignment;
};

uint64_t generate_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

uint64_t generate_below(uint64_t *state, uint64_t count)
{
	return generate_random(state) % count;
}

uint64_t generate_state(uint64_t seed)
{
	uint64_t state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);

	state ^= state >> 29;
	return state ? state : 1;
}

static uint64_t below(struct generator *generator, uint64_t count)
{
	return generate_below(&generator->state, count);
}

static bool one_in(struct generator *generator, uint64_t count)
{
	return below(generator, count) == 0;
}

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* What an event of the schema may have, and what it does not know. */
static const char *const schema_names[] = { "pid", "tid", "seq", "driver", "kind", "handle", "site",
	"owner", "size", "tag", "name", "path", "ppid", "status", "base", "build_id",
	"control_guid", "flag_names", "how", "id", "stage", "phase", "new_driver", "count", "line",
	"file", "state", "point", "nth", "rule", "text" };
static const char *const event_names[] = { "process_start", "process_end", "module", "driver_init",
	"driver_cleanup", "kind", "acquire", "release", "stage", "transfer", "reference",
	"dereference", "span_begin", "span_end", "state", "fault", "violation", "later" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool has_name(const struct structure *structure, const char *name)
{
	for (size_t i = 0; i < structure->count; i++)
		if (strcmp(structure->fields[i].name, name) == 0)
			return true;

	return false;
}

static bool is_text_name(const char *name)
{
	static const char *const names[] = { "name", "path", "build_id", "control_guid",
		"flag_names", "file", "point", "rule", "text" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;

	return false;
}

static void choose_number(struct generator *generator, struct field *field)
{
	field->bytes = 1U << below(generator, 4);
	field->align = 1;
	if (generator->has_odd_alignment && one_in(generator, 2))
		field->align = field->bytes;
	field->is_signed = one_in(generator, 2);
	field->is_swapped = field->bytes > 1 && one_in(generator, 6);
	field->is_hexadecimal = one_in(generator, 3);
}

static void choose_type(struct generator *generator, struct field *field)
{
	if (field->kind == FLOAT) {
		field->bytes = one_in(generator, 2) ? 4 : 8;
		field->align = generator->has_odd_alignment ? field->bytes : 1;
	} else if (field->kind == STRING) {
		field->align = 1;
	} else {
		choose_number(generator, field);
	}
	if (field->kind == ARRAY || field->kind == SEQUENCE) {
		field->count = 1 + (unsigned int)below(generator, 20);
		field->is_text = field->bytes == 1 && one_in(generator, 2);
		field->has_padding = field->align > 1;
		field->length_bytes = 1U << below(generator, 4);
	}
}

static void choose_field(struct generator *generator, struct structure *structure, bool is_schema)
{
	struct field *field = &structure->fields[structure->count];

	*field = (struct field){ .kind = (enum kind)below(generator, KIND_COUNT) };
	if (is_schema && !one_in(generator, 4))
		(void)snprintf(field->name, sizeof(field->name), "%s",
			schema_names[below(generator, COUNT(schema_names))]);
	else
		(void)snprintf(field->name, sizeof(field->name), "f%llu",
			(unsigned long long)below(generator, 1000));
	if (has_name(structure, field->name))
		return;
	/* Text that is no string is what the native reader leaves to the other one. */
	if (is_schema && is_text_name(field->name) && field->kind >= ARRAY)
		field->kind = STRING;
	choose_type(generator, field);
	structure->count++;
}

static void choose_structure(
	struct generator *generator, struct structure *structure, size_t most, bool is_schema)
{
	size_t count = below(generator, most + 1);

	for (size_t i = 0; i < count; i++)
		choose_field(generator, structure, is_schema);
}

/* As tracelib has them, for the functions made for them. */
static void choose_known(struct event_class *event, bool is_acquire)
{
	static const struct {
		const char *name;
		unsigned int bytes;
		bool is_acquires;
	} known[] = { { "pid", 4, false }, { "tid", 4, false }, { "seq", 4, false },
		{ "driver", 4, false }, { "kind", 4, false }, { "handle", 8, false },
		{ "owner", 8, true }, { "size", 8, true }, { "tag", 4, true },
		{ "site", 8, false } };

	for (size_t i = 0; i < COUNT(known); i++) {
		struct field *field = &event->payload.fields[event->payload.count];

		if (known[i].is_acquires && !is_acquire)
			continue;
		*field = (struct field){ .kind = i == 4 ? ENUMERATION : INTEGER,
			.bytes = known[i].bytes,
			.align = 1,
			.is_signed = i < 2 };
		(void)snprintf(field->name, sizeof(field->name), "%s", known[i].name);
		event->payload.count++;
	}
}

/* Mostly as tracelib writes them: process and thread, perhaps a level, and then arguments. */
static void choose_message(struct generator *generator, struct event_class *event)
{
	static const char *const names[] = { "pid", "tid", "level", "a1", "a2", "a3", "a4", "a5",
		"a7", "b1", "a01", "vpid" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct field *field = &event->payload.fields[event->payload.count];

		if (i < 2 ? one_in(generator, 10) : one_in(generator, i == 2 ? 2 : i < 8 ? 6 : 2))
			continue;
		*field = (struct field){ .kind = (enum kind)below(generator, KIND_COUNT) };
		if (i < 3 && !one_in(generator, 8))
			field->kind = INTEGER;
		(void)snprintf(field->name, sizeof(field->name), "%s", names[i]);
		choose_type(generator, field);
		if (field->kind == ENUMERATION)
			generate_labels(&generator->state, field);
		event->payload.count++;
	}
	generate_dictionary(&generator->state, event);
}

static void choose_event(struct generator *generator, struct event_class *event)
{
	size_t which = below(generator, COUNT(event_names));
	bool is_schema = !one_in(generator, 3);

	if (one_in(generator, 4)) {
		choose_message(generator, event);
		return;
	}
	if (!is_schema) {
		(void)snprintf(event->name, sizeof(event->name), "other:e%llu",
			(unsigned long long)below(generator, 100));
		choose_structure(generator, &event->payload, FIELD_MAX, one_in(generator, 2));
		return;
	}
	(void)snprintf(event->name, sizeof(event->name), "drvtrace:%s", event_names[which]);
	if ((which == 6 || which == 7) && !one_in(generator, 3))
		choose_known(event, which == 6);
	else
		choose_structure(generator, &event->payload, FIELD_MAX, true);
}

static void choose_context(struct generator *generator, struct structure *context)
{
	static const char *const names[] = { "vpid", "vtid", "pid", "tid", "ip", "procname" };

	choose_structure(generator, context, 3, false);
	for (size_t i = 0; i < COUNT(names) && context->count < FIELD_MAX; i++) {
		struct field *field = &context->fields[context->count];

		if (!one_in(generator, 2))
			continue;
		*field = (struct field){ .kind = INTEGER };
		choose_number(generator, field);
		if (i == 5)
			*field = (struct field){
				.kind = ARRAY, .bytes = 1, .align = 1, .count = 17, .is_text = true
			};
		(void)snprintf(field->name, sizeof(field->name), "%s", names[i]);
		context->count++;
	}
}

static void choose_classes(struct generator *generator)
{
	generator->has_odd_alignment = one_in(generator, 3);
	generator->class_count = 1 + below(generator, CLASS_MAX);
	for (size_t i = 0; i < generator->class_count; i++) {
		struct stream_class *class = &generator->classes[i];
		uint32_t id = 0;

		class->id = (uint32_t)i;
		class->is_large = one_in(generator, 2);
		if (!one_in(generator, 3))
			choose_context(generator, &class->context);
		class->event_count = 1 + below(generator, EVENT_MAX);
		for (size_t k = 0; k < class->event_count; k++) {
			class->events[k].id = id;
			choose_event(generator, &class->events[k]);
			id += 1 + (one_in(generator, 10) ? (uint32_t)below(generator, 30) : 0);
		}
	}
}

static const char preamble[] =
	"/* CTF 1.8 */\n\n"
	"typealias integer { size = 8; align = 8; signed = false; } := uint8_t;\n"
	"typealias integer { size = 16; align = 8; signed = false; } := uint16_t;\n"
	"typealias integer { size = 32; align = 8; signed = false; } := uint32_t;\n"
	"typealias integer { size = 64; align = 8; signed = false; } := uint64_t;\n"
	"typealias integer { size = 64; align = 8; signed = false; } := unsigned long;\n"
	"typealias integer { size = 5; align = 1; signed = false; } := uint5_t;\n"
	"typealias integer { size = 27; align = 1; signed = false; } := uint27_t;\n\n"
	"trace {\n\tmajor = 1;\n\tminor = 8;\n"
	"\tuuid = \"01020304-0506-0708-090a-0b0c0d0e0f10\";\n\tbyte_order = le;\n"
	"\tpacket.header := struct {\n\t\tuint32_t magic;\n\t\tuint8_t  uuid[16];\n"
	"\t\tuint32_t stream_id;\n\t\tuint64_t stream_instance_id;\n\t};\n};\n\n"
	"env {\n\tdomain = \"ust\";\n\ttracer_name = \"lttng-ust\";\n\ttracer_major = 2;\n"
	"\ttracer_minor = 13;\n\ttracer_buffering_scheme = \"uid\";\n"
	"\ttracer_buffering_id = 0;\n\tarchitecture_bit_width = 64;\n"
	"\ttrace_name = \"generated\";\n\ttrace_creation_datetime = \"20261121T095142+0000\";\n"
	"\thostname = \"station\";\n};\n\n"
	"clock {\n\tname = \"monotonic\";\n"
	"\tuuid = \"ba7c4d49-1562-45b4-968c-132fd8d3f52d\";\n"
	"\tdescription = \"Monotonic Clock\";\n";

static const char clock_types[] =
	"typealias integer {\n\tsize = 27; align = 1; signed = false;\n"
	"\tmap = clock.monotonic.value;\n} := uint27_clock_monotonic_t;\n\n"
	"typealias integer {\n\tsize = 32; align = 8; signed = false;\n"
	"\tmap = clock.monotonic.value;\n} := uint32_clock_monotonic_t;\n\n"
	"typealias integer {\n\tsize = 64; align = 8; signed = false;\n"
	"\tmap = clock.monotonic.value;\n} := uint64_clock_monotonic_t;\n\n"
	"struct packet_context {\n\tuint64_clock_monotonic_t timestamp_begin;\n"
	"\tuint64_clock_monotonic_t timestamp_end;\n\tuint64_t content_size;\n"
	"\tuint64_t packet_size;\n\tuint64_t packet_seq_num;\n"
	"\tunsigned long events_discarded;\n\tuint32_t cpu_id;\n};\n\n"
	"struct event_header_compact {\n"
	"\tenum : uint5_t { compact = 0 ... 30, extended = 31 } id;\n\tvariant <id> {\n"
	"\t\tstruct {\n\t\t\tuint27_clock_monotonic_t timestamp;\n\t\t} compact;\n"
	"\t\tstruct {\n\t\t\tuint32_t id;\n\t\t\tuint64_clock_monotonic_t timestamp;\n"
	"\t\t} extended;\n\t} v;\n} align(8);\n\n"
	"struct event_header_large {\n"
	"\tenum : uint16_t { compact = 0 ... 65534, extended = 65535 } id;\n\tvariant <id> {\n"
	"\t\tstruct {\n\t\t\tuint32_clock_monotonic_t timestamp;\n\t\t} compact;\n"
	"\t\tstruct {\n\t\t\tuint32_t id;\n\t\t\tuint64_clock_monotonic_t timestamp;\n"
	"\t\t} extended;\n\t} v;\n} align(8);\n\n";

/* Nanoseconds, or what a processor counts, whose numbers are large. */
static void write_clock(FILE *out, struct generator *generator)
{
	static const uint64_t ns_frequency = 1000000000, seconds = 1795252482;
	uint64_t frequency = ns_frequency;

	if (one_in(generator, 2)) {
		frequency += 1 + below(generator, 4 * ns_frequency);
		generator->clock_begin =
			below(generator, UINT64_C(1) << (30 + below(generator, 25)));
	}
	fprintf(out,
		"\tfreq = %llu; /* Frequency, in Hz */\n"
		"\t/* clock value offset from Epoch is: offset * (1/freq) */\n"
		"\toffset = %llu;\n};\n\n",
		(unsigned long long)frequency,
		(unsigned long long)(seconds * frequency + below(generator, frequency)));
}

static void write_integer(FILE *out, const struct field *field)
{
	fprintf(out, "integer { size = %u; align = %u; signed = %d; encoding = %s; base = %d; ",
		field->bytes * 8, field->align * 8, field->is_signed,
		field->is_text ? "UTF8" : "none", field->is_hexadecimal ? 16 : 10);
	if (field->is_swapped)
		fprintf(out, "byte_order = be; ");
	fprintf(out, "}");
}

static void write_length(FILE *out, const struct field *field)
{
	fprintf(out,
		"\t\tinteger { size = %u; align = 8; signed = 0; encoding = none; base = 10; } "
		"__%s_length;\n",
		field->length_bytes * 8, field->name);
}

static void write_field(FILE *out, const struct field *field)
{
	if (field->kind == SEQUENCE)
		write_length(out, field);
	if (field->has_padding)
		fprintf(out, "\t\tstruct { } align(%u) _%s_padding;\n", field->align * 8,
			field->name);
	fprintf(out, "\t\t");
	if (field->kind == FLOAT)
		fprintf(out, "floating_point { exp_dig = %d; mant_dig = %d; align = %u; }",
			field->bytes == 4 ? 8 : 11, field->bytes == 4 ? 24 : 53, field->align * 8);
	else if (field->kind == STRING)
		fprintf(out, "string");
	else if (field->kind == ENUMERATION)
		fprintf(out, "enum : ");
	if (field->kind != FLOAT && field->kind != STRING)
		write_integer(out, field);
	if (field->kind == ENUMERATION)
		fprintf(out, " {\n%s\t\t}",
			field->labels[0] ? field->labels
					 : "\t\t\t\"none\" = 0,\n\t\t\t\"some\" = 1 ... 3,\n");
	fprintf(out, " _%s", field->name);
	if (field->kind == ARRAY)
		fprintf(out, "[%u]", field->count);
	if (field->kind == SEQUENCE)
		fprintf(out, "[ __%s_length ]", field->name);
	fprintf(out, ";\n");
}

static void write_structure(FILE *out, const struct structure *structure)
{
	fprintf(out, "struct {\n");
	for (size_t i = 0; i < structure->count; i++)
		write_field(out, &structure->fields[i]);
	fprintf(out, "\t};\n");
}

static void write_class(FILE *out, const struct stream_class *class)
{
	fprintf(out,
		"stream {\n\tid = %u;\n\tevent.header := struct event_header_%s;\n"
		"\tpacket.context := struct packet_context;\n",
		class->id, class->is_large ? "large" : "compact");
	if (class->context.count > 0) {
		fprintf(out, "\tevent.context := ");
		write_structure(out, &class->context);
	}
	fprintf(out, "};\n\n");
	for (size_t i = 0; i < class->event_count; i++) {
		fprintf(out,
			"event {\n\tname = \"%s\";\n\tid = %u;\n\tstream_id = %u;\n"
			"\tloglevel = 6;\n",
			class->events[i].name, class->events[i].id, class->id);
		if (class->events[i].uri[0])
			fprintf(out, "\tmodel.emf.uri = \"%s\";\n", class->events[i].uri);
		fprintf(out, "\tfields := ");
		write_structure(out, &class->events[i].payload);
		fprintf(out, "};\n\n");
	}
}

static void put_32(unsigned char *bytes, uint32_t number)
{
	memcpy(bytes, &number, sizeof(number));
}

static void put_64(unsigned char *bytes, uint64_t number)
{
	memcpy(bytes, &number, sizeof(number));
}

static FILE *create(const char *folder, const char *name)
{
	char path[2 * PATH_MAX];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "wb");
	if (!file)
		fail(path);
	return file;
}

static void put(FILE *file, const void *bytes, size_t size)
{
	if (fwrite(bytes, 1, size, file) != size)
		fail("write");
}

static void finish(FILE *file)
{
	if (fclose(file) != 0)
		fail("close");
}

static void write_uuid(unsigned char *bytes)
{
	for (unsigned char i = 0; i < 16; i++)
		bytes[i] = i + 1;
}

/* In packets, as the session daemon writes it, or as plain text. */
static void write_metadata(struct generator *generator)
{
	enum {
		CHUNK = 4096 - 37
	};
	bool is_packetized = !one_in(generator, 4);
	FILE *file = create(generator->folder, "metadata");
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		fail("open_memstream");
	fputs(preamble, out);
	write_clock(out, generator);
	fputs(clock_types, out);
	for (size_t i = 0; i < generator->class_count; i++)
		write_class(out, &generator->classes[i]);
	finish(out);
	for (size_t at = 0; is_packetized && at < size; at += CHUNK) {
		unsigned char packet[4096] = { 0 };
		size_t length = size - at < CHUNK ? size - at : CHUNK;

		put_32(packet, 0x75d11d57);
		write_uuid(packet + 4);
		put_32(packet + 24, (uint32_t)(length + 37) * 8);
		put_32(packet + 28, sizeof(packet) * 8);
		packet[35] = 1;
		packet[36] = 8;
		memcpy(packet + 37, text + at, length);
		put(file, packet, sizeof(packet));
	}
	if (!is_packetized)
		put(file, text, size);
	free(text);
	finish(file);
}

static void align(struct packet *packet, unsigned int bytes)
{
	while (packet->size % bytes)
		packet->bytes[packet->size++] = 0;
}

static void add_number(struct packet *packet, uint64_t number, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		packet->bytes[packet->size++] = (unsigned char)(number >> (8 * i));
}

/* Mostly small, as in life; sometimes with all bits. */
static uint64_t number(struct generator *generator)
{
	return one_in(generator, 3) ? generate_random(&generator->state) : below(generator, 100);
}

static void add_elements(struct generator *generator, const struct field *field, uint64_t count)
{
	align(&generator->packet, field->align);
	for (uint64_t i = 0; i < count; i++)
		add_number(&generator->packet, number(generator), field->bytes);
}

static void add_field(struct generator *generator, const struct field *field)
{
	struct packet *packet = &generator->packet;
	uint64_t length = below(generator, one_in(generator, 3) ? 1 : 30);

	switch (field->kind) {
	case STRING:
		for (uint64_t i = 0; i < length; i++)
			add_number(packet, 1 + below(generator, 255), 1);
		add_number(packet, 0, 1);
		break;
	case SEQUENCE:
		add_number(packet, length, field->length_bytes);
		add_elements(generator, field, length);
		break;
	case ARRAY:
		add_elements(generator, field, field->count);
		break;
	default:
		add_elements(generator, field, 1);
		break;
	}
}

static void add_structure(struct generator *generator, const struct structure *structure)
{
	unsigned int most = 1;

	for (size_t i = 0; i < structure->count; i++)
		if (structure->fields[i].align > most)
			most = structure->fields[i].align;
	align(&generator->packet, most);
	for (size_t i = 0; i < structure->count; i++)
		add_field(generator, &structure->fields[i]);
}

static void add_header(struct generator *generator, const struct stream_class *class, uint32_t id)
{
	struct packet *packet = &generator->packet;
	unsigned int bits = class->is_large ? 32 : 27;
	uint64_t step = below(generator, 100000);
	bool is_extended = id >= (class->is_large ? 65535U : 31U) || one_in(generator, 20);

	/* The clock may wrap its low bits once before a compact header, and often before others. */
	if (one_in(generator, 30))
		step = (UINT64_C(1) << bits) - 1 - below(generator, 5);
	if (is_extended && one_in(generator, 3))
		step = below(generator, UINT64_C(1) << 40);
	generator->clock += step;
	if (!is_extended && class->is_large) {
		add_number(packet, id, 2);
		add_number(packet, generator->clock, 4);
	} else if (!is_extended) {
		add_number(packet, id | (generator->clock & 0x7ffffff) << 5, 4);
	} else {
		add_number(packet, class->is_large ? 65535 : 31, class->is_large ? 2 : 1);
		add_number(packet, id, 4);
		add_number(packet, generator->clock, 8);
	}
}

static void add_event(struct generator *generator, const struct stream_class *class)
{
	const struct event_class *event = &class->events[below(generator, class->event_count)];

	add_header(generator, class, event->id);
	add_structure(generator, &class->context);
	add_structure(generator, &event->payload);
}

/* What goes from one packet of a stream to the next. */
struct stream {
	const struct stream_class *class;
	uint64_t instance;
	uint64_t sequence_number;
	uint64_t discarded;
};

static void add_index_entry(
	FILE *index, uint64_t offset, const unsigned char *header, const struct stream *stream)
{
	const uint64_t entry[] = { offset, 0, 0, 0, 0, 0, stream->class->id, stream->instance,
		stream->sequence_number };
	static const size_t sources[] = { 0, 56, 48, 32, 40, 72 };

	for (size_t i = 0; i < COUNT(entry); i++) {
		uint64_t value = entry[i];

		if (i > 0 && i < COUNT(sources))
			memcpy(&value, header + sources[i], sizeof(value));
		value = __builtin_bswap64(value);
		put(index, &value, sizeof(value));
	}
}

static size_t write_packet(struct generator *generator, struct stream *stream, FILE *file)
{
	struct packet *packet = &generator->packet;
	unsigned char *header = packet->bytes;
	uint64_t event_count = one_in(generator, 6) ? 0 : below(generator, 40);
	size_t content;

	memset(packet, 0, sizeof(*packet));
	packet->size = HEADER_BYTES;
	generator->clock += below(generator, 1000000);
	put_32(header, 0xc1fc1fc1);
	write_uuid(header + 4);
	put_32(header + 20, stream->class->id);
	put_64(header + 24, stream->instance);
	put_64(header + 32, generator->clock);
	for (uint64_t i = 0; i < event_count && packet->size < sizeof(packet->bytes) - 8192; i++)
		add_event(generator, stream->class);
	content = packet->size;
	align(packet, 512);
	if (one_in(generator, 3))
		generator->clock += below(generator, 1000);
	put_64(header + 40, generator->clock);
	put_64(header + 48, content * 8);
	put_64(header + 56, packet->size * 8);
	put_64(header + 64, stream->sequence_number);
	put_64(header + 72, stream->discarded);
	put(file, packet->bytes, packet->size);
	return packet->size;
}

static FILE *create_index(struct generator *generator, const char *name)
{
	char folder[PATH_MAX];
	char index_name[128];
	unsigned char header[16];
	FILE *file;

	(void)snprintf(folder, sizeof(folder), "%s/index", generator->folder);
	(void)mkdir(folder, 0700);
	(void)snprintf(index_name, sizeof(index_name), "%s.idx", name);
	file = create(folder, index_name);
	put_32(header, __builtin_bswap32(0xc1f1dcc1));
	put_32(header + 4, __builtin_bswap32(1));
	put_32(header + 8, __builtin_bswap32(1));
	put_32(header + 12, __builtin_bswap32(9 * 8));
	put(file, header, sizeof(header));
	return file;
}

/* Counters mostly grow; where threads race they may step back. */
static void count_on(struct generator *generator, struct stream *stream)
{
	stream->sequence_number += 1 + (one_in(generator, 8) ? below(generator, 5) : 0);
	if (one_in(generator, 4))
		stream->discarded += below(generator, 1000);
	if (one_in(generator, 10) && stream->discarded > 0)
		stream->discarded -=
			1 + below(generator, stream->discarded < 5 ? stream->discarded : 5);
}

static void write_file(struct generator *generator, struct stream *stream, const char *name)
{
	FILE *file = create(generator->folder, name);
	FILE *index = one_in(generator, 3) ? create_index(generator, name) : NULL;
	uint64_t packet_count = one_in(generator, 10) ? 0 : 1 + below(generator, 8);
	uint64_t offset = 0;

	for (uint64_t i = 0; i < packet_count; i++) {
		size_t size = write_packet(generator, stream, file);

		if (index)
			add_index_entry(index, offset, generator->packet.bytes, stream);
		offset += size;
		count_on(generator, stream);
	}
	finish(file);
	if (index)
		finish(index);
}

/* Sometimes in several files, as LTTng does when their size is limited. */
static void write_stream(struct generator *generator, struct stream *stream)
{
	uint64_t file_count = one_in(generator, 5) ? 3 : 1;
	char name[64];

	generator->clock = generator->clock_begin + 1000000 + below(generator, UINT64_C(1) << 34);
	stream->sequence_number = one_in(generator, 3) ? below(generator, 100) : 0;
	stream->discarded = one_in(generator, 4) ? below(generator, 100) : 0;
	for (uint64_t i = 0; i < file_count; i++) {
		(void)snprintf(name, sizeof(name), "c%u_%llu_%llu", stream->class->id,
			(unsigned long long)stream->instance, (unsigned long long)i);
		write_file(generator, stream, name);
		generator->clock += 1;
	}
}

void generate_trace(const char *folder, uint64_t seed)
{
	struct generator *generator = calloc(1, sizeof(*generator));

	if (!generator)
		fail("calloc");
	generator->state = generate_state(seed);
	generator->folder = folder;
	choose_classes(generator);
	write_metadata(generator);
	for (size_t i = 0; i < generator->class_count; i++) {
		uint64_t stream_count = 1 + below(generator, 12);

		for (uint64_t k = 0; k < stream_count; k++) {
			struct stream stream = { .class = &generator->classes[i], .instance = k };

			write_stream(generator, &stream);
		}
	}
	free(generator);
}
