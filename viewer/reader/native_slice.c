#include "viewer/reader/native.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/reader/native_file.h"
#include "viewer/reader/native_stream.h"

bool native_can_slice(const struct native_stream *stream)
{
	for (size_t i = 0; i < stream->file_count; i++)
		if (!stream->files[i].is_ordered || stream->files[i].index)
			return false;

	return !stream->has_packet;
}

uint64_t native_size(const struct native_stream *stream)
{
	uint64_t size = 0;

	for (size_t i = 0; i < stream->file_count; i++)
		size += stream->files[i].size;
	return size;
}

int64_t native_time_at(const struct native_stream *stream, double part)
{
	uint64_t at = (uint64_t)((double)native_size(stream) * part);
	const struct native_mark *mark = stream->files[0].marks;

	for (size_t i = 0; i < stream->file_count; i++) {
		const struct native_file *file = &stream->files[i];

		for (size_t k = 0; k < file->mark_count && file->marks[k].at <= at; k++)
			mark = &file->marks[k];
		if (at < file->size)
			break;
		at -= file->size;
	}
	return native_stream_time(stream, mark->begin);
}

/* The last mark before that time, and in which file it is; the first one if there is none. */
static const struct native_mark *find_mark(
	const struct native_stream *stream, int64_t begin_ns, size_t *file)
{
	const struct native_mark *found = stream->files[0].marks;

	*file = 0;
	for (size_t i = 0; i < stream->file_count; i++) {
		const struct native_file *in = &stream->files[i];
		size_t low = 0;
		size_t high = in->mark_count;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (native_stream_time(stream, in->marks[middle].begin) < begin_ns)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == 0)
			break;
		found = &in->marks[low - 1];
		*file = i;
	}
	return found;
}

/* As if the packet had been read. */
static void pass_packet(struct native_stream *slice, const unsigned char *packet)
{
	slice->has_packet = true;
	slice->sequence_number = native_get_64(packet + NATIVE_SEQUENCE_NUMBER);
	slice->discarded = native_get_64(packet + NATIVE_DISCARDED);
	slice->packet_end = native_get_64(packet + NATIVE_TIME_END);
	slice->packet_at += native_get_64(packet + NATIVE_PACKET_BITS) / 8;
}

/*
 * What is lost before a packet follows from the one before, and is timed with its end: so the one
 * before the last mark is where to begin.
 */
static void seek(struct native_stream *slice, int64_t begin_ns)
{
	const struct native_mark *mark = find_mark(slice, begin_ns, &slice->file);

	if (mark > slice->files[slice->file].marks) {
		mark--;
	} else if (slice->file > 0) {
		slice->file--;
		mark = &slice->files[slice->file].marks[slice->files[slice->file].mark_count - 1];
	}
	slice->packet_at = mark->at;
	while (slice->file < slice->file_count) {
		const struct native_file *file = &slice->files[slice->file];
		const unsigned char *packet = file->bytes + slice->packet_at;

		if (slice->packet_at == file->size) {
			slice->file++;
			slice->packet_at = 0;
			continue;
		}
		if (native_stream_time(slice, native_get_64(packet + NATIVE_TIME_END)) >= begin_ns)
			break;
		pass_packet(slice, packet);
	}
	slice->kept_at = slice->packet_at;
}

int native_slice_open(struct native_stream **out, const struct native_stream *stream,
	int64_t begin_ns, struct trace_list *list)
{
	struct native_stream *slice = malloc(sizeof(*slice));

	if (!slice)
		return -ENOMEM;
	*slice = *stream;
	slice->list = list;
	slice->name = NULL;
	seek(slice, begin_ns);
	*out = slice;
	return 0;
}

void native_slice_close(struct native_stream *slice)
{
	if (slice && slice->file < slice->file_count)
		native_file_forget(&slice->files[slice->file], slice->kept_at, slice->packet_at);
	free(slice);
}
