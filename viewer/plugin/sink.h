/*
 * A report as a babeltrace2 sink: takes the messages of one upstream port, already in order, and
 * prints the report to the standard output when they end.
 */
#pragma once

#include <babeltrace2/babeltrace.h>

#define SINK_HELP                                                                                  \
	"Parameters, as the options of `drvtrace`: format=\"text\"|\"json\", driver, module, "     \
	"kind, "                                                                                   \
	"tag, site, since, until, at (strings), tree, blame (booleans); of the log: "              \
	"time=\"local\"|\"utc\"|\"relative\", level, flag, function, recorder, grep (strings)."

bt_component_class_initialize_method_status sink_initialize_leaks(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data);
bt_component_class_initialize_method_status sink_initialize_objects(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data);
bt_component_class_initialize_method_status sink_initialize_init(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data);
bt_component_class_initialize_method_status sink_initialize_log(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data);
void sink_finalize(bt_self_component_sink *self);

bt_component_class_sink_graph_is_configured_method_status sink_graph_is_configured(
	bt_self_component_sink *self);
bt_component_class_sink_consume_method_status sink_consume(bt_self_component_sink *self);
