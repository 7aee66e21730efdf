#include "viewer/reader/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <babeltrace2/babeltrace.h>

#include "viewer/reader/cause.h"
#include "viewer/reader/intake.h"

struct live {
	struct trace_list *list; /* borrowed */
	char *url;               /* owned; of the session */
	bt_graph *graph;         /* owned */
	struct intake intake;
	bt_message_iterator *input;      /* a reference */
	bt_message_array_const messages; /* references in the library's array */
	uint64_t message_count;
	uint64_t position;
	int result; /* of the last run of the graph */
	struct event event;
};

/* babeltrace2's source says of it that the port is invalid. */
static const char ipv6_scheme[] = "net6://";

static int note(struct live *live, const char *text)
{
	int ret = trace_list_add_problem(live->list, live->url, "%s", text);

	return ret < 0 ? ret : LIVE_END;
}

/* What babeltrace2 has to say becomes a problem. */
static int note_cause(struct live *live)
{
	char *why = cause_take();
	int ret = why ? note(live, why) : -ENOMEM;

	free(why);
	return ret;
}

static bt_component_class_initialize_method_status sink_initialize(bt_self_component_sink *self,
	bt_self_component_sink_configuration *configuration, const bt_value *params, void *data)
{
	(void)configuration;
	(void)params;
	bt_self_component_set_data(bt_self_component_sink_as_self_component(self), data);
	return bt_self_component_sink_add_input_port(self, "in", NULL, NULL) ==
			       BT_SELF_COMPONENT_ADD_PORT_STATUS_OK
		       ? BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_OK
		       : BT_COMPONENT_CLASS_INITIALIZE_METHOD_STATUS_MEMORY_ERROR;
}

static struct live *live_of(bt_self_component_sink *self)
{
	return bt_self_component_get_data(bt_self_component_sink_as_self_component(self));
}

static bt_component_class_sink_graph_is_configured_method_status sink_configured(
	bt_self_component_sink *self)
{
	bt_self_component_port_input *port =
		bt_self_component_sink_borrow_input_port_by_index(self, 0);

	return bt_message_iterator_create_from_sink_component(self, port, &live_of(self)->input) ==
			       BT_MESSAGE_ITERATOR_CREATE_FROM_SINK_COMPONENT_STATUS_OK
		       ? BT_COMPONENT_CLASS_SINK_GRAPH_IS_CONFIGURED_METHOD_STATUS_OK
		       : BT_COMPONENT_CLASS_SINK_GRAPH_IS_CONFIGURED_METHOD_STATUS_ERROR;
}

static bt_component_class_sink_consume_method_status sink_consume(bt_self_component_sink *self)
{
	struct live *live = live_of(self);

	switch (bt_message_iterator_next(live->input, &live->messages, &live->message_count)) {
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_OK:
		live->result = 0;
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_OK;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_AGAIN:
		live->message_count = 0;
		live->result = LIVE_NOTHING_YET;
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_AGAIN;
	case BT_MESSAGE_ITERATOR_NEXT_STATUS_END:
		live->message_count = 0;
		live->result = LIVE_END;
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_END;
	default:
		live->message_count = 0;
		return BT_COMPONENT_CLASS_SINK_CONSUME_METHOD_STATUS_ERROR;
	}
}

static bt_component_class_sink *create_sink_class(void)
{
	bt_component_class_sink *class = bt_component_class_sink_create("live", sink_consume);

	if (class &&
		bt_component_class_sink_set_initialize_method(class, sink_initialize) ==
			BT_COMPONENT_CLASS_SET_METHOD_STATUS_OK &&
		bt_component_class_sink_set_graph_is_configured_method(class, sink_configured) ==
			BT_COMPONENT_CLASS_SET_METHOD_STATUS_OK)
		return class;
	bt_component_class_sink_put_ref(class);
	return NULL;
}

static bt_value *create_parameters(const char *url)
{
	bt_value *parameters = bt_value_map_create();
	bt_value *inputs = NULL;

	if (parameters &&
		bt_value_map_insert_empty_array_entry(parameters, "inputs", &inputs) ==
			BT_VALUE_MAP_INSERT_ENTRY_STATUS_OK &&
		bt_value_array_append_string_element(inputs, url) ==
			BT_VALUE_ARRAY_APPEND_ELEMENT_STATUS_OK &&
		bt_value_map_insert_string_entry(parameters, "session-not-found-action", "end") ==
			BT_VALUE_MAP_INSERT_ENTRY_STATUS_OK)
		return parameters;
	bt_value_put_ref(parameters);
	return NULL;
}

static bool connect(struct live *live, const bt_component_class_source *class)
{
	bt_value *parameters = create_parameters(live->url);
	bt_component_class_sink *sink_class = create_sink_class();
	const bt_component_source *source = NULL;
	const bt_component_sink *sink = NULL;
	bool is_connected;

	is_connected =
		parameters && sink_class &&
		bt_graph_add_source_component(live->graph, class, "live", parameters,
			BT_LOGGING_LEVEL_NONE, &source) == BT_GRAPH_ADD_COMPONENT_STATUS_OK &&
		bt_graph_add_sink_component_with_initialize_method_data(live->graph, sink_class,
			"sink", NULL, live, BT_LOGGING_LEVEL_NONE,
			&sink) == BT_GRAPH_ADD_COMPONENT_STATUS_OK &&
		bt_graph_connect_ports(live->graph,
			bt_component_source_borrow_output_port_by_index_const(source, 0),
			bt_component_sink_borrow_input_port_by_index_const(sink, 0),
			NULL) == BT_GRAPH_CONNECT_PORTS_STATUS_OK;
	bt_value_put_ref(parameters);
	bt_component_class_sink_put_ref(sink_class);
	return is_connected;
}

static const char *string_in(const bt_value *map, const char *key)
{
	const bt_value *value = bt_value_map_borrow_entry_value_const(map, key);

	return value && bt_value_is_string(value) ? bt_value_string_get(value) : "";
}

/* What names the session in a URL, "/host/HOSTNAME/SESSION"; NULL when it names none. */
static const char *session_part(const char *url)
{
	return strstr(url, "/host/");
}

static int choose_named(struct live *live, const bt_value *sessions, const char *name)
{
	uint64_t count = bt_value_array_get_length(sessions);

	for (uint64_t i = 0; i < count; i++) {
		const char *known = session_part(string_in(
			bt_value_array_borrow_element_by_index_const(sessions, i), "url"));

		if (known && strcmp(known, name) == 0)
			return 0;
	}
	return note(live, "no live session of this name is recorded there");
}

/* The URL of the one session that a relay daemon has. */
static int choose_only(struct live *live, const bt_value *sessions)
{
	uint64_t count = bt_value_array_get_length(sessions);
	char *url;

	if (count == 0)
		return note(live, "no live session is recorded there");
	if (count > 1)
		return note(live, "several live sessions are recorded there: name one, "
				  "net://HOST/host/HOSTNAME/SESSION");
	url = strdup(string_in(bt_value_array_borrow_element_by_index_const(sessions, 0), "url"));
	if (!url)
		return -ENOMEM;
	free(live->url);
	live->url = url;
	return 0;
}

/* The sessions of the relay daemon at `url`, a reference; NULL when it cannot be asked. */
static const bt_value *ask_sessions(const bt_component_class_source *class, const char *url)
{
	bt_value *parameters = bt_value_map_create();
	bt_query_executor *query = NULL;
	const bt_value *sessions = NULL;

	if (parameters && bt_value_map_insert_string_entry(parameters, "url", url) ==
				  BT_VALUE_MAP_INSERT_ENTRY_STATUS_OK)
		query = bt_query_executor_create(
			bt_component_class_source_as_component_class_const(class), "sessions",
			parameters);
	if (query && bt_query_executor_query(query, &sessions) != BT_QUERY_EXECUTOR_QUERY_STATUS_OK)
		sessions = NULL;
	bt_query_executor_put_ref(query);
	bt_value_put_ref(parameters);
	return sessions;
}

/* The source cannot tell a session that is not there from one that has ended. */
static int find_session(struct live *live, const bt_component_class_source *class)
{
	const char *name = session_part(live->url);
	char *daemon = strndup(live->url, name ? (size_t)(name - live->url) : strlen(live->url));
	const bt_value *sessions;
	int ret;

	if (!daemon)
		return -ENOMEM;
	sessions = ask_sessions(class, daemon);
	if (!sessions)
		ret = note_cause(live);
	else if (!bt_value_is_array(sessions))
		ret = note(live, "the relay daemon does not tell its sessions");
	else
		ret = name ? choose_named(live, sessions, name) : choose_only(live, sessions);
	bt_value_put_ref(sessions);
	free(daemon);
	return ret;
}

static int build(struct live *live)
{
	const bt_component_class_source *class;
	const bt_plugin *ctf = NULL;
	int ret = 0;

	if (bt_plugin_find("ctf", BT_TRUE, BT_TRUE, BT_TRUE, BT_TRUE, BT_FALSE, &ctf) !=
		BT_PLUGIN_FIND_STATUS_OK) {
		bt_current_thread_clear_error();
		return note(live, "babeltrace2's plugin ctf is not installed");
	}
	class = bt_plugin_borrow_source_component_class_by_name_const(ctf, "lttng-live");
	if (!class)
		ret = note(live, "babeltrace2's plugin ctf cannot read live sessions");
	if (ret == 0)
		ret = find_session(live, class);
	if (ret == 0) {
		live->graph = bt_graph_create(0);
		if (!live->graph)
			ret = -ENOMEM;
		else if (!connect(live, class))
			ret = note_cause(live);
	}
	bt_plugin_put_ref(ctf);
	return ret;
}

int live_open(struct live **out, const char *url, struct trace_list *list)
{
	struct live *live = calloc(1, sizeof(*live));
	int ret;

	if (!live)
		return -ENOMEM;
	live->list = list;
	live->url = strdup(url);
	ret = live->url ? intake_init(&live->intake, list) : -ENOMEM;
	if (ret == 0 && strncmp(url, ipv6_scheme, strlen(ipv6_scheme)) == 0)
		ret = note(live, "a relay daemon is followed over IPv4 alone: net://HOST");
	if (ret == 0)
		ret = build(live);
	if (ret != 0)
		live_close(live);
	else
		*out = live;
	return ret;
}

static void drop_messages(struct live *live)
{
	for (uint64_t i = 0; i < live->message_count; i++)
		bt_message_put_ref(live->messages[i]);
	live->message_count = 0;
	live->position = 0;
}

void live_close(struct live *live)
{
	if (!live)
		return;
	drop_messages(live);
	bt_message_iterator_put_ref(live->input);
	bt_graph_put_ref(live->graph);
	intake_finish(&live->intake);
	free(live->url);
	free(live);
}

static int run(struct live *live)
{
	drop_messages(live);
	switch (bt_graph_run_once(live->graph)) {
	case BT_GRAPH_RUN_ONCE_STATUS_OK:
	case BT_GRAPH_RUN_ONCE_STATUS_AGAIN:
	case BT_GRAPH_RUN_ONCE_STATUS_END:
		return live->result;
	default:
		return note_cause(live);
	}
}

int live_next(struct live *live, const struct event **event)
{
	int ret;

	for (;;) {
		while (live->position < live->message_count) {
			ret = intake_take(
				&live->intake, live->messages[live->position++], &live->event);
			if (ret < 0)
				return ret;
			if (ret == 0) {
				*event = &live->event;
				return 0;
			}
		}
		ret = run(live);
		if (ret != 0)
			return ret;
	}
}
