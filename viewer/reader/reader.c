#include "viewer/reader/reader.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "viewer/reader/decode.h"
#include "viewer/reader/find.h"
#include "viewer/reader/native.h"
#include "viewer/reader/reader_private.h"
#include "viewer/reader/recording.h"
#include "viewer/reader/source.h"
#include "viewer/reader/stream.h"

static int add_trace(struct trace_list *list, const char *path)
{
	struct trace trace = { .path = strdup(path), .host = strdup(""), .start_time = strdup("") };
	struct trace *grown = NULL;

	if (trace.path && trace.host && trace.start_time)
		grown = realloc(list->traces, (list->trace_count + 1) * sizeof(*grown));
	if (!grown) {
		free(trace.path);
		free(trace.host);
		free(trace.start_time);
		return -ENOMEM;
	}
	list->traces = grown;
	list->traces[list->trace_count++] = trace;
	return 0;
}

/* What babeltrace2's streams say of a trace comes later; here is what is known before. */
static int add_source(struct reader *reader, struct source *source, const struct folder *folder)
{
	struct trace *trace;
	int ret = add_trace(reader->list, folder->path);

	if (ret < 0)
		return ret;
	source->trace = (uint32_t)reader->list->trace_count - 1;
	source->decoder = reader->decoder;
	trace = &reader->list->traces[source->trace];
	if (source->native) {
		source->is_described = true;
		ret = native_describe(source->native, trace);
		if (ret < 0)
			return ret;
	}
	return recording_find_running(
		&trace->running_pids, &trace->running_pid_count, folder->path, folder->root);
}

static int open_folder(struct reader *reader, const struct folder *folder)
{
	struct source *source = &reader->sources[reader->source_count];
	int ret = source_open(source, &reader->plugin, reader->choice, folder->path, reader->list,
		reader->is_by_index);

	if (ret != 0)
		return ret < 0 ? ret : 0;
	reader->source_count++;
	return add_source(reader, source, folder);
}

static int create_streams(struct reader *reader)
{
	size_t count = 0;

	/* One more per trace, for the loss of whole stream files. */
	for (size_t i = 0; i < reader->source_count; i++)
		count += source_stream_count(&reader->sources[i]) + 1;
	reader->streams = calloc(count ? count : 1, sizeof(*reader->streams));
	reader->list->stream_traces = calloc(count ? count : 1, sizeof(uint32_t));
	if (!reader->streams || !reader->list->stream_traces)
		return -ENOMEM;
	reader->list->stream_count = count;

	for (size_t i = 0; i < reader->source_count; i++) {
		struct source *source = &reader->sources[i];
		size_t port_count = source_stream_count(source);

		for (size_t port = 0; port <= port_count; port++) {
			struct stream *stream = &reader->streams[reader->stream_count];
			bool is_real = port < port_count;

			reader->list->stream_traces[reader->stream_count] = source->trace;
			stream_init(stream, source, is_real ? port : STREAM_NO_PORT,
				(uint32_t)reader->stream_count++);
			if (source->native && is_real)
				stream->native = native_stream_get(source->native, port);
			stream->has_lost_rest =
				is_real ? source_is_cut(source, port)
					: inspection_has_left_out(&source->inspection);
		}
	}
	return stream_heap_init(&reader->heap, count);
}

/*
 * When the first events are asked for: only then it is known in which form they are wanted. The loss
 * of a whole stream begins with the first event that is known of.
 */
int reader_start(struct reader *reader)
{
	reader->has_started = true;
	for (size_t i = 0; i < reader->stream_count; i++) {
		struct stream *stream = &reader->streams[i];
		int ret;

		stream->has_records = reader->has_records;
		stream->is_beginning = reader->is_beginning;
		if (stream->port == STREAM_NO_PORT)
			stream->last_ns = reader->list->begin_ns;
		ret = stream_refill(stream);
		stream->is_beginning = false;
		if (ret < 0)
			return ret;
		if (ret == STREAM_END)
			continue;
		stream_update_key(stream);
		stream_heap_add(&reader->heap, stream);
	}
	return 0;
}

/*
 * babeltrace2 keeps the file of every stream open, and a recording with a buffer per process has
 * streams in the thousands. How many files are open already, by whoever started us, is not known:
 * all that may be allowed is. Where that is not enough, some of them are a problem later.
 */
static void allow_open_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int open_all(struct reader *reader, const char *const *paths, size_t path_count)
{
	int ret;

	allow_open_files();
	ret = decoder_create(&reader->decoder, reader->list);
	if (ret < 0)
		return ret;
	ret = folder_list_find(&reader->folders, paths, path_count, reader->list);
	if (ret < 0)
		return ret;

	/* Streams point at their source: the array does not move. */
	reader->sources =
		calloc(reader->folders.count ? reader->folders.count : 1, sizeof(*reader->sources));
	if (!reader->sources)
		return -ENOMEM;
	for (size_t i = 0; i < reader->folders.count; i++) {
		ret = open_folder(reader, &reader->folders.folders[i]);
		if (ret < 0)
			return ret;
	}
	return create_streams(reader);
}

int reader_create(
	struct reader **out, const char *const *paths, size_t path_count, struct trace_list *list)
{
	return reader_create_chosen(out, READER_AUTO, paths, path_count, list);
}

static int create(struct reader **out, enum reader_choice choice, const char *const *paths,
	size_t path_count, struct trace_list *list, bool is_by_index)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	int ret;

	if (!reader)
		return -ENOMEM;
	reader->list = list;
	reader->choice = choice;
	reader->is_by_index = is_by_index;
	ret = open_all(reader, paths, path_count);
	if (ret < 0) {
		reader_destroy(reader);
		return ret;
	}
	*out = reader;
	return 0;
}

int reader_create_chosen(struct reader **out, enum reader_choice choice, const char *const *paths,
	size_t path_count, struct trace_list *list)
{
	return create(out, choice, paths, path_count, list, false);
}

int reader_create_for_window(struct reader **out, enum reader_choice choice,
	const char *const *paths, size_t path_count, struct trace_list *list)
{
	return create(out, choice, paths, path_count, list, true);
}

void reader_destroy(struct reader *reader)
{
	if (!reader)
		return;
	stream_heap_finish(&reader->heap);
	for (size_t i = 0; i < reader->stream_count; i++)
		stream_finish(&reader->streams[i]);
	free(reader->streams);
	for (size_t i = 0; i < reader->source_count; i++)
		source_close(&reader->sources[i]);
	free(reader->sources);
	folder_list_finish(&reader->folders);
	decoder_destroy(reader->decoder);
	source_plugin_finish(&reader->plugin);
	free(reader);
}

/* The top stream has given out all of its events. */
static int refill_top(struct reader *reader)
{
	struct stream *top = reader->heap.streams[0];
	int ret = stream_refill(top);

	if (ret < 0)
		return ret;
	if (ret == STREAM_END) {
		stream_heap_remove_top(&reader->heap);
		return 0;
	}
	stream_update_key(top);
	stream_heap_sink_top(&reader->heap);
	return 0;
}

/*
 * Events are copied into one sequence, up to the end of what some stream has at hand: their strings
 * are valid as long as no stream is refilled. A single stream needs no copies.
 */
int reader_next(struct reader *reader, const struct event **events, size_t *count)
{
	struct stream *top;
	int ret = reader->has_started ? 0 : reader_start(reader);

	if (ret < 0)
		return ret;
	while (reader->heap.count > 0 &&
		reader->heap.streams[0]->position == reader->heap.streams[0]->event_count) {
		ret = refill_top(reader);
		if (ret < 0)
			return ret;
	}
	if (reader->heap.count == 0)
		return READER_END;
	if (reader->heap.count > 1) {
		*events = reader->merged;
		*count = stream_heap_merge(&reader->heap, reader->merged, MERGED_COUNT);
		return 0;
	}
	top = reader->heap.streams[0];
	*events = &top->events[top->position];
	*count = top->event_count - top->position;
	top->position = top->event_count;
	return 0;
}

int reader_next_records(struct reader *reader, const struct record **records, size_t *count)
{
	int ret = 0;

	if (!reader->has_started) {
		reader->has_records = true;
		ret = reader_start(reader);
	}
	while (ret == 0 && reader->heap.count > 0 &&
		reader->heap.streams[0]->position == reader->heap.streams[0]->record_count)
		ret = refill_top(reader);
	if (ret < 0)
		return ret;
	if (reader->heap.count == 0)
		return READER_END;
	*records = reader->merged_records;
	*count = stream_heap_merge_records(
		&reader->heap, reader->merged_records, MERGED_RECORD_COUNT);
	return 0;
}
