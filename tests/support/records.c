#include "tests/support/records.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum {
	STREAM_COUNT = 64
};

/* Events of a script may be of several traces in one stream: records are not. */
static uint32_t stream_of(struct script *script, const struct event *event)
{
	uint32_t stream = event->trace * 16 + event->stream % 16;

	assert_true(stream < STREAM_COUNT);
	script->list.stream_traces[stream] = event->trace;
	return stream;
}

void script_to_records(struct script_records *out, struct script *script)
{
	static uint32_t stream_traces[STREAM_COUNT];
	struct record_trail trails[STREAM_COUNT] = { 0 };
	int64_t key_ns = INT64_MIN;

	script->list.stream_traces = stream_traces;
	script->list.stream_count = STREAM_COUNT;
	out->count = 0;
	for (size_t i = 0; i < script->count; i++) {
		const struct event *event = &script->events[i];
		struct record *record = &out->records[out->count++];
		bool is_plain = (event->type == EVENT_ACQUIRE || event->type == EVENT_RELEASE) &&
				event->time_ns >= key_ns;
		uint32_t stream;

		if (event->time_ns > key_ns)
			key_ns = event->time_ns;
		*record = record_of_event(event, key_ns);
		if (!is_plain)
			continue;
		record_lay_out(out->payloads[i], event);
		stream = stream_of(script, event);
		record->word = record_word(out->payloads[i], stream);
		record->word |= (uint64_t)(event->type == EVENT_RELEASE) << RECORD_RELEASE_SHIFT;
		if (!record_follow(&trails[stream], out->payloads[i]))
			record->word |= record_is_apart;
	}
}
