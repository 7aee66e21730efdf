/*
 * Writes a trace of what a KMDF driver's queue presents and the driver completes, see trace_writer.h.
 *
 *   make_requests METADATA FOLDER EVENT_COUNT LIVE_COUNT
 *
 * In two streams. A device owns the requests, about LIVE_COUNT at any time; each is referenced, and a
 * callback takes it over; it owns a memory object while it is completed.
 */
#include <stdlib.h>

#include "tests/bench/trace_writer.h"

enum {
	STREAM_COUNT = 2,
	SITE_COUNT = 16,
	/* Of a request that comes, or goes. */
	REQUEST_EVENT_COUNT = 4,
	TAG = 0x68636562,
};

enum kind {
	WDFDEVICE = 65,
	WDFOBJECT = 66,
	WDFMEMORY = 67,
};

/* Numbers of the events. */
struct ids {
	uint32_t acquire;
	uint32_t release;
	uint32_t reference;
	uint32_t dereference;
	uint32_t span_begin;
	uint32_t span_end;
};

struct maker {
	struct trace_writer writer;
	struct ids ids;
	unsigned char *is_live; /* by slot */
	size_t slot_count;
};

struct object {
	enum kind kind;
	uint64_t handle;
	uint64_t owner;
	uint64_t site;
};

static void acquire(struct maker *maker, const struct object *object)
{
	struct stream_writer *stream = &maker->writer.stream;

	trace_writer_begin_event(&maker->writer, maker->ids.acquire);
	stream_writer_put_32(stream, 1);
	stream_writer_put_32(stream, object->kind);
	stream_writer_put_64(stream, object->handle);
	stream_writer_put_64(stream, object->owner);
	stream_writer_put_64(stream, 16 + stream_writer_random(stream) % 4096);
	stream_writer_put_32(stream, TAG);
	stream_writer_put_64(stream, object->site);
}

static void release(struct maker *maker, const struct object *object)
{
	struct stream_writer *stream = &maker->writer.stream;

	trace_writer_begin_event(&maker->writer, maker->ids.release);
	stream_writer_put_32(stream, 1);
	stream_writer_put_32(stream, object->kind);
	stream_writer_put_64(stream, object->handle);
	stream_writer_put_64(stream, object->site + 0x80);
}

static void refer(struct maker *maker, const struct object *object, int is_first)
{
	struct stream_writer *stream = &maker->writer.stream;

	trace_writer_begin_event(
		&maker->writer, is_first ? maker->ids.reference : maker->ids.dereference);
	stream_writer_put_64(stream, object->handle);
	stream_writer_put_64(stream, TAG);
	stream_writer_put_32(stream, is_first ? 2 : 1);
	stream_writer_put_64(stream, object->site + 0x40);
	stream_writer_put_32(stream, 100);
	stream_writer_put_string(stream, "queue.c");
	stream_writer_put_32(stream, 1);
	stream_writer_put_32(stream, object->kind);
}

static void call_back(struct maker *maker)
{
	static const char name[] = "EvtIoRead";
	const uint64_t site = 0x402000;
	struct stream_writer *stream = &maker->writer.stream;

	trace_writer_begin_event(&maker->writer, maker->ids.span_begin);
	stream_writer_put_32(stream, 1);
	stream_writer_put_string(stream, name);
	stream_writer_put_64(stream, site);
	trace_writer_begin_event(&maker->writer, maker->ids.span_end);
	stream_writer_put_32(stream, 1);
	stream_writer_put_32(stream, 0);
	stream_writer_put_64(stream, site);
	stream_writer_put_string(stream, name);
}

static struct object device_of(const struct maker *maker)
{
	uint64_t handle = UINT64_C(0x7e0000000000) + (maker->writer.stream.number << 36);

	return (struct object){ WDFDEVICE, handle, 0, 0x403000 };
}

/* What is not there comes, and what is goes. */
static void put_request(struct maker *maker, size_t slot)
{
	const struct object device = device_of(maker);
	const struct object request = { WDFOBJECT, device.handle + 64 * (slot + 1), device.handle,
		0x401000 + 0x100 * (slot % SITE_COUNT) };
	const struct object memory = { WDFMEMORY, request.handle + 32, request.handle, 0x404000 };

	if (maker->is_live[slot]) {
		acquire(maker, &memory);
		release(maker, &memory);
		refer(maker, &request, 0);
		release(maker, &request);
	} else {
		acquire(maker, &request);
		refer(maker, &request, 1);
		call_back(maker);
	}
	maker->is_live[slot] = !maker->is_live[slot];
}

static void put_stream(struct maker *maker, uint64_t stream, uint64_t event_count)
{
	struct object device;

	trace_writer_begin_stream(&maker->writer, stream);
	device = device_of(maker);
	acquire(maker, &device);
	for (uint64_t i = 0; i < event_count / REQUEST_EVENT_COUNT; i++)
		put_request(maker, stream_writer_random(&maker->writer.stream) % maker->slot_count);
	for (size_t slot = 0; slot < maker->slot_count; slot++)
		if (maker->is_live[slot])
			put_request(maker, slot);
	release(maker, &device);
	trace_writer_end_stream(&maker->writer);
}

int main(int argc, char **argv)
{
	struct maker maker = { 0 };
	struct trace_writer *writer = &maker.writer;

	if (argc != 5) {
		fprintf(stderr, "usage: make_requests METADATA FOLDER EVENT_COUNT LIVE_COUNT\n");
		return 2;
	}
	trace_writer_open(writer, argv[1], argv[2]);
	maker.ids = (struct ids){
		trace_writer_id(writer, "drvtrace:acquire"),
		trace_writer_id(writer, "drvtrace:release"),
		trace_writer_id(writer, "drvtrace:reference"),
		trace_writer_id(writer, "drvtrace:dereference"),
		trace_writer_id(writer, "drvtrace:span_begin"),
		trace_writer_id(writer, "drvtrace:span_end"),
	};
	/* Half of the slots are live on average. */
	maker.slot_count = strtoull(argv[4], NULL, 10) * 2 / STREAM_COUNT + 1;
	maker.is_live = calloc(maker.slot_count, 1);
	if (!maker.is_live)
		return 1;
	for (uint64_t i = 0; i < STREAM_COUNT; i++)
		put_stream(&maker, i, strtoull(argv[3], NULL, 10) / STREAM_COUNT);
	free(maker.is_live);
	trace_writer_close(writer);
	return 0;
}
