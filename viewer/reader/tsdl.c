#include "viewer/reader/tsdl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/tsdl_field.h"
#include "viewer/reader/tsdl_token.h"

/* A comment, but babeltrace2 asks for it. */
static const char signature[] = "/* CTF 1.8 */";

static const char basic_types[] =
	"typealias integer { size = 8; align = 8; signed = false; } := uint8_t;"
	"typealias integer { size = 16; align = 8; signed = false; } := uint16_t;"
	"typealias integer { size = 32; align = 8; signed = false; } := uint32_t;"
	"typealias integer { size = 64; align = 8; signed = false; } := uint64_t;"
	"typealias integer { size = 64; align = 8; signed = false; } := unsigned long;"
	"typealias integer { size = 5; align = 1; signed = false; } := uint5_t;"
	"typealias integer { size = 27; align = 1; signed = false; } := uint27_t;";

static const char packet_header[] = "byte_order = le;"
				    "packet.header := struct {"
				    "	uint32_t magic;"
				    "	uint8_t uuid[16];"
				    "	uint32_t stream_id;"
				    "	uint64_t stream_instance_id;"
				    "}; };";

static const char packet_context[] = "struct packet_context {"
				     "	uint64_clock_monotonic_t timestamp_begin;"
				     "	uint64_clock_monotonic_t timestamp_end;"
				     "	uint64_t content_size;"
				     "	uint64_t packet_size;"
				     "	uint64_t packet_seq_num;"
				     "	unsigned long events_discarded;"
				     "	uint32_t cpu_id;"
				     "};";

static const char compact_header[] =
	"struct event_header_compact {"
	"	enum : uint5_t { compact = 0 ... 30, extended = 31 } id;"
	"	variant <id> {"
	"		struct { uint27_clock_monotonic_t timestamp; } compact;"
	"		struct {"
	"			uint32_t id;"
	"			uint64_clock_monotonic_t timestamp;"
	"		} extended;"
	"	} v;"
	"} align(8);";

static const char large_header[] =
	"struct event_header_large {"
	"	enum : uint16_t { compact = 0 ... 65534, extended = 65535 } id;"
	"	variant <id> {"
	"		struct { uint32_clock_monotonic_t timestamp; } compact;"
	"		struct {"
	"			uint32_t id;"
	"			uint64_clock_monotonic_t timestamp;"
	"		} extended;"
	"	} v;"
	"} align(8);";

static int copy_text(char **out, const struct tsdl_token *token)
{
	char *copy = strndup(token->text, token->length);

	if (!copy)
		return -ENOMEM;
	free(*out);
	*out = copy;
	return 0;
}

static bool is_named(const struct tsdl_token *token, const char *name)
{
	return token->length == strlen(name) && memcmp(token->text, name, token->length) == 0;
}

static void parse_trace(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	struct tsdl_token uuid;

	tsdl_expect(scanner, "trace { major = 1; minor = 8; uuid =");
	uuid = tsdl_string(scanner);
	tsdl_expect(scanner, ";");
	if (uuid.length != sizeof(tsdl->uuid) - 1)
		tsdl_fail(scanner);
	for (size_t i = 0; i < uuid.length && !scanner->has_failed; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (is_dash ? uuid.text[i] != '-' : !strchr("0123456789abcdef", uuid.text[i]))
			tsdl_fail(scanner);
	}
	if (!scanner->has_failed)
		memcpy(tsdl->uuid, uuid.text, uuid.length);
	tsdl_expect(scanner, packet_header);
}

/* babeltrace2 mends the times of older tracers, and of newer ones nothing is known. */
static void check_tracer(
	struct tsdl_scanner *scanner, const struct tsdl_token *name, int64_t major, int64_t minor)
{
	if (!is_named(name, "lttng-ust") || major != 2 || minor < 11 || minor > 14)
		tsdl_fail(scanner);
}

static int parse_environment(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	struct tsdl_token tracer = { "", 0, true };
	int64_t major = 0;
	int64_t minor = 0;
	int ret = 0;

	tsdl_expect(scanner, "env {");
	while (ret == 0 && !scanner->has_failed && !tsdl_try(scanner, "}")) {
		struct tsdl_token key = tsdl_identifier(scanner);

		tsdl_expect(scanner, "=");
		if (scanner->token.is_string) {
			struct tsdl_token value = tsdl_string(scanner);

			if (is_named(&key, "hostname"))
				ret = copy_text(&tsdl->host, &value);
			else if (is_named(&key, "trace_creation_datetime"))
				ret = copy_text(&tsdl->start_time, &value);
			else if (is_named(&key, "tracer_name"))
				tracer = value;
		} else {
			int64_t value = tsdl_signed(scanner);

			if (is_named(&key, "tracer_major"))
				major = value;
			else if (is_named(&key, "tracer_minor"))
				minor = value;
			else if (is_named(&key, "hostname") ||
				 is_named(&key, "trace_creation_datetime"))
				tsdl_fail(scanner);
		}
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, ";");
	check_tracer(scanner, &tracer, major, minor);
	return ret;
}

/* Far from where 64 bits end, so that no sum with a time of a trace overflows. */
static const uint64_t offset_max = UINT64_C(1) << 62;

static void parse_clock_types(struct tsdl_scanner *scanner, const struct tsdl_token *clock)
{
	static const struct {
		const char *begin;
		const char *end;
	} types[] = {
		{ "typealias integer { size = 27; align = 1; signed = false; map = clock.",
			".value; } := uint27_clock_monotonic_t;" },
		{ "typealias integer { size = 32; align = 8; signed = false; map = clock.",
			".value; } := uint32_clock_monotonic_t;" },
		{ "typealias integer { size = 64; align = 8; signed = false; map = clock.",
			".value; } := uint64_clock_monotonic_t;" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct tsdl_token name;

		tsdl_expect(scanner, types[i].begin);
		name = tsdl_identifier(scanner);
		if (name.length != clock->length ||
			memcmp(name.text, clock->text, name.length) != 0)
			tsdl_fail(scanner);
		tsdl_expect(scanner, types[i].end);
	}
}

/* In two parts, as babeltrace2 does it. A clock that counts less than nanoseconds is left to it. */
static void parse_clock_offset(struct clock *clock, struct tsdl_scanner *scanner)
{
	uint64_t offset = tsdl_unsigned(scanner, UINT64_MAX);
	uint64_t seconds;

	if (clock->frequency < clock_ns_frequency) {
		tsdl_fail(scanner);
		return;
	}
	seconds = offset / clock->frequency;
	if (seconds >= offset_max / clock_ns_frequency) {
		tsdl_fail(scanner);
		return;
	}
	clock->offset_ns = (int64_t)(seconds * clock_ns_frequency +
				     clock_scale(clock->frequency, offset % clock->frequency));
}

static void parse_clock(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	struct tsdl_token name;

	tsdl_expect(scanner, "clock { name =");
	name = tsdl_string(scanner);
	tsdl_expect(scanner, ";");
	if (tsdl_try(scanner, "uuid")) {
		tsdl_expect(scanner, "=");
		if (tsdl_string(scanner).length != sizeof(tsdl->uuid) - 1)
			tsdl_fail(scanner);
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, "description =");
	(void)tsdl_string(scanner);
	tsdl_expect(scanner, "; freq =");
	tsdl->clock.frequency = tsdl_unsigned(scanner, UINT64_MAX);
	tsdl_expect(scanner, "; offset =");
	parse_clock_offset(&tsdl->clock, scanner);
	tsdl_expect(scanner, "; };");
	parse_clock_types(scanner, &name);
}

static int parse_stream(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	struct tsdl_stream *grown =
		realloc(tsdl->streams, (tsdl->stream_count + 1) * sizeof(*grown));
	struct tsdl_stream *stream;
	int ret = 0;

	if (!grown)
		return -ENOMEM;
	tsdl->streams = grown;
	stream = &grown[tsdl->stream_count++];
	*stream = (struct tsdl_stream){ 0 };

	tsdl_expect(scanner, "stream { id =");
	stream->id = (uint32_t)tsdl_unsigned(scanner, UINT32_MAX);
	for (size_t i = 0; i + 1 < tsdl->stream_count; i++)
		if (grown[i].id == stream->id)
			tsdl_fail(scanner);
	tsdl_expect(scanner, "; event.header := struct");
	stream->is_large = tsdl_is(scanner, "event_header_large");
	tsdl_expect(scanner, stream->is_large ? "event_header_large" : "event_header_compact");
	tsdl_expect(scanner, "; packet.context := struct packet_context;");
	if (tsdl_try(scanner, "event")) {
		tsdl_expect(scanner, ".context := struct");
		ret = tsdl_parse_structure(&stream->context, scanner);
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, "};");
	return ret;
}

/* Events of a process that was there before its session come before their stream. */
static void check_event(
	const struct tsdl *tsdl, const struct tsdl_event *event, struct tsdl_scanner *scanner)
{
	bool has_stream = false;

	for (size_t i = 0; i < tsdl->stream_count; i++)
		has_stream = has_stream || tsdl->streams[i].id == event->stream_id;
	if (!has_stream)
		tsdl_fail(scanner);
}

/* The level is only looked at so far that babeltrace2 takes it, too. */
static int parse_details(struct tsdl_event *event, struct tsdl_scanner *scanner)
{
	int ret = 0;

	if (tsdl_try(scanner, "loglevel")) {
		tsdl_expect(scanner, "=");
		(void)tsdl_unsigned(scanner, 14);
		tsdl_expect(scanner, ";");
	}
	if (tsdl_try(scanner, "model")) {
		struct tsdl_token uri;

		tsdl_expect(scanner, ".emf.uri =");
		uri = tsdl_string(scanner);
		tsdl_expect(scanner, ";");
		if (!scanner->has_failed)
			ret = copy_text(&event->uri, &uri);
	}
	return ret;
}

static int parse_event(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	struct tsdl_event *event = &tsdl->events[tsdl->event_count++];
	struct tsdl_token name;
	int ret = 0;

	*event = (struct tsdl_event){ 0 };
	tsdl_expect(scanner, "event { name =");
	name = tsdl_string(scanner);
	tsdl_expect(scanner, "; id =");
	event->id = (uint32_t)tsdl_unsigned(scanner, UINT32_MAX);
	tsdl_expect(scanner, "; stream_id =");
	event->stream_id = (uint32_t)tsdl_unsigned(scanner, UINT32_MAX);
	tsdl_expect(scanner, ";");
	ret = parse_details(event, scanner);
	if (ret == 0 && tsdl_try(scanner, "context")) {
		tsdl_expect(scanner, ":= struct");
		ret = tsdl_parse_structure(&event->context, scanner);
		tsdl_expect(scanner, ";");
	}
	tsdl_expect(scanner, "fields := struct");
	if (ret == 0)
		ret = tsdl_parse_structure(&event->payload, scanner);
	tsdl_expect(scanner, "; };");
	return ret == 0 && !scanner->has_failed ? copy_text(&event->name, &name) : ret;
}

static int compare_events(const void *left, const void *right)
{
	const struct tsdl_event *a = left;
	const struct tsdl_event *b = right;

	if (a->stream_id != b->stream_id)
		return a->stream_id < b->stream_id ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static int parse_declarations(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	size_t capacity = 0;
	int ret = 0;

	while (ret == 0 && !scanner->has_failed && !tsdl_is_end(scanner)) {
		if (tsdl_is(scanner, "stream")) {
			ret = parse_stream(tsdl, scanner);
			continue;
		}
		if (tsdl->event_count == capacity) {
			struct tsdl_event *grown;

			capacity = capacity ? 2 * capacity : 32;
			grown = realloc(tsdl->events, capacity * sizeof(*grown));
			if (!grown)
				return -ENOMEM;
			tsdl->events = grown;
		}
		ret = parse_event(tsdl, scanner);
	}
	if (ret < 0 || scanner->has_failed)
		return ret;

	if (tsdl->event_count > 0)
		qsort(tsdl->events, tsdl->event_count, sizeof(*tsdl->events), compare_events);
	for (size_t i = 0; i < tsdl->event_count; i++)
		check_event(tsdl, &tsdl->events[i], scanner);
	for (size_t i = 0; i + 1 < tsdl->event_count; i++)
		if (compare_events(&tsdl->events[i], &tsdl->events[i + 1]) == 0)
			tsdl_fail(scanner);
	return 0;
}

static int parse(struct tsdl *tsdl, struct tsdl_scanner *scanner)
{
	int ret;

	tsdl_expect(scanner, basic_types);
	parse_trace(tsdl, scanner);
	ret = parse_environment(tsdl, scanner);
	if (ret < 0)
		return ret;
	parse_clock(tsdl, scanner);
	tsdl_expect(scanner, packet_context);
	tsdl_expect(scanner, compact_header);
	tsdl_expect(scanner, large_header);
	return parse_declarations(tsdl, scanner);
}

int tsdl_parse(struct tsdl *out, const char *text)
{
	struct tsdl tsdl = { .host = strdup(""), .start_time = strdup("") };
	struct tsdl_scanner scanner;
	int ret = tsdl.host && tsdl.start_time ? 0 : -ENOMEM;

	tsdl_scanner_init(&scanner, text);
	if (strncmp(text, signature, strlen(signature)) != 0)
		tsdl_fail(&scanner);
	if (ret == 0)
		ret = parse(&tsdl, &scanner);
	if (ret == 0 && scanner.has_failed)
		ret = TSDL_NOT_UNDERSTOOD;
	if (ret != 0)
		tsdl_finish(&tsdl);
	else
		*out = tsdl;
	return ret;
}

static void finish_structure(struct tsdl_structure *structure)
{
	for (size_t i = 0; i < structure->count; i++)
		tsdl_finish_field(&structure->fields[i]);
	free(structure->fields);
}

void tsdl_finish(struct tsdl *tsdl)
{
	for (size_t i = 0; i < tsdl->stream_count; i++)
		finish_structure(&tsdl->streams[i].context);
	for (size_t i = 0; i < tsdl->event_count; i++) {
		finish_structure(&tsdl->events[i].context);
		finish_structure(&tsdl->events[i].payload);
		free(tsdl->events[i].name);
		free(tsdl->events[i].uri);
	}
	free(tsdl->streams);
	free(tsdl->events);
	free(tsdl->host);
	free(tsdl->start_time);
	*tsdl = (struct tsdl){ 0 };
}
