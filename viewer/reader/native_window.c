#include "viewer/reader/native_window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/native.h"
#include "viewer/reader/native_file.h"
#include "viewer/reader/native_stream.h"

enum {
	COUNTED_AT_ONCE = 64
};

/* Packets that overlap, or go back in time, do not tell where something lies. */
static bool is_in_order(const struct native_stream *stream)
{
	for (size_t i = 0; i < stream->file_count; i++)
		if (!stream->files[i].is_ordered)
			return false;

	return true;
}

/* The header of the next packet; NULL after the last one. */
static const unsigned char *next_header(const struct native_stream *stream)
{
	const struct native_file *file = &stream->files[stream->file];

	if (stream->file == stream->file_count)
		return NULL;
	if (stream->packet_at < file->size)
		return file->bytes + stream->packet_at;
	return stream->file + 1 < stream->file_count ? file[1].bytes : NULL;
}

/* Its losses are counted; false when it is none after all. */
static bool pass_packet(struct native_stream *stream)
{
	const struct event model = { 0 };
	struct event losses[NATIVE_LOSS_MAX];
	size_t count;

	if (native_stream_next_packet(stream, losses, &count, &model) != 0)
		return false;
	stream->cursor.at = stream->cursor.end;
	return true;
}

bool native_narrow(struct native_stream *stream, int64_t since_ns, int64_t until_ns)
{
	const unsigned char *next;

	if (!is_in_order(stream) || stream->is_stuck)
		return false;
	stream->is_narrowed = true;
	stream->until_ns = until_ns;
	if (stream->has_packet && native_stream_time(stream, stream->packet_end) >= since_ns)
		return false;
	stream->cursor.at = stream->cursor.end;
	while ((next = next_header(stream)) &&
		native_stream_time(stream, native_get_64(next + NATIVE_TIME_END)) < since_ns)
		if (!pass_packet(stream))
			break;
	stream->given_count = 0;
	stream->first_file = stream->file;
	stream->first_at = stream->packet_at;
	return true;
}

bool native_window_is_over(struct native_stream *stream)
{
	if (native_stream_next_ns(stream) <= stream->until_ns)
		return false;
	while (pass_packet(stream))
		continue;
	/* What is wrong there is not wanted either. */
	stream->is_stuck = false;
	return true;
}

/* Reads the stream as it was in the beginning, up to its end. */
static int count_events(struct native_stream *passed, uint64_t *count)
{
	const struct event model = { 0 };
	struct event events[COUNTED_AT_ONCE];
	size_t got;
	int ret;

	do
		ret = native_read(passed, events, COUNTED_AT_ONCE, &got, &model);
	while (ret == 0);
	*count = passed->given_count;
	return ret == NATIVE_END ? 0 : ret < 0 ? ret : NATIVE_STUCK;
}

int native_window_count_passed(const struct native_stream *stream, uint64_t *count)
{
	struct native_stream passed = { .class = stream->class, .list = stream->list };
	const struct trace_list list = *stream->list;
	int ret;

	*count = 0;
	if (stream->first_file == 0 && stream->first_at == 0)
		return 0;
	passed.file_count = stream->first_file + (stream->first_at > 0);
	passed.files = malloc(passed.file_count * sizeof(*passed.files));
	if (!passed.files)
		return -ENOMEM;
	memcpy(passed.files, stream->files, passed.file_count * sizeof(*passed.files));
	if (stream->first_at > 0)
		passed.files[stream->first_file].size = stream->first_at;
	ret = count_events(&passed, count);
	free(passed.files);
	/* What is lost there was counted when it was passed, and its events are not given. */
	stream->list->event_count = list.event_count;
	stream->list->own_event_count = list.own_event_count;
	stream->list->message_count = list.message_count;
	stream->list->discarded_events = list.discarded_events;
	stream->list->discarded_packets = list.discarded_packets;
	stream->list->begin_ns = list.begin_ns;
	stream->list->end_ns = list.end_ns;
	return ret;
}
