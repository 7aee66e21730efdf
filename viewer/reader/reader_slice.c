#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/native.h"
#include "viewer/reader/reader_private.h"

static bool can_cut(const struct reader *reader)
{
	if (reader->has_started || reader->stream_count == 0)
		return false;
	for (size_t i = 0; i < reader->stream_count; i++) {
		const struct stream *stream = &reader->streams[i];

		if (stream->has_lost_rest)
			return false;
		if (stream->port != STREAM_NO_PORT &&
			(!stream->native || !native_can_slice(stream->native)))
			return false;
	}
	return true;
}

/* The largest stream is cut into equal parts, and the others where it is. */
static const struct native_stream *find_largest(const struct reader *reader, uint64_t *total)
{
	const struct native_stream *largest = NULL;

	*total = 0;
	for (size_t i = 0; i < reader->stream_count; i++) {
		const struct native_stream *native = reader->streams[i].native;

		if (!native)
			continue;
		*total += native_size(native);
		if (!largest || native_size(native) > native_size(largest))
			largest = native;
	}
	return largest;
}

static int register_others(const struct reader *reader)
{
	int ret = 0;

	for (size_t i = 0; i < reader->source_count && ret == 0; i++)
		if (reader->sources[i].native)
			ret = native_register_others(reader->sources[i].native);
	return ret;
}

int reader_cut(
	struct reader *reader, int64_t **cuts, size_t *count, size_t slice_count, uint64_t bytes)
{
	const struct native_stream *largest;
	uint64_t total;
	size_t parts;
	int ret;

	*cuts = NULL;
	*count = 0;
	if (!can_cut(reader))
		return 0;
	ret = register_others(reader);
	if (ret < 0)
		return ret;
	reader->list_when_cut = *reader->list;
	largest = find_largest(reader, &total);
	parts = total / bytes < slice_count ? (size_t)(total / bytes) : slice_count;
	if (!largest || parts < 2)
		return 0;
	*cuts = malloc(parts * sizeof(**cuts));
	if (!*cuts)
		return -ENOMEM;
	for (size_t i = 1; i < parts; i++) {
		int64_t cut = native_time_at(largest, (double)i / (double)parts);

		if (*count == 0 || cut > (*cuts)[*count - 1])
			(*cuts)[(*count)++] = cut;
	}
	return 0;
}

static int copy_list(struct trace_list *out, const struct trace_list *whole)
{
	*out = *whole;
	out->problems = NULL;
	out->problem_count = 0;
	out->others = calloc(whole->other_count + 1, sizeof(*out->others));
	if (!out->others)
		return -ENOMEM;
	for (size_t i = 0; i < whole->other_count; i++)
		out->others[i].name = whole->others[i].name;
	return 0;
}

static void forget_counts(struct trace_list *list)
{
	list->event_count = 0;
	list->own_event_count = 0;
	list->message_count = 0;
	list->discarded_events = 0;
	list->discarded_packets = 0;
	list->begin_ns = 0;
	list->end_ns = 0;
	for (size_t i = 0; i < list->other_count; i++)
		list->others[i].count = 0;
}

static int open_stream(struct reader *slice, const struct stream *from, struct trace_list *list,
	int64_t begin_ns, int64_t end_ns)
{
	struct stream *stream = &slice->streams[slice->stream_count];
	int ret;

	stream_init(stream, from->source, from->port, from->number);
	stream->has_records = true;
	stream->is_slice = true;
	stream->limit_ns = begin_ns;
	ret = native_slice_open(&stream->native, from->native, begin_ns, list);
	if (ret < 0)
		return ret;
	slice->stream_count++;
	/* What is before the slice is read, and is nobody's. */
	do
		ret = stream_refill(stream);
	while (ret == 0);
	if (ret < 0)
		return ret;
	stream->has_ended = false;
	stream->limit_ns = end_ns;
	return 0;
}

int reader_create_slice(struct reader **out, struct trace_list *list, const struct reader *whole,
	int64_t begin_ns, int64_t end_ns)
{
	struct reader *slice = calloc(1, sizeof(*slice));
	int ret = copy_list(list, &whole->list_when_cut);

	if (!slice)
		ret = -ENOMEM;
	if (ret == 0) {
		slice->list = list;
		slice->streams = calloc(whole->stream_count, sizeof(*slice->streams));
		ret = slice->streams ? stream_heap_init(&slice->heap, whole->stream_count)
				     : -ENOMEM;
	}
	for (size_t i = 0; ret == 0 && i < whole->stream_count; i++)
		if (whole->streams[i].native)
			ret = open_stream(slice, &whole->streams[i], list, begin_ns, end_ns);
	if (ret < 0) {
		reader_finish_slice(slice, list);
		return ret;
	}
	forget_counts(list);
	*out = slice;
	return 0;
}

void reader_continue_slice(struct reader *slice, int64_t end_ns)
{
	for (size_t i = 0; i < slice->stream_count; i++) {
		slice->streams[i].has_ended = false;
		slice->streams[i].limit_ns = end_ns;
	}
	/* Its streams are begun anew, where they are. */
	slice->has_started = false;
}

void reader_add_counts(struct trace_list *whole, const struct trace_list *list)
{
	if (list->event_count > 0) {
		if (whole->event_count == 0 || list->begin_ns < whole->begin_ns)
			whole->begin_ns = list->begin_ns;
		if (whole->event_count == 0 || list->end_ns > whole->end_ns)
			whole->end_ns = list->end_ns;
	}
	whole->event_count += list->event_count;
	whole->own_event_count += list->own_event_count;
	whole->message_count += list->message_count;
	whole->discarded_events =
		(int64_t)((uint64_t)whole->discarded_events + (uint64_t)list->discarded_events);
	whole->discarded_packets =
		(int64_t)((uint64_t)whole->discarded_packets + (uint64_t)list->discarded_packets);
	for (size_t i = 0; i < list->other_count; i++)
		whole->others[i].count += list->others[i].count;
}

void reader_drop_unused(struct trace_list *whole)
{
	size_t kept = 0;

	for (size_t i = 0; i < whole->other_count; i++) {
		if (whole->others[i].count)
			whole->others[kept++] = whole->others[i];
		else
			free(whole->others[i].name);
	}
	whole->other_count = kept;
}

void reader_finish_slice(struct reader *slice, struct trace_list *list)
{
	if (list) {
		free(list->others);
		list->others = NULL;
	}
	if (!slice)
		return;
	for (size_t i = 0; i < slice->stream_count; i++) {
		native_slice_close(slice->streams[i].native);
		stream_finish(&slice->streams[i]);
	}
	stream_heap_finish(&slice->heap);
	free(slice->streams);
	free(slice);
}
