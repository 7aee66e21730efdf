#include "viewer/plugin/sink.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/model/trace.h"
#include "viewer/plugin/parameters.h"
#include "viewer/reader/intake.h"
#include "viewer/report/analysis.h"
#include "viewer/symbols/symbols.h"

struct sink {
	struct report_options options; /* borrows from params */
	const bt_value *params;        /* a reference */
	char *directory;               /* owned */
	struct trace_list list;
	struct symbols *symbols; /* owned */
	struct intake intake;
	struct analysis *analysis; /* owned */

	bt_message_iterator *messages; /* a reference */
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
	intake_finish(&sink->intake);
	symbols_destroy(sink->symbols);
	trace_list_finish(&sink->list);
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
	ret = intake_init(&sink->intake, &sink->list);
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

static int take_message(struct sink *sink, const bt_message *message)
{
	struct event event;
	int ret = intake_take(&sink->intake, message, &event);

	if (ret != 0)
		return ret < 0 ? ret : 0;
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
