/*
 * One trace folder through libbabeltrace2: a source.ctf.fs whose streams are connected one by one
 * to a sink of ours, and pulled one by one. No muxer: it gives up when a clock goes backwards.
 * Knows nothing of what is in the messages.
 */
#pragma once

#include <babeltrace2/babeltrace.h>
#include <stddef.h>

struct graph;

enum graph_condition {
	GRAPH_END = 1, /* of the stream */
	GRAPH_REFUSED, /* babeltrace2 cannot read the trace, or no more of the stream: see `why` */
};

/*
 * Every folder is a graph of its own: a graph with a component that failed cannot be used at all.
 * `why` is written with GRAPH_REFUSED only; the caller frees it. `ctf` is borrowed.
 */
int graph_open(struct graph **out, const bt_plugin *ctf, const char *folder, char **why);
void graph_close(struct graph *graph);

/* Streams are in the order of their names, which does not depend on where the trace lies. */
size_t graph_stream_count(const struct graph *graph);

/* "UUID | class id | stream id" for LTTng's traces. Borrowed from the graph. */
const char *graph_stream_name(const struct graph *graph, size_t stream);

/*
 * The next messages of one stream; each is a reference that the caller puts. The array is valid
 * until the next call on this graph. After a condition the stream must not be pulled again.
 */
int graph_pull(struct graph *graph, size_t stream, bt_message_array_const *messages,
	uint64_t *count, char **why);
