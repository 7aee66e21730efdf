#include <stdlib.h>

#include "viewer/reader/native.h"
#include "viewer/reader/reader_private.h"

int reader_begin(struct reader *reader, int64_t *begin_ns)
{
	const struct stream *top;
	int ret;

	reader->is_beginning = true;
	ret = reader_start(reader);
	reader->is_beginning = false;
	if (ret < 0)
		return ret;
	if (reader->heap.count == 0)
		return READER_END;
	top = reader->heap.streams[0];
	*begin_ns = top->events[top->position].time_ns;
	return 0;
}

int reader_narrow(struct reader *reader, int64_t since_ns, int64_t until_ns)
{
	for (size_t i = 0; i < reader->source_count; i++)
		if (reader->sources[i].native &&
			!native_fits_index(reader->sources[i].native, since_ns, until_ns))
			return READER_WRONG_INDEX;
	/* Every stream that has something at hand is in the heap, and may leave it. */
	reader->heap.count = 0;
	for (size_t i = 0; i < reader->stream_count; i++) {
		struct stream *stream = &reader->streams[i];
		int ret;

		if (stream->position == stream->event_count)
			continue;
		ret = stream_narrow(stream, since_ns, until_ns);
		if (ret < 0)
			return ret;
		if (ret == STREAM_END)
			continue;
		stream_update_key(stream);
		stream_heap_add(&reader->heap, stream);
	}
	return 0;
}
