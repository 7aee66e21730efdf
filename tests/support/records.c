#include "tests/support/records.h"

static void put_32(unsigned char *payload, uint32_t offset, uint32_t number)
{
	memcpy(payload + offset, &number, sizeof(number));
}

static void put_64(unsigned char *payload, uint32_t offset, uint64_t number)
{
	memcpy(payload + offset, &number, sizeof(number));
}

static void lay_out(unsigned char *payload, const struct event *event)
{
	put_32(payload, RECORD_THREAD, (uint32_t)event->pid);
	put_32(payload, RECORD_TID, (uint32_t)event->tid);
	put_32(payload, RECORD_SEQ, event->seq);
	put_32(payload, RECORD_DRIVER, event->driver);
	put_32(payload, RECORD_KIND, event->kind);
	put_64(payload, RECORD_HANDLE, event->handle);
	if (event->type == EVENT_RELEASE) {
		put_64(payload, RECORD_RELEASE_SITE, event->site);
		return;
	}
	put_64(payload, RECORD_OWNER, event->acquire.owner);
	put_64(payload, RECORD_SIZE, event->acquire.size_bytes);
	put_32(payload, RECORD_TAG, event->acquire.tag);
	put_64(payload, RECORD_SITE, event->site);
}

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
		lay_out(out->payloads[i], event);
	}
}
