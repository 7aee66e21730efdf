#include "viewer/reader/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/decode.h"
#include "viewer/reader/find.h"
#include "viewer/reader/graph.h"
#include "viewer/reader/stream.h"

struct reader {
	struct trace_list *list;
	const bt_plugin *ctf;    /* a reference */
	struct decoder *decoder; /* owned */
	struct folder_list folders;
	struct stream_source *sources; /* owned; one per trace, with its graph */
	size_t source_count;
	struct stream *streams; /* owned */
	size_t stream_count;
	struct stream_heap heap;
	size_t given_count; /* events of the top stream given out by the last call */
};

static int load_plugin(struct reader *reader)
{
	if (bt_plugin_find("ctf", BT_TRUE, BT_TRUE, BT_TRUE, BT_TRUE, BT_FALSE, &reader->ctf) ==
		BT_PLUGIN_FIND_STATUS_OK)
		return 0;

	reader->ctf = NULL;
	bt_current_thread_clear_error();
	return trace_list_add_problem(reader->list, "babeltrace2",
		"its plugin ctf is not installed: no trace can be read");
}

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

static int open_folder(struct reader *reader, const struct folder *folder)
{
	struct stream_source *source = &reader->sources[reader->source_count];
	struct graph *graph;
	char *why;
	int ret = graph_open(&graph, reader->ctf, folder->path, &why);

	if (ret == GRAPH_REFUSED) {
		ret = trace_list_add_problem(reader->list, folder->path, "%s", why);
		free(why);
		return ret;
	}
	if (ret < 0)
		return ret;

	*source = (struct stream_source){
		.graph = graph,
		.decoder = reader->decoder,
		.list = reader->list,
		.trace = (uint32_t)reader->list->trace_count,
	};
	reader->source_count++;
	reader->stream_count += graph_stream_count(graph);
	return add_trace(reader->list, folder->path);
}

static int start_streams(struct reader *reader)
{
	uint32_t number = 0;
	int ret = stream_heap_init(&reader->heap, reader->stream_count);

	if (ret < 0)
		return ret;
	reader->streams =
		calloc(reader->stream_count ? reader->stream_count : 1, sizeof(*reader->streams));
	if (!reader->streams)
		return -ENOMEM;

	for (size_t i = 0; i < reader->source_count; i++) {
		struct stream_source *source = &reader->sources[i];

		for (size_t port = 0; port < graph_stream_count(source->graph); port++) {
			stream_init(&reader->streams[number], source, port, number);
			number++;
		}
	}
	for (size_t i = 0; i < reader->stream_count; i++) {
		ret = stream_refill(&reader->streams[i]);
		if (ret < 0)
			return ret;
		if (ret == STREAM_END)
			continue;
		stream_update_key(&reader->streams[i]);
		stream_heap_add(&reader->heap, &reader->streams[i]);
	}
	return 0;
}

static int open_all(struct reader *reader, const char *const *paths, size_t path_count)
{
	int ret = load_plugin(reader);

	if (ret < 0 || !reader->ctf)
		return ret;
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
	return start_streams(reader);
}

int reader_create(
	struct reader **out, const char *const *paths, size_t path_count, struct trace_list *list)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	int ret;

	if (!reader)
		return -ENOMEM;
	reader->list = list;
	ret = open_all(reader, paths, path_count);
	if (ret < 0) {
		reader_destroy(reader);
		return ret;
	}
	*out = reader;
	return 0;
}

void reader_destroy(struct reader *reader)
{
	if (!reader)
		return;
	stream_heap_finish(&reader->heap);
	for (size_t i = 0; reader->streams && i < reader->stream_count; i++)
		stream_finish(&reader->streams[i]);
	free(reader->streams);
	for (size_t i = 0; i < reader->source_count; i++)
		graph_close(reader->sources[i].graph);
	free(reader->sources);
	folder_list_finish(&reader->folders);
	decoder_destroy(reader->decoder);
	bt_plugin_put_ref(reader->ctf);
	free(reader);
}

/* Takes what was given out off the top stream. */
static int advance(struct reader *reader)
{
	struct stream *top = reader->heap.streams[0];
	int ret;

	/* The key is the highest time given out, not the last one. */
	for (size_t i = 0; i < reader->given_count; i++) {
		stream_update_key(top);
		top->position++;
	}
	reader->given_count = 0;
	if (top->position == top->event_count) {
		ret = stream_refill(top);
		if (ret < 0)
			return ret;
		if (ret == STREAM_END) {
			stream_heap_remove_top(&reader->heap);
			return 0;
		}
	}
	stream_update_key(top);
	stream_heap_sink_top(&reader->heap);
	return 0;
}

int reader_next(struct reader *reader, const struct event **events, size_t *count)
{
	struct stream *top;
	int ret;

	if (reader->given_count > 0) {
		ret = advance(reader);
		if (ret < 0)
			return ret;
	}
	if (reader->heap.count == 0)
		return READER_END;

	top = reader->heap.streams[0];
	reader->given_count = stream_heap_run(&reader->heap);
	*events = &top->events[top->position];
	*count = reader->given_count;
	return 0;
}
