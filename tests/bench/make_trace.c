/*
 * Writes a trace of acquire and release events, see trace_writer.h.
 *
 *   make_trace METADATA FOLDER EVENT_COUNT LIVE_COUNT [STREAM_COUNT [ODD_DISTANCE]]
 *
 * About LIVE_COUNT objects are alive at any time; in the end all but three per stream are released.
 * One of ODD_DISTANCE events is by turns an object with an owner, the release of what never was, or
 * lost.
 */
#include <stdlib.h>

#include "tests/bench/trace_writer.h"

enum {
	SITE_COUNT = 16,
	LEAK_COUNT = 3,
};

struct maker {
	struct trace_writer writer;
	uint32_t acquire; /* numbers of the events */
	uint32_t release;
	uint64_t odd_distance; /* 0: there are none */
	uint64_t odd_count;
	unsigned char *is_live; /* by slot */
	size_t slot_count;
};

static uint64_t handle_of(const struct maker *maker, size_t slot)
{
	return UINT64_C(0x7f0000000000) + (maker->writer.stream.number << 36) + slot * 64;
}

static void put_object(struct maker *maker, int is_release, size_t slot, uint64_t owner)
{
	struct stream_writer *stream = &maker->writer.stream;

	trace_writer_begin_event(&maker->writer, is_release ? maker->release : maker->acquire);
	stream_writer_put_32(stream, 1);
	stream_writer_put_32(stream, 2);
	stream_writer_put_64(stream, handle_of(maker, slot));
	if (!is_release) {
		stream_writer_put_64(stream, owner);
		stream_writer_put_64(stream, 16 + stream_writer_random(stream) % 4096);
		stream_writer_put_32(stream, 0x68636562);
	}
	stream_writer_put_64(
		stream, 0x401000 + 0x100 * (slot % SITE_COUNT) + (is_release ? 0x80U : 0));
}

/* Of slots that no other event has. */
static void put_odd(struct maker *maker)
{
	size_t slot = maker->slot_count + maker->odd_count / 3 % 64;

	switch (maker->odd_count++ % 3) {
	case 0:
		put_object(maker, 0, slot, handle_of(maker, 0));
		put_object(maker, 1, slot, 0);
		break;
	case 1:
		put_object(maker, 1, slot, 0);
		break;
	default:
		maker->writer.stream.discarded++;
		maker->writer.seq++;
		break;
	}
}

/* Acquires what is free, releases what is not. */
static void put_event(struct maker *maker, size_t slot)
{
	put_object(maker, maker->is_live[slot], slot, 0);
	maker->is_live[slot] = !maker->is_live[slot];
}

static void put_stream(struct maker *maker, uint64_t stream, uint64_t event_count)
{
	trace_writer_begin_stream(&maker->writer, stream);
	for (uint64_t i = 1; i <= event_count; i++) {
		put_event(maker, stream_writer_random(&maker->writer.stream) % maker->slot_count);
		if (maker->odd_distance && i % maker->odd_distance == 0)
			put_odd(maker);
	}
	for (size_t slot = LEAK_COUNT; slot < maker->slot_count; slot++)
		if (maker->is_live[slot])
			put_event(maker, slot);
	for (size_t slot = 0; slot < LEAK_COUNT; slot++)
		maker->is_live[slot] = 0;
	trace_writer_end_stream(&maker->writer);
}

int main(int argc, char **argv)
{
	uint64_t stream_count = argc >= 6 ? strtoull(argv[5], NULL, 10) : 2;
	struct maker maker = { 0 };

	if (argc < 5 || argc > 7) {
		fprintf(stderr, "usage: make_trace METADATA FOLDER EVENT_COUNT LIVE_COUNT "
				"[STREAM_COUNT [ODD_DISTANCE]]\n");
		return 2;
	}
	trace_writer_open(&maker.writer, argv[1], argv[2]);
	maker.acquire = trace_writer_id(&maker.writer, "drvtrace:acquire");
	maker.release = trace_writer_id(&maker.writer, "drvtrace:release");
	maker.odd_distance = argc == 7 ? strtoull(argv[6], NULL, 10) : 0;
	/* Half of the slots are live on average. */
	maker.slot_count = strtoull(argv[4], NULL, 10) * 2 / stream_count + LEAK_COUNT + 1;
	maker.is_live = calloc(maker.slot_count, 1);
	if (!maker.is_live)
		return 1;
	for (uint64_t i = 0; i < stream_count; i++)
		put_stream(&maker, i, strtoull(argv[3], NULL, 10) / stream_count);
	free(maker.is_live);
	trace_writer_close(&maker.writer);
	return 0;
}
