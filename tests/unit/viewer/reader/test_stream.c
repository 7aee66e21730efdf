#include "viewer/reader/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
	STREAM_COUNT = 3,
	EVENT_COUNT = 5
};

static struct stream streams[STREAM_COUNT];
static struct event events[STREAM_COUNT][EVENT_COUNT];
static struct stream_heap heap;

/* Streams whose events are at hand: nothing is read. */
static void fill(const int64_t times[STREAM_COUNT][EVENT_COUNT])
{
	assert_int_equal(stream_heap_init(&heap, STREAM_COUNT), 0);
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		stream_init(&streams[i], NULL, i, (uint32_t)i);
		for (size_t k = 0; k < EVENT_COUNT; k++)
			events[i][k] =
				(struct event){ .stream = (uint32_t)i, .time_ns = times[i][k] };
		streams[i].events = events[i];
		streams[i].event_count = EVENT_COUNT;
		stream_update_key(&streams[i]);
		stream_heap_add(&heap, &streams[i]);
	}
}

/* All events in the order of the heap. */
static size_t drain(struct event *out)
{
	size_t count = 0;

	while (heap.count > 0) {
		struct stream *top = heap.streams[0];
		size_t run = stream_heap_run(&heap);

		assert_true(run > 0);
		for (; run > 0; run--) {
			out[count++] = top->events[top->position];
			stream_update_key(top);
			top->position++;
		}
		if (top->position == top->event_count) {
			stream_heap_remove_top(&heap);
		} else {
			stream_update_key(top);
			stream_heap_sink_top(&heap);
		}
	}
	stream_heap_finish(&heap);
	return count;
}

static void events_come_by_time(void **state)
{
	static const int64_t times[STREAM_COUNT][EVENT_COUNT] = {
		{ 10, 20, 21, 22, 90 },
		{ 1, 2, 3, 95, 96 },
		{ 15, 16, 50, 51, 99 },
	};
	struct event out[STREAM_COUNT * EVENT_COUNT];

	(void)state;
	fill(times);
	assert_int_equal(drain(out), STREAM_COUNT * EVENT_COUNT);
	for (size_t i = 1; i < STREAM_COUNT * EVENT_COUNT; i++)
		assert_true(out[i].time_ns > out[i - 1].time_ns);
}

static void at_the_same_time_the_first_stream_goes_first(void **state)
{
	static const int64_t times[STREAM_COUNT][EVENT_COUNT] = {
		{ 7, 7, 7, 7, 7 },
		{ 7, 7, 7, 7, 7 },
		{ 7, 7, 7, 7, 7 },
	};
	struct event out[STREAM_COUNT * EVENT_COUNT];

	(void)state;
	fill(times);
	assert_int_equal(drain(out), STREAM_COUNT * EVENT_COUNT);
	for (size_t i = 0; i < STREAM_COUNT * EVENT_COUNT; i++)
		assert_int_equal(out[i].stream, i / EVENT_COUNT);
}

/* What comes after a step back comes at once: it has waited long enough. */
static void a_clock_that_steps_back_keeps_its_streams_order(void **state)
{
	static const int64_t times[STREAM_COUNT][EVENT_COUNT] = {
		{ 10, 50, 5, 6, 60 },
		{ 20, 30, 40, 55, 70 },
		{ 100, 101, 102, 103, 104 },
	};
	static const int64_t expected[STREAM_COUNT * EVENT_COUNT] = { 10, 20, 30, 40, 50, 5, 6, 55,
		60, 70, 100, 101, 102, 103, 104 };
	struct event out[STREAM_COUNT * EVENT_COUNT];

	(void)state;
	fill(times);
	assert_int_equal(drain(out), STREAM_COUNT * EVENT_COUNT);
	for (size_t i = 0; i < STREAM_COUNT * EVENT_COUNT; i++)
		assert_true(out[i].time_ns == expected[i]);
}

static void one_stream_is_given_in_one_run(void **state)
{
	(void)state;
	assert_int_equal(stream_heap_init(&heap, 1), 0);
	stream_init(&streams[0], NULL, 0, 0);
	streams[0].events = events[0];
	streams[0].event_count = EVENT_COUNT;
	stream_update_key(&streams[0]);
	stream_heap_add(&heap, &streams[0]);
	assert_int_equal(stream_heap_run(&heap), EVENT_COUNT);
	stream_heap_finish(&heap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_by_time),
		cmocka_unit_test(at_the_same_time_the_first_stream_goes_first),
		cmocka_unit_test(a_clock_that_steps_back_keeps_its_streams_order),
		cmocka_unit_test(one_stream_is_given_in_one_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
