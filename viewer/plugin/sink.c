#include "viewer/plugin/sink.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/model/trace.h"
#include "viewer/plugin/parameters.h"
#include "viewer/reader/arena.h"
#include "viewer/reader/decode.h"
#include "viewer/report/analysis.h"
#include "viewer/symbols/symbols.h"

/* A stream or a trace that was met; its address stays its own while it is referenced. */
struct known_stream {
	const bt_stream *stream; /* a reference */
	uint32_t trace;          /* index in the list */
	int64_t last_ns;
};

struct sink {
	struct report_options options; /* borrows from params */
	const bt_value *params;        /* a reference */
	char *directory;               /* owned */
	struct trace_list list;
	struct symbols *symbols;   /* owned */
	struct decoder *decoder;   /* owned */
	struct arena arena;        /* the arguments of the event at hand */
	struct analysis *analysis; /* owned */

	bt_message_iterator *messages; /* a reference */
	struct known_stream *streams;  /* owned */
	size_t stream_count;
	size_t last; /* the stream met last */
};

static void __attribute__((format(printf, 2, 3)))
append_cause(bt_self_component_sink *self, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	(void)bt_current_thread_error_append_cause_from_component(
		bt_self_component_sink_as_self_component(self), "sink.c", __LINE__, "%s", text);
}

static void destroy(struct sink *sink)
{
	if (!sink)
		return;
	analysis_destroy(sink->analysis);
	decoder_destroy(sink->decoder);
	arena_finish(&sink->arena);
	symbols_destroy(sink->symbols);
	trace_list_finish(&sink->list);
	for (size_t i = 0; i < sink->stream_count; i++)
		bt_stream_put_ref(sink->streams[i].stream);
	free(sink->streams);
	bt_message_iterator_put_ref(sink->messages);
	bt_value_put_ref(sink->params);
	free(sink->directory);
	free(sink);
}

/* Positive when the parameters are wrong, which has been said then. */
static int set_up(
	struct sink *sink, bt_self_component_sink *self, const char *report, const bt_value *params)
{
	const char *culprit;
	int ret;

	trace_list_init(&sink->list);
	arena_init(&sink->arena);
	bt_value_get_ref(params);
	sink->params = params;
	if (parameters_read(&sink->options, params, &culprit) != 0) {
		append_cause(
			self, "parameter %s is unknown, or its value is not one it takes", culprit);
		return PARAMETERS_WRONG;
	}
	sink->directory = getcwd(NULL, 0);
	sink->options.directory = sink->directory;
	sink->options.stream = stdout;
	sink->options.prefix = getenv("TRACE_FORMAT_PREFIX");

	ret = symbols_create(&sink->symbols);
	if (ret < 0)
		return ret;
	sink->options.symbols = sink->symbols;
	ret = decoder_create(&sink->decoder, &sink->list);
	if (ret < 0)
		return ret;
	ret = analysis_create(&sink->analysis, report, &sink->options, &sink->list);
	if (ret < 0)
		return ret;
	return bt_self_component_sink_add_input_port(self, "in", NULL, NULL) ==
			       BT_SELF_COMPONENT_ADD_PORT_STATUS_OK
		       ? 0
		       : -ENOMEM;
}

static bt_component_class_initialize_method_status initialize(
	bt_self_component_sink *self, const char *report, const bt_value *params)
{
	struct sink *sink = calloc(1, sizeof(*sink));
	int ret = sink ? set_up(sink, self, report, params) : -ENOMEM;

	if (ret == 0) {
		bt_self_component_set_data(bt_self_component_sink_as_self_component(self), sink);
		return BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_OK;
	}
	/* babeltrace2 does not finalize what it could not initialize. */
	destroy(sink);
	if (ret < 0)
		append_cause(self, "cannot start the report: %s", strerror(-ret));
	return ret == -ENOMEM ? BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_MEMORY_ERROR
			      : BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_ERROR;
}

bt_component_class_initialize_method_status sink_initialize_leaks(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	(void)configuration;
	(void)data;
	return initialize(self, "leaks", params);
}

bt_component_class_initialize_method_status sink_initialize_objects(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	(void)configuration;
	(void)data;
	return initialize(self, "objects", params);
}

bt_component_class_initialize_method_status sink_initialize_init(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	(void)configuration;
	(void)data;
	return initialize(self, "init", params);
}

bt_component_class_initialize_method_status sink_initialize_log(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	(void)configuration;
	(void)data;
	return initialize(self, "log", params);
}

static struct sink *sink_of(bt_self_component_sink *self)
{
	return bt_self_component_get_data(bt_self_component_sink_as_self_component(self));
}

void sink_finalize(bt_self_component_sink *self)
{
	destroy(sink_of(self));
}

bt_component_class_sink_graph_is_configured_method_status sink_graph_is_configured(
	bt_self_component_sink *self)
{
	struct sink *sink = sink_of(self);

	if (bt_message_iterator_create_from_sink_component(self,
		    bt_self_component_sink_borrow_input_port_by_index(self, 0),
		    &sink->messages) == BT_MESSAGE_ITERATOR_CREATE_FROM_SINK_COMPONENT_STATUS_OK)
		return BT_COMPONENT_CLASS_SINK_GRAPH_IS_CONFIGURED_METHOD_STATUS_OK;

	sink->messages = NULL;
	append_cause(self, "cannot read from the component before it");
	return BT_COMPONENT_CLASS_SINK_GRAPH_IS_CONFIGURED_METHOD_STATUS_ERROR;
}

static const bt_stream *stream_of(const bt_message *message)
{
	switch (bt_message_get_type(message)) {
	case BT_MESSAGE_TYPE_EVENT:
		return bt_event_borrow_stream_const(bt_message_event_borrow_event_const(message));
	case BT_MESSAGE_TYPE_DISCARDED_EVENTS:
		return bt_message_discarded_events_borrow_stream_const(message);
	case BT_MESSAGE_TYPE_DISCARDED_PACKETS:
		return bt_message_discarded_packets_borrow_stream_const(message);
	default:
		return NULL;
	}
}

static int add_trace(struct sink *sink, const bt_trace *trace, uint32_t *index)
{
	const char *name = bt_trace_get_name(trace);
	struct trace_list *list = &sink->list;
	struct trace *grown;
	int ret;

	for (size_t i = 0; i < sink->stream_count; i++) {
		if (bt_stream_borrow_trace_const(sink->streams[i].stream) == trace) {
			*index = sink->streams[i].trace;
			return 0;
		}
	}
	grown = realloc(list->traces, (list->trace_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	list->traces = grown;
	grown[list->trace_count] = (struct trace){ .path = strdup(name ? name : "") };
	ret = decoder_describe_trace(trace, &grown[list->trace_count]);
	if (ret < 0 || !grown[list->trace_count].path) {
		free(grown[list->trace_count].path);
		free(grown[list->trace_count].host);
		free(grown[list->trace_count].start_time);
		return -ENOMEM;
	}
	*index = (uint32_t)list->trace_count++;
	return 0;
}

static int find_stream(struct sink *sink, const bt_stream *stream, struct known_stream **out)
{
	struct known_stream *grown;
	uint32_t trace;
	int ret;

	if (sink->last >= sink->stream_count || sink->streams[sink->last].stream != stream)
		for (sink->last = 0; sink->last < sink->stream_count; sink->last++)
			if (sink->streams[sink->last].stream == stream)
				break;
	if (sink->last == sink->stream_count) {
		ret = add_trace(sink, bt_stream_borrow_trace_const(stream), &trace);
		if (ret < 0)
			return ret;
		grown = realloc(sink->streams, (sink->stream_count + 1) * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		sink->streams = grown;
		bt_stream_get_ref(stream);
		grown[sink->stream_count++] = (struct known_stream){ stream, trace, 0 };
	}
	*out = &sink->streams[sink->last];
	return 0;
}

static int take_message(struct sink *sink, const bt_message *message)
{
	const bt_stream *stream = stream_of(message);
	struct known_stream *known;
	struct event event;
	int ret;

	if (!stream)
		return 0;
	ret = find_stream(sink, stream, &known);
	if (ret < 0)
		return ret;
	arena_reset(&sink->arena);
	ret = decoder_decode(sink->decoder, message, known->last_ns, &sink->arena, &event);
	if (ret != 0)
		return ret < 0 ? ret : 0;
	event.trace = known->trace;
	event.stream = (uint32_t)sink->last;
	known->last_ns = event.time_ns;
	return analysis_feed(sink->analysis, &event, 1);
}

static int take_messages(struct sink *sink, bt_message_array_const messages, uint64_t count)
{
	int ret = 0;

	for (uint64_t i = 0; i < count; i++) {
		if (ret == 0)
			ret = take_message(sink, messages[i]);
		bt_message_put_ref(messages[i]);
	}
	return ret;
}

static int print_report(struct sink *sink)
{
	enum verdict_status status;
	int ret = analysis_end(sink->analysis, stdout, &status);

	if (ret == 0 && fflush(stdout) != 0)
		ret = -errno;
	return ret;
}

static bt_component_class_sink_consume_method_status fail(bt_self_component_sink *self, int error)
{
	append_cause(self, "cannot make the report: %s", strerror(-error));
	return error == -ENOMEM ? BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_MEMORY_ERROR
				: BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_ERROR;
}

bt_component_class_sink_consume_method_status sink_consume(bt_self_component_sink *self)
{
	struct sink *sink = sink_of(self);
	bt_message_array_const messages;
	uint64_t count;
	int ret;

	switch (bt_message_iterator_next(sink->messages, &messages, &count)) {
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_OK:
		ret = take_messages(sink, messages, count);
		return ret < 0 ? fail(self, ret) : BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_OK;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_END:
		ret = print_report(sink);
		return ret < 0 ? fail(self, ret)
			       : BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_END;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_AGAIN:
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_AGAIN;
	default:
		append_cause(self, "cannot read on from the component before it");
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_ERROR;
	}
}
