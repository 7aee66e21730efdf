#include "tests/support/records.h"

void script_to_records(struct script_records *out, const struct script *script)
{
	int64_t key_ns = INT64_MIN;

	out->count = 0;
	for (size_t i = 0; i < script->count; i++) {
		const struct event *event = &script->events[i];
		struct record *record = &out->records[out->count++];
		bool is_plain = (event->type == EVENT_ACQUIRE || event->type == EVENT_RELEASE) &&
				event->time_ns >= key_ns;

		if (event->time_ns > key_ns)
			key_ns = event->time_ns;
		*record = (struct record){ .time_ns = key_ns,
			.data = event,
			.stream = event->stream,
			.type = RECORD_EVENT,
			.trace = event->trace };
		if (!is_plain)
			continue;
		record->type = event->type == EVENT_RELEASE ? RECORD_RELEASE : RECORD_ACQUIRE;
		record->data = out->payloads[i];
		record_lay_out(out->payloads[i], event);
	}
}
