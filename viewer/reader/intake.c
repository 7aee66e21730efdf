#include "viewer/reader/intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/decode.h"

/* A stream or a trace that was met; its address stays its own while it is referenced. */
struct known_stream {
	const bt_stream *stream; /* a reference */
	uint32_t trace;          /* index in the list */
	int64_t last_ns;
};

int intake_init(struct intake *intake, struct trace_list *list)
{
	*intake = (struct intake){ .list = list };
	arena_init(&intake->arena);
	return decoder_create(&intake->decoder, list);
}

void intake_finish(struct intake *intake)
{
	decoder_destroy(intake->decoder);
	arena_finish(&intake->arena);
	for (size_t i = 0; i < intake->stream_count; i++)
		bt_stream_put_ref(intake->streams[i].stream);
	free(intake->streams);
	*intake = (struct intake){ 0 };
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

static int add_trace(struct intake *intake, const bt_trace *trace, uint32_t *index)
{
	const char *name = bt_trace_get_name(trace);
	struct trace_list *list = intake->list;
	struct trace *grown;
	int ret;

	for (size_t i = 0; i < intake->stream_count; i++) {
		if (bt_stream_borrow_trace_const(intake->streams[i].stream) == trace) {
			*index = intake->streams[i].trace;
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

static int find_stream(struct intake *intake, const bt_stream *stream, struct known_stream **out)
{
	struct known_stream *grown;
	uint32_t trace;
	int ret;

	if (intake->last >= intake->stream_count || intake->streams[intake->last].stream != stream)
		for (intake->last = 0; intake->last < intake->stream_count; intake->last++)
			if (intake->streams[intake->last].stream == stream)
				break;
	if (intake->last == intake->stream_count) {
		ret = add_trace(intake, bt_stream_borrow_trace_const(stream), &trace);
		if (ret < 0)
			return ret;
		grown = realloc(intake->streams, (intake->stream_count + 1) * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		intake->streams = grown;
		bt_stream_get_ref(stream);
		grown[intake->stream_count++] = (struct known_stream){ stream, trace, 0 };
	}
	*out = &intake->streams[intake->last];
	return 0;
}

int intake_take(struct intake *intake, const bt_message *message, struct event *out)
{
	const bt_stream *stream = stream_of(message);
	struct known_stream *known;
	int ret;

	if (!stream)
		return INTAKE_NOTHING;
	ret = find_stream(intake, stream, &known);
	if (ret < 0)
		return ret;
	arena_reset(&intake->arena);
	ret = decoder_decode(intake->decoder, message, known->last_ns, &intake->arena, out);
	if (ret != 0)
		return ret < 0 ? ret : INTAKE_NOTHING;
	out->trace = known->trace;
	out->stream = (uint32_t)intake->last;
	known->last_ns = out->time_ns;
	return 0;
}
