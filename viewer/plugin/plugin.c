/* The tables by which babeltrace2 finds the sinks. */
#include "viewer/plugin/sink.h"

#include <babeltrace2/babeltrace.h>

BT_PLUGIN_MODULE();

BT_PLUGIN(drvtrace);
BT_PLUGIN_DESCRIPTION("What drivers acquired and did not release");

BT_PLUGIN_SINK_COMPONENT_CLASS(leaks, sink_consume);
BT_PLUGIN_SINK_COMPONENT_CLASS_DESCRIPTION(
	leaks, "What was never released, and which rules were broken");
BT_PLUGIN_SINK_COMPONENT_CLASS_HELP(leaks, SINK_HELP);
BT_PLUGIN_SINK_COMPONENT_CLASS_INITIALIZE_METHOD(leaks, sink_initialize_leaks);
BT_PLUGIN_SINK_COMPONENT_CLASS_FINALIZE_METHOD(leaks, sink_finalize);
BT_PLUGIN_SINK_COMPONENT_CLASS_GRAPH_IS_CONFIGURED_METHOD(leaks, sink_graph_is_configured);

BT_PLUGIN_SINK_COMPONENT_CLASS(objects, sink_consume);
BT_PLUGIN_SINK_COMPONENT_CLASS_DESCRIPTION(objects, "Every lifetime, and the tree of live objects");
BT_PLUGIN_SINK_COMPONENT_CLASS_HELP(objects, SINK_HELP);
BT_PLUGIN_SINK_COMPONENT_CLASS_INITIALIZE_METHOD(objects, sink_initialize_objects);
BT_PLUGIN_SINK_COMPONENT_CLASS_FINALIZE_METHOD(objects, sink_finalize);
BT_PLUGIN_SINK_COMPONENT_CLASS_GRAPH_IS_CONFIGURED_METHOD(objects, sink_graph_is_configured);

BT_PLUGIN_SINK_COMPONENT_CLASS(init, sink_consume);
BT_PLUGIN_SINK_COMPONENT_CLASS_DESCRIPTION(init, "Where initialisation spent its time");
BT_PLUGIN_SINK_COMPONENT_CLASS_HELP(init, SINK_HELP);
BT_PLUGIN_SINK_COMPONENT_CLASS_INITIALIZE_METHOD(init, sink_initialize_init);
BT_PLUGIN_SINK_COMPONENT_CLASS_FINALIZE_METHOD(init, sink_finalize);
BT_PLUGIN_SINK_COMPONENT_CLASS_GRAPH_IS_CONFIGURED_METHOD(init, sink_graph_is_configured);

BT_PLUGIN_SINK_COMPONENT_CLASS(log, sink_consume);
BT_PLUGIN_SINK_COMPONENT_CLASS_DESCRIPTION(log, "The messages of drivers as text");
BT_PLUGIN_SINK_COMPONENT_CLASS_HELP(log, SINK_HELP);
BT_PLUGIN_SINK_COMPONENT_CLASS_INITIALIZE_METHOD(log, sink_initialize_log);
BT_PLUGIN_SINK_COMPONENT_CLASS_FINALIZE_METHOD(log, sink_finalize);
BT_PLUGIN_SINK_COMPONENT_CLASS_GRAPH_IS_CONFIGURED_METHOD(log, sink_graph_is_configured);
