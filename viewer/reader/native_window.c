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

/* What the next packet is, is not looked up in itself. */
static bool is_next_indexed(const struct native_stream *stream)
{
	const struct native_file *file = &stream->files[stream->file];

	return (stream->packet_at < file->size ? file : file + 1)->index;
}

/* Its losses are counted; false when it is none after all. */
static bool pass_packet(struct native_stream *stream, const struct packet_entry *next)
{
	const struct event model = { 0 };
	struct event losses[NATIVE_LOSS_MAX];
	size_t count;

	if (is_next_indexed(stream)) {
		native_stream_pass(stream, next);
		return true;
	}
	if (native_stream_next_packet(stream, losses, &count, &model) != 0)
		return false;
	stream->cursor.at = stream->cursor.end;
	return true;
}

static bool is_wanted(const struct native_stream *stream, const struct packet_entry *entry,
	int64_t since_ns, int64_t until_ns)
{
	return native_stream_time(stream, entry->end) >= since_ns &&
	       native_stream_time(stream, entry->begin) <= until_ns;
}

bool native_window_fits_index(
	const struct native_stream *stream, int64_t since_ns, int64_t until_ns)
{
	bool was_wanted = false;

	if (stream->has_wrong_index)
		return false;
	for (size_t i = 0; i < stream->file_count; i++) {
		const struct native_file *file = &stream->files[i];

		for (size_t k = 0; file->index && k < file->index->count; k++) {
			const struct packet_entry *entry = &file->index->entries[k];
			bool wanted = is_wanted(stream, entry, since_ns, until_ns);
			bool is_next_wanted = k + 1 < file->index->count &&
					      is_wanted(stream, entry + 1, since_ns, until_ns);

			if ((wanted || was_wanted || is_next_wanted) &&
				!packet_index_fits_file(file->index, entry, file->fd))
				return false;
			was_wanted = wanted;
		}
	}
	return true;
}

bool native_narrow(struct native_stream *stream, int64_t since_ns, int64_t until_ns)
{
	struct packet_entry next;

	if (!is_in_order(stream) || stream->is_stuck)
		return false;
	stream->is_narrowed = true;
	stream->until_ns = until_ns;
	if (stream->has_packet && native_stream_time(stream, stream->packet_end) >= since_ns)
		return false;
	stream->cursor.at = stream->cursor.end;
	while (native_stream_look_ahead(stream, &next) &&
		native_stream_time(stream, next.end) < since_ns)
		if (!pass_packet(stream, &next))
			break;
	stream->given_count = 0;
	stream->first_file = stream->file;
	stream->first_at = stream->packet_at;
	return true;
}

bool native_window_is_over(struct native_stream *stream)
{
	struct packet_entry next;

	if (native_stream_next_ns(stream) <= stream->until_ns)
		return false;
	while (native_stream_look_ahead(stream, &next) && pass_packet(stream, &next))
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
