#include "viewer/reader/graph.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/cause.h"

struct graph_stream {
	const bt_port_output *output; /* of the source, which the graph owns */
	bt_message_iterator *input;   /* a reference; NULL until configured, or when that failed */
	char *why;                    /* owned; why it failed */
};

struct graph {
	bt_graph *graph;              /* owned */
	struct graph_stream *streams; /* owned */
	size_t stream_count;

	/* The next run of the graph: which stream it is to pull, and what came of it. */
	size_t wanted;
	int result;
	bt_message_array_const messages;
	uint64_t message_count;
	char *why; /* owned */
};

static bt_component_class_initialize_method_status sink_initialize(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	struct graph *graph = data;

	(void)configuration;
	(void)params;
	bt_self_component_set_data(bt_self_component_sink_as_self_component(self), graph);
	for (size_t i = 0; i < graph->stream_count; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "in%zu", i);
		if (bt_self_component_sink_add_input_port(self, name, NULL, NULL) !=
			BT_SELF_COMPONENT_ADD_PORT_STATUS_OK)
			return BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_MEMORY_ERROR;
	}
	return BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_OK;
}

/*
 * On damaged traces source.ctf.fs may succeed and still leave an error behind; the next call of
 * the library would then end the process.
 */
static void forget_errors(void)
{
	bt_current_thread_clear_error();
}

/* A stream that cannot be started is left out: it must not take the others with it. */
static bt_component_class_sink_graph_is_configured_method_status sink_configured(
	bt_self_component_sink *self)
{
	struct graph *graph =
		bt_self_component_get_data(bt_self_component_sink_as_self_component(self));

	for (size_t i = 0; i < graph->stream_count; i++) {
		struct graph_stream *stream = &graph->streams[i];
		bt_self_component_port_input *port =
			bt_self_component_sink_borrow_input_port_by_index(self, i);

		if (bt_message_iterator_create_from_sink_component(self, port, &stream->input) !=
			BT_MESSAGE_ITERATOR_CREATE_FROM_SINK_COMPONENT_STATUS_OK) {
			stream->input = NULL;
			stream->why = cause_take();
		}
		forget_errors();
	}
	return BT_COMPONENT_CLASS_SINK_GRAPH_IS_CONFIGURED_METHOD_STATUS_OK;
}

/* Errors of a stream end here too, so that the other streams of the graph can still be read. */
static bt_component_class_sink_consume_method_status sink_consume(bt_self_component_sink *self)
{
	struct graph *graph =
		bt_self_component_get_data(bt_self_component_sink_as_self_component(self));
	struct graph_stream *stream = &graph->streams[graph->wanted];

	if (!stream->input) {
		graph->result = GRAPH_REFUSED;
		graph->why = stream->why;
		stream->why = NULL;
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_OK;
	}

	switch (bt_message_iterator_next(stream->input, &graph->messages, &graph->message_count)) {
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_OK:
		graph->result = 0;
		break;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_AGAIN:
		graph->result = 0;
		graph->message_count = 0;
		break;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_END:
		graph->result = GRAPH_END;
		break;
	default:
		graph->result = GRAPH_REFUSED;
		graph->why = cause_take();
		break;
	}
	forget_errors();
	return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_OK;
}

static bt_component_class_sink *create_sink_class(void)
{
	bt_component_class_sink *class = bt_component_class_sink_create("streams", sink_consume);

	if (!class)
		return NULL;
	if (bt_component_class_sink_set_initialize_method(class, sink_initialize) !=
			BT_COMPONENT_CLASS_SET_METHOD_STATUS_OK ||
		bt_component_class_sink_set_graph_is_configured_method(class, sink_configured) !=
			BT_COMPONENT_CLASS_SET_METHOD_STATUS_OK) {
		bt_component_class_sink_put_ref(class);
		return NULL;
	}
	return class;
}

static bt_value *create_parameters(const char *folder)
{
	bt_value *parameters = bt_value_map_create();
	bt_value *inputs = bt_value_array_create();
	bool is_complete;

	is_complete = parameters && inputs &&
		      bt_value_array_append_string_element(inputs, folder) ==
			      BT_VALUE_ARRAY_APPEND_ELEMENT_STATUS_OK &&
		      bt_value_map_insert_entry(parameters, "inputs", inputs) ==
			      BT_VALUE_MAP_INSERT_ENTRY_STATUS_OK;
	bt_value_put_ref(inputs);
	if (is_complete)
		return parameters;
	bt_value_put_ref(parameters);
	return NULL;
}

static const bt_component_source *add_source(
	struct graph *graph, const bt_plugin *ctf, const char *folder)
{
	const bt_component_class_source *class =
		bt_plugin_borrow_source_component_class_by_name_const(ctf, "fs");
	const bt_component_source *source = NULL;
	bt_value *parameters = create_parameters(folder);

	if (parameters && class &&
		bt_graph_add_source_component(graph->graph, class, "trace", parameters,
			BT_LOGGING_LEVEL_NONE, &source) != BT_GRAPH_ADD_COMPONENT_STATUS_OK)
		source = NULL;
	bt_value_put_ref(parameters);
	return source;
}

static int compare_streams(const void *left, const void *right)
{
	const struct graph_stream *a = left;
	const struct graph_stream *b = right;

	return strcmp(bt_port_get_name(bt_port_output_as_port_const(a->output)),
		bt_port_get_name(bt_port_output_as_port_const(b->output)));
}

static int list_streams(struct graph *graph, const bt_component_source *source)
{
	uint64_t count = bt_component_source_get_output_port_count(source);

	graph->streams = calloc(count ? count : 1, sizeof(*graph->streams));
	if (!graph->streams)
		return -ENOMEM;
	for (uint64_t i = 0; i < count; i++)
		graph->streams[i].output =
			bt_component_source_borrow_output_port_by_index_const(source, i);
	graph->stream_count = count;
	qsort(graph->streams, count, sizeof(*graph->streams), compare_streams);
	return 0;
}

static bool connect_sink(struct graph *graph)
{
	bt_component_class_sink *class = create_sink_class();
	const bt_component_sink *sink;
	bool is_connected;

	if (!class)
		return false;
	is_connected = bt_graph_add_sink_component_with_initialize_method_data(graph->graph, class,
			       "sink", NULL, graph, BT_LOGGING_LEVEL_NONE,
			       &sink) == BT_GRAPH_ADD_COMPONENT_STATUS_OK;
	for (size_t i = 0; is_connected && i < graph->stream_count; i++)
		is_connected = bt_graph_connect_ports(graph->graph, graph->streams[i].output,
				       bt_component_sink_borrow_input_port_by_index_const(sink, i),
				       NULL) == BT_GRAPH_CONNECT_PORTS_STATUS_OK;
	bt_component_class_sink_put_ref(class);
	return is_connected;
}

static int refuse(char **why)
{
	*why = cause_take();
	return *why ? GRAPH_REFUSED : -ENOMEM;
}

static int build(struct graph *graph, const bt_plugin *ctf, const char *folder, char **why)
{
	const bt_component_source *source;
	int ret;

	graph->graph = bt_graph_create(0);
	if (!graph->graph)
		return -ENOMEM;
	source = add_source(graph, ctf, folder);
	if (!source)
		return refuse(why);
	forget_errors();
	ret = list_streams(graph, source);
	if (ret < 0)
		return ret;
	if (graph->stream_count > 0 && !connect_sink(graph))
		return refuse(why);
	return 0;
}

int graph_open(struct graph **out, const bt_plugin *ctf, const char *folder, char **why)
{
	struct graph *graph = calloc(1, sizeof(*graph));
	int ret;

	if (!graph)
		return -ENOMEM;
	ret = build(graph, ctf, folder, why);
	if (ret != 0) {
		graph_close(graph);
		return ret;
	}
	*out = graph;
	return 0;
}

void graph_close(struct graph *graph)
{
	if (!graph)
		return;
	for (size_t i = 0; i < graph->stream_count; i++) {
		bt_message_iterator_put_ref(graph->streams[i].input);
		free(graph->streams[i].why);
	}
	bt_graph_put_ref(graph->graph);
	free(graph->streams);
	free(graph->why);
	free(graph);
}

size_t graph_stream_count(const struct graph *graph)
{
	return graph->stream_count;
}

const char *graph_stream_name(const struct graph *graph, size_t stream)
{
	return bt_port_get_name(bt_port_output_as_port_const(graph->streams[stream].output));
}

int graph_pull(struct graph *graph, size_t stream, bt_message_array_const *messages,
	uint64_t *count, char **why)
{
	graph->wanted = stream;
	graph->result = 0;
	if (bt_graph_run_once(graph->graph) != BT_GRAPH_RUN_ONCE_STATUS_OK)
		return refuse(why);

	if (graph->result == GRAPH_REFUSED) {
		*why = graph->why;
		graph->why = NULL;
		return *why ? GRAPH_REFUSED : -ENOMEM;
	}
	if (graph->result == 0) {
		*messages = graph->messages;
		*count = graph->message_count;
	}
	return graph->result;
}
