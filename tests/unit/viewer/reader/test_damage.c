#include "viewer/reader/reader.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/viewer/reader/fixture.h"

/* The recorded trace "lost": one stream with events, in 13 packets of 4 KiB, and 3 without. */
enum {
	PACKET_BYTES = 4096,
	PACKET_COUNT = 13,
	EVENT_COUNT = 923,
};

static char *scratch;
static unsigned char *stream;
static size_t stream_size;

static int set_up(void **state)
{
	(void)state;
	scratch = scratch_create();
	scratch_copy_trace(scratch, TRACE("lost"));
	stream = file_load(scratch_file(scratch, "c_0"), &stream_size);
	return setenv("TMPDIR", scratch, 1);
}

/* Whatever was repaired, the view is gone with the reader. */
static int tear_down(void **state)
{
	DIR *folder = opendir(scratch);
	size_t count = 0;

	(void)state;
	assert_non_null(folder);
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
		count += strncmp(entry->d_name, "drvtrace-view", strlen("drvtrace-view")) == 0;
	closedir(folder);
	assert_int_equal(count, 0);
	free(stream);
	scratch_destroy(scratch);
	return unsetenv("TMPDIR");
}

static void read_scratch(struct reading *reading)
{
	reading_run_one(reading, scratch);
}

static void assert_rest_is_lost(const struct reading *reading)
{
	const struct event *last = &reading->events[reading->count - 1];

	assert_true(reading->count > 0);
	assert_int_equal(last->type, EVENT_LOST);
	assert_int_equal(last->lost.count, -1);
	assert_true(last->lost.end_ns == INT64_MAX);
}

static void a_truncated_stream_is_read_as_far_as_it_is_whole(void **state)
{
	uint64_t previous = 0;

	(void)state;
	assert_int_equal(stream_size, PACKET_COUNT * PACKET_BYTES);
	for (size_t size = 8; size < stream_size; size += 1021) {
		struct reading reading;

		file_save(scratch_file(scratch, "c_0"), stream, size);
		read_scratch(&reading);
		assert_int_equal(reading.list.trace_count, 1);
		assert_int_equal(reading.list.problem_count, 1);
		assert_true(reading_has_problem(&reading, "/c_0"));
		assert_true(reading_has_problem(&reading, "is truncated"));
		assert_true(reading.list.event_count >= previous);
		if (size >= PACKET_BYTES)
			assert_true(reading.list.event_count > 0);
		assert_rest_is_lost(&reading);
		previous = reading.list.event_count;
		reading_finish(&reading);
	}
	assert_true(previous > EVENT_COUNT / 2);
}

static void a_stream_cut_between_packets_cannot_be_told_from_a_whole_one(void **state)
{
	struct reading reading;

	(void)state;
	file_save(scratch_file(scratch, "c_0"), stream, 3 * PACKET_BYTES);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 0);
	assert_true(reading.list.event_count > 0);
	reading_finish(&reading);
}

static void an_empty_stream_is_no_problem(void **state)
{
	struct reading reading;

	(void)state;
	file_save(scratch_file(scratch, "c_0"), "", 0);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.list.trace_count, 1);
	assert_int_equal(reading.count, 0);
	reading_finish(&reading);
}

static void a_damaged_packet_ends_its_stream(void **state)
{
	struct reading reading;

	(void)state;
	memset(stream + 5 * PACKET_BYTES, 0xff, 64);
	file_save(scratch_file(scratch, "c_0"), stream, stream_size);
	read_scratch(&reading);
	assert_true(reading_has_problem(&reading, "is damaged at byte 20480"));
	assert_true(reading.list.event_count > 0);
	assert_true(reading.list.event_count < EVENT_COUNT);
	assert_rest_is_lost(&reading);
	reading_finish(&reading);
}

static void damaged_events_end_their_stream(void **state)
{
	struct reading reading;

	(void)state;
	memset(stream + 5 * PACKET_BYTES + 1000, 0xff, 1000);
	file_save(scratch_file(scratch, "c_0"), stream, stream_size);
	read_scratch(&reading);
	assert_true(reading_has_problem(&reading, "a stream cannot be read to its end: "));
	assert_false(reading_has_problem(&reading, "addr="));
	assert_true(reading.list.event_count > 0);
	assert_true(reading.list.event_count < EVENT_COUNT);
	assert_rest_is_lost(&reading);
	reading_finish(&reading);
}

static void other_streams_go_on_when_one_breaks(void **state)
{
	struct reading reading;
	struct reading whole;

	(void)state;
	/* The same events once more, as another stream of the trace: the instance id differs. */
	for (size_t at = 0; at < stream_size; at += PACKET_BYTES)
		stream[at + 24] = 9;
	file_save(scratch_file(scratch, "c_9"), stream, stream_size);
	read_scratch(&whole);
	assert_int_equal(whole.list.problem_count, 0);
	assert_int_equal(whole.list.event_count, 2 * EVENT_COUNT);

	memset(stream + 5 * PACKET_BYTES + 1000, 0xff, 1000);
	file_save(scratch_file(scratch, "c_9"), stream, stream_size);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 1);
	assert_true(reading.list.event_count > EVENT_COUNT);
	assert_true(reading.list.event_count < 2 * EVENT_COUNT);
	reading_finish(&reading);
	reading_finish(&whole);
}

static void swap_packets(size_t a, size_t b)
{
	unsigned char packet[PACKET_BYTES];

	memcpy(packet, stream + a * PACKET_BYTES, PACKET_BYTES);
	memcpy(stream + a * PACKET_BYTES, stream + b * PACKET_BYTES, PACKET_BYTES);
	memcpy(stream + b * PACKET_BYTES, packet, PACKET_BYTES);
}

static void a_clock_that_goes_backwards_costs_no_event(void **state)
{
	struct reading reading;

	(void)state;
	swap_packets(2, 4);
	file_save(scratch_file(scratch, "c_0"), stream, stream_size);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.list.event_count, EVENT_COUNT);
	reading_finish(&reading);
}

static void foreign_files_are_left_out(void **state)
{
	struct reading reading;

	(void)state;
	file_save(scratch_file(scratch, "notes.txt"), "hello", 5);
	file_save(scratch_file(scratch, "x"), "h", 1);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 2);
	assert_true(reading_has_problem(&reading, "/notes.txt"));
	assert_true(reading_has_problem(&reading, "is no stream file, and is left out"));
	assert_int_equal(reading.list.event_count, EVENT_COUNT);
	reading_finish(&reading);
}

static void streams_of_another_trace_are_left_out(void **state)
{
	struct reading reading;

	(void)state;
	stream[4] ^= 0xff; /* the trace's UUID */
	file_save(scratch_file(scratch, "c_9"), stream, PACKET_BYTES);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 1);
	assert_true(reading_has_problem(&reading, "is a stream of another trace"));
	assert_int_equal(reading.list.event_count, EVENT_COUNT);
	reading_finish(&reading);
}

static void streams_that_the_metadata_does_not_know_are_left_out(void **state)
{
	struct reading reading;

	(void)state;
	stream[20] = 7; /* the id of the stream's class */
	file_save(scratch_file(scratch, "c_9"), stream, PACKET_BYTES);
	read_scratch(&reading);
	assert_int_equal(reading.list.problem_count, 1);
	assert_true(reading_has_problem(&reading, "c_9 is left out: "));
	assert_int_equal(reading.list.event_count, EVENT_COUNT);
	/* Some of its events are missing, from the beginning on. */
	assert_int_equal(reading_count(&reading, EVENT_LOST), 11 + 1);
	reading_finish(&reading);
}

static void missing_metadata_is_said(void **state)
{
	struct reading reading;

	(void)state;
	assert_int_equal(unlink(scratch_file(scratch, "metadata")), 0);
	read_scratch(&reading);
	assert_int_equal(reading.list.trace_count, 0);
	assert_int_equal(reading.list.problem_count, 1);
	assert_true(reading_has_problem(&reading, "holds stream files but no metadata"));
	reading_finish(&reading);
}

static void empty_metadata_is_explained(void **state)
{
	struct reading reading;

	(void)state;
	file_save(scratch_file(scratch, "metadata"), "", 0);
	read_scratch(&reading);
	assert_int_equal(reading.list.trace_count, 0);
	assert_int_equal(reading.list.problem_count, 1);
	assert_true(reading_has_problem(&reading, "is empty: the recorded programs still run"));
	reading_finish(&reading);
}

/* babeltrace2 would never return from this. */
static void truncated_metadata_is_used_as_far_as_it_goes(void **state)
{
	size_t size;
	unsigned char *metadata = file_load(scratch_file(scratch, "metadata"), &size);
	uint64_t event_count = 0;

	(void)state;
	for (size_t kept = 1; kept < size; kept += 487) {
		struct reading reading;

		file_save(scratch_file(scratch, "metadata"), metadata, kept);
		read_scratch(&reading);
		assert_true(reading.list.problem_count > 0);
		assert_true(reading_has_problem(&reading, "/metadata"));
		assert_true(reading.list.event_count >= event_count);
		event_count = reading.list.event_count;
		reading_finish(&reading);
	}
	assert_true(event_count > 0);
	free(metadata);
}

static void metadata_that_is_no_metadata_is_said(void **state)
{
	static const char *const texts[] = { "hello", "/* CTF 1.8 */\n", "\n\n\n", "trace { };",
		"}", "\"", "/*", "event { name = \"" };
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		file_save(scratch_file(scratch, "metadata"), texts[i], strlen(texts[i]));
		read_scratch(&reading);
		assert_int_equal(reading.list.event_count, 0);
		assert_true(reading.list.problem_count > 0);
		reading_finish(&reading);
	}
}

static void one_bad_folder_does_not_stop_the_others(void **state)
{
	const char *paths[] = { NULL, TRACE("leaky"), TRACE("clean") };
	struct reading reading;

	(void)state;
	paths[0] = scratch;
	file_save(scratch_file(scratch, "metadata"), "hello", 5);
	reading_run(&reading, paths, 3);
	assert_int_equal(reading.list.trace_count, 2);
	assert_int_equal(reading.list.event_count, 16 + 17);
	assert_int_equal(reading.list.own_event_count, 16 + 17);
	assert_true(reading.list.problem_count > 0);
	reading_finish(&reading);
}

static size_t offset_of(const unsigned char *bytes, size_t size, const char *text)
{
	const unsigned char *at = memmem(bytes, size, text, strlen(text));

	assert_non_null(at);
	return (size_t)(at - bytes);
}

static void without_room_for_a_repair_that_is_said(void **state)
{
	struct reading reading;
	unsigned char *metadata;
	size_t size;

	(void)state;
	/* No blank that LTTng writes: it is left to babeltrace2. */
	metadata = file_load(scratch_file(scratch, "metadata"), &size);
	metadata[strlen("trace {") + offset_of(metadata, size, "trace {")] = '\r';
	file_save(scratch_file(scratch, "metadata"), metadata, size);
	free(metadata);
	file_save(scratch_file(scratch, "notes.txt"), "hello", 5);
	assert_int_equal(setenv("TMPDIR", "/proc/nowhere", 1), 0);
	read_scratch(&reading);
	assert_int_equal(reading.list.trace_count, 0);
	assert_true(reading_has_problem(&reading, "no repaired view of it can be made in TMPDIR"));
	reading_finish(&reading);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_truncated_stream_is_read_as_far_as_it_is_whole),
		TEST(a_stream_cut_between_packets_cannot_be_told_from_a_whole_one),
		TEST(an_empty_stream_is_no_problem),
		TEST(a_damaged_packet_ends_its_stream),
		TEST(damaged_events_end_their_stream),
		TEST(other_streams_go_on_when_one_breaks),
		TEST(a_clock_that_goes_backwards_costs_no_event),
		TEST(foreign_files_are_left_out),
		TEST(streams_of_another_trace_are_left_out),
		TEST(streams_that_the_metadata_does_not_know_are_left_out),
		TEST(missing_metadata_is_said),
		TEST(empty_metadata_is_explained),
		TEST(truncated_metadata_is_used_as_far_as_it_goes),
		TEST(metadata_that_is_no_metadata_is_said),
		TEST(one_bad_folder_does_not_stop_the_others),
		TEST(without_room_for_a_repair_that_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
