#include "viewer/reader/stream.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/model/trace.h"
#include "viewer/reader/decode.h"
#include "viewer/reader/graph.h"
#include "viewer/reader/native.h"
#include "viewer/reader/native_window.h"
#include "viewer/reader/source.h"

/* Of natively decoded events: so few that they stay in the processor's nearest cache. */
enum {
	BATCH_COUNT = 256,
	/* And until it is known what of a stream is wanted. */
	FIRST_COUNT = 4
};

void stream_init(struct stream *stream, struct source *source, size_t port, uint32_t number)
{
	*stream = (struct stream){
		.source = source,
		.port = port,
		.number = number,
		.key_ns = INT64_MIN,
		.record_key_ns = INT64_MIN,
	};
	arena_init(&stream->arena);
}

static void drop_messages(struct stream *stream)
{
	for (size_t i = 0; i < stream->message_count; i++)
		bt_message_put_ref(stream->messages[i]);
	stream->message_count = 0;
	stream->event_count = 0;
	stream->record_count = 0;
	stream->position = 0;
	arena_reset(&stream->arena);
}

void stream_finish(struct stream *stream)
{
	drop_messages(stream);
	free(stream->messages);
	free(stream->events);
	free(stream->record_memory);
	free(stream->payloads);
	arena_finish(&stream->arena);
}

/* Takes over the references in `messages`. */
static int keep_messages(struct stream *stream, bt_message_array_const messages, uint64_t count)
{
	if (count > stream->capacity) {
		const bt_message **grown_messages =
			realloc(stream->messages, count * sizeof(*grown_messages));
		struct event *grown_events = NULL;

		if (grown_messages) {
			stream->messages = grown_messages;
			grown_events = realloc(stream->events, count * sizeof(*grown_events));
		}
		if (!grown_events) {
			for (uint64_t i = 0; i < count; i++)
				bt_message_put_ref(messages[i]);
			return -ENOMEM;
		}
		stream->events = grown_events;
		stream->capacity = count;
	}
	for (uint64_t i = 0; i < count; i++)
		stream->messages[i] = messages[i];
	stream->message_count = count;
	return 0;
}

/* The data of a trace are known once one of its streams begins. */
static int describe_trace(struct stream *stream, const bt_message *message)
{
	struct source *source = stream->source;
	const bt_stream *begun;
	int ret;

	if (source->is_described ||
		bt_message_get_type(message) != BT_MESSAGE_TYPE_STREAM_BEGINNING)
		return 0;
	begun = bt_message_stream_beginning_borrow_stream_const(message);
	ret = decoder_describe_trace(
		bt_stream_borrow_trace_const(begun), &source->list->traces[source->trace]);
	source->is_described = ret == 0;
	return ret;
}

static bool is_event(const bt_message *message)
{
	bt_message_type type = bt_message_get_type(message);

	return type == BT_MESSAGE_TYPE_EVENT || type == BT_MESSAGE_TYPE_DISCARDED_EVENTS ||
	       type == BT_MESSAGE_TYPE_DISCARDED_PACKETS;
}

static int decode_messages(struct stream *stream)
{
	for (size_t i = 0; i < stream->message_count; i++) {
		struct event *event = &stream->events[stream->event_count];
		int ret;

		if (stream->skip_count > 0 && is_event(stream->messages[i])) {
			stream->skip_count--;
			continue;
		}
		ret = decoder_decode(stream->source->decoder, stream->messages[i], stream->last_ns,
			&stream->arena, event);
		if (ret < 0)
			return ret;
		if (ret == DECODER_NOTHING) {
			ret = describe_trace(stream, stream->messages[i]);
			if (ret < 0)
				return ret;
			continue;
		}
		event->trace = stream->source->trace;
		event->stream = stream->number;
		stream->last_ns = event->time_ns;
		stream->event_count++;
	}
	return 0;
}

static int note_refusal(struct stream *stream, char *why)
{
	struct source *source = stream->source;
	int ret = trace_list_add_problem(source->list, source->list->traces[source->trace].path,
		"a stream cannot be read to its end: %s", why);

	free(why);
	return ret;
}

/* 0 with messages at hand, or STREAM_END. */
static int pull(struct stream *stream)
{
	bt_message_array_const messages;
	uint64_t count;
	char *why;
	int ret = graph_pull(stream->source->graph, stream->port, &messages, &count, &why);

	if (ret == GRAPH_REFUSED) {
		stream->has_lost_rest = true;
		ret = note_refusal(stream, why);
		return ret < 0 ? ret : STREAM_END;
	}
	if (ret == GRAPH_END)
		return STREAM_END;
	return ret < 0 ? ret : keep_messages(stream, messages, count);
}

/* After the last event: 0 once, when the rest was lost. */
static int end(struct stream *stream)
{
	stream->has_ended = true;
	if (!stream->has_lost_rest)
		return STREAM_END;
	stream->has_lost_rest = false;
	if (stream->last_ns == 0)
		stream->last_ns = stream->source->list->begin_ns;
	if (!stream->events) {
		stream->events = malloc(sizeof(*stream->events));
		if (!stream->events)
			return -ENOMEM;
	}
	stream->events[0] = (struct event){
		.type = EVENT_LOST,
		.trace = stream->source->trace,
		.stream = stream->number,
		.time_ns = stream->last_ns,
		.lost = { .count = -1, .begin_ns = stream->last_ns, .end_ns = INT64_MAX },
	};
	stream->event_count = 1;
	return 0;
}

/* What is left of the stream cannot be read by anybody. */
static int give_up(struct stream *stream, const char *why)
{
	struct source *source = stream->source;
	int ret = trace_list_add_problem(source->list, source->list->traces[source->trace].path,
		"a stream cannot be read to its end: %s", why);

	stream->has_lost_rest = true;
	return ret < 0 ? ret : STREAM_END;
}

/* babeltrace2 goes on where the native reader could not. */
static int hand_over(struct stream *stream)
{
	uint64_t passed_count;
	int ret = native_window_count_passed(stream->native, &passed_count);

	if (ret == NATIVE_STUCK)
		return give_up(stream, "an event before what is wanted is damaged");
	if (ret == 0)
		ret = source_hand_over(stream->source);
	if (ret < 0)
		return ret;
	stream->skip_count = passed_count + native_given_count(stream->native);
	stream->native = NULL;
	if (ret == SOURCE_UNUSABLE) {
		stream->has_lost_rest = true;
		return STREAM_END;
	}
	return ret;
}

static int reserve_records(struct stream *stream, size_t capacity)
{
	struct record *grown;

	if (capacity <= stream->record_capacity)
		return 0;
	grown = realloc(stream->record_memory, (capacity + 2) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	grown[0].time_ns = INT64_MIN;
	stream->record_memory = grown;
	stream->records = grown + 1;
	stream->record_capacity = capacity;
	return 0;
}

static int read_natively(struct stream *stream)
{
	const struct event model = { .trace = stream->source->trace, .stream = stream->number };
	struct record_batch batch = { .capacity = BATCH_COUNT, .key_ns = stream->record_key_ns };
	int ret;

	if (!stream->events) {
		stream->events = malloc(BATCH_COUNT * sizeof(*stream->events));
		if (!stream->events)
			return -ENOMEM;
	}
	if (!stream->has_records)
		return native_read(stream->native, stream->events,
			stream->is_beginning ? FIRST_COUNT : BATCH_COUNT, &stream->event_count,
			&model);
	ret = reserve_records(stream, BATCH_COUNT);
	if (ret < 0)
		return ret;
	batch.is_bounded = stream->is_slice;
	batch.limit_ns = stream->limit_ns;
	batch.records = stream->records;
	batch.events = stream->events;
	ret = native_read_records(stream->native, &batch, &model);
	stream->record_count = batch.count;
	stream->event_count = batch.event_count;
	stream->record_key_ns = batch.key_ns;
	return ret;
}

static int64_t last_time(const struct stream *stream)
{
	const struct record *last =
		stream->record_count ? &stream->records[stream->record_count - 1] : NULL;

	/* Where a clock goes back, records that hold events do not. */
	if (last && !record_is_event(last))
		return last->time_ns;
	return stream->events[stream->event_count - 1].time_ns;
}

static int refill_natively(struct stream *stream)
{
	int ret = read_natively(stream);

	if (ret == NATIVE_END)
		return STREAM_END;
	if (ret == NATIVE_STUCK)
		return hand_over(stream);
	if (ret == NATIVE_HOPELESS)
		return give_up(stream, "an event is longer than its packet");
	if (ret == 0)
		stream->last_ns = last_time(stream);
	return ret;
}

static int refill(struct stream *stream)
{
	int ret;

	drop_messages(stream);
	if (stream->has_ended || stream->port == STREAM_NO_PORT)
		return end(stream);
	if (stream->native) {
		ret = refill_natively(stream);
		if (ret == STREAM_END)
			return end(stream);
		if (ret < 0 || stream->event_count > 0 || stream->record_count > 0)
			return ret;
	}

	while (stream->event_count == 0) {
		drop_messages(stream);
		ret = pull(stream);
		if (ret == STREAM_END)
			return end(stream);
		if (ret == 0)
			ret = decode_messages(stream);
		if (ret < 0)
			return ret;
	}
	return 0;
}

static int reserve_payloads(struct stream *stream, size_t capacity)
{
	unsigned char *grown;

	if (capacity <= stream->payload_capacity)
		return 0;
	grown = realloc(stream->payloads, capacity * RECORD_ACQUIRE_BYTES);
	if (!grown)
		return -ENOMEM;
	stream->payloads = grown;
	stream->payload_capacity = capacity;
	return 0;
}

/* Of events that could not be read as records: then they are laid out as they were. */
static int make_records(struct stream *stream)
{
	int ret = reserve_records(stream, stream->event_count);

	if (ret == 0)
		ret = reserve_payloads(stream, stream->event_count);
	if (ret < 0)
		return ret;
	for (size_t i = 0; i < stream->event_count; i++) {
		const struct event *event = &stream->events[i];
		unsigned char *payload = stream->payloads + i * RECORD_ACQUIRE_BYTES;
		struct record *record = &stream->records[i];
		bool is_plain = (event->type == EVENT_ACQUIRE || event->type == EVENT_RELEASE) &&
				event->time_ns >= stream->record_key_ns &&
				event->stream < RECORD_STREAM_MAX;

		if (event->time_ns > stream->record_key_ns)
			stream->record_key_ns = event->time_ns;
		*record = record_of_event(event, stream->record_key_ns);
		if (!is_plain)
			continue;
		record_lay_out(payload, event);
		record->word = record_word(payload, event->stream);
		record->word |= (uint64_t)(event->type == EVENT_RELEASE) << RECORD_RELEASE_SHIFT;
		if (!record_follow(&stream->trail, payload))
			record->word |= record_is_apart;
	}
	stream->record_count = stream->event_count;
	return 0;
}

int stream_refill(struct stream *stream)
{
	int ret = refill(stream);

	if (ret == 0 && stream->has_records && stream->record_count == 0)
		ret = make_records(stream);
	if (ret == 0 && stream->has_records)
		stream->records[stream->record_count].time_ns = INT64_MAX;
	return ret;
}

/* Where a file is damaged it counts when its last event was. */
int stream_narrow(struct stream *stream, int64_t since_ns, int64_t until_ns)
{
	if (!stream->native || stream->has_ended || stream->has_lost_rest ||
		!native_narrow(stream->native, since_ns, until_ns))
		return 0;
	return stream_refill(stream);
}

void stream_update_key(struct stream *stream)
{
	int64_t time_ns = stream->has_records ? stream->records[stream->position].time_ns
					      : stream->events[stream->position].time_ns;

	if (time_ns > stream->key_ns)
		stream->key_ns = time_ns;
}

int stream_heap_init(struct stream_heap *heap, size_t capacity)
{
	*heap = (struct stream_heap){ 0 };
	heap->streams = calloc(capacity ? capacity : 1, sizeof(struct stream *));
	return heap->streams ? 0 : -ENOMEM;
}

void stream_heap_finish(struct stream_heap *heap)
{
	free(heap->streams);
	*heap = (struct stream_heap){ 0 };
}

static bool comes_before(const struct stream *a, const struct stream *b)
{
	return a->key_ns < b->key_ns || (a->key_ns == b->key_ns && a->number < b->number);
}

void stream_heap_add(struct stream_heap *heap, struct stream *stream)
{
	size_t i = heap->count++;

	while (i > 0 && comes_before(stream, heap->streams[(i - 1) / 2])) {
		heap->streams[i] = heap->streams[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	heap->streams[i] = stream;
}

/* The one of the top's children that comes first, NULL when there is none. */
static struct stream *runner_up(const struct stream_heap *heap)
{
	if (heap->count < 2)
		return NULL;
	if (heap->count > 2 && comes_before(heap->streams[2], heap->streams[1]))
		return heap->streams[2];
	return heap->streams[1];
}

void stream_heap_sink_top(struct stream_heap *heap)
{
	struct stream *stream = heap->streams[0];
	size_t i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= heap->count)
			break;
		if (child + 1 < heap->count &&
			comes_before(heap->streams[child + 1], heap->streams[child]))
			child++;
		if (comes_before(stream, heap->streams[child]))
			break;
		heap->streams[i] = heap->streams[child];
		i = child;
	}
	heap->streams[i] = stream;
}

void stream_heap_remove_top(struct stream_heap *heap)
{
	heap->streams[0] = heap->streams[--heap->count];
	if (heap->count > 1)
		stream_heap_sink_top(heap);
}

size_t stream_heap_run(const struct stream_heap *heap)
{
	const struct stream *top = heap->streams[0];
	const struct stream *next = runner_up(heap);
	size_t end = top->position + 1;

	while (end < top->event_count &&
		(!next || top->events[end].time_ns < next->key_ns ||
			(top->events[end].time_ns == next->key_ns && top->number < next->number)))
		end++;

	return end - top->position;
}

/* The key of a stream, once it stands at this time. */
static inline int64_t raise_key(int64_t key_ns, int64_t time_ns)
{
	return time_ns > key_ns ? time_ns : key_ns;
}

/* One of two streams while they are merged. */
struct lane {
	const struct event *at;
	int64_t key_ns;
};

static inline size_t left_in(const struct stream *stream, const struct lane *lane)
{
	return (size_t)(stream->events + stream->event_count - lane->at);
}

/*
 * Copies `count` events, and neither lane runs out of them. Which one is next is in no order that a
 * processor could predict: so it is chosen without a branch.
 */
static inline void merge_unchecked(
	struct lane *first, struct lane *second, struct event *out, size_t count)
{
	struct lane a = *first;
	struct lane b = *second;

	for (size_t i = 0; i < count; i++) {
		uint64_t is_second = -(uint64_t)(b.key_ns < a.key_ns);
		uintptr_t from =
			(uintptr_t)a.at ^ (((uintptr_t)a.at ^ (uintptr_t)b.at) & is_second);
		const struct event *event = (const struct event *)from;
		uint64_t key = (uint64_t)a.key_ns ^
			       (((uint64_t)a.key_ns ^ (uint64_t)b.key_ns) & is_second);
		int64_t next_ns = raise_key((int64_t)key, event[1].time_ns);

		out[i] = *event;
		a.at += 1 + (ptrdiff_t)is_second;
		b.at -= (ptrdiff_t)is_second;
		a.key_ns = is_second ? a.key_ns : next_ns;
		b.key_ns = is_second ? next_ns : b.key_ns;
	}
	*first = a;
	*second = b;
}

static size_t merge_two(struct stream_heap *heap, struct event *out, size_t capacity)
{
	bool is_swapped = heap->streams[1]->number < heap->streams[0]->number;
	struct stream *streams[2] = { heap->streams[is_swapped], heap->streams[!is_swapped] };
	struct lane lanes[2];
	size_t count = 0;
	size_t which = 0;

	for (size_t i = 0; i < 2; i++)
		lanes[i] = (struct lane){ streams[i]->events + streams[i]->position,
			streams[i]->key_ns };
	while (count < capacity && left_in(streams[which], &lanes[which]) > 0) {
		size_t sure = capacity - count;

		for (size_t i = 0; i < 2; i++)
			if (left_in(streams[i], &lanes[i]) - 1 < sure)
				sure = left_in(streams[i], &lanes[i]) - 1;
		merge_unchecked(&lanes[0], &lanes[1], out + count, sure);
		count += sure;
		which = lanes[1].key_ns < lanes[0].key_ns;
		if (sure > 0)
			continue;
		out[count++] = *lanes[which].at++;
		/* Behind the last event is none; its key is set when the stream is refilled. */
		if (left_in(streams[which], &lanes[which]) > 0)
			lanes[which].key_ns =
				raise_key(lanes[which].key_ns, lanes[which].at->time_ns);
	}
	for (size_t i = 0; i < 2; i++) {
		streams[i]->position = (size_t)(lanes[i].at - streams[i]->events);
		streams[i]->key_ns = lanes[i].key_ns;
	}
	if (left_in(streams[which], &lanes[which]) > 0)
		which = lanes[1].key_ns < lanes[0].key_ns;
	heap->streams[0] = streams[which];
	heap->streams[1] = streams[!which];
	return count;
}

static size_t merge_many(struct stream_heap *heap, struct event *out, size_t capacity)
{
	size_t count = 0;

	while (count < capacity) {
		struct stream *top = heap->streams[0];
		size_t run = stream_heap_run(heap);

		if (run > capacity - count)
			run = capacity - count;
		for (size_t i = 0; i < run; i++) {
			stream_update_key(top);
			out[count++] = top->events[top->position++];
		}
		if (top->position == top->event_count)
			break;
		stream_update_key(top);
		stream_heap_sink_top(heap);
	}
	return count;
}

size_t stream_heap_merge(struct stream_heap *heap, struct event *out, size_t capacity)
{
	return heap->count == 2 ? merge_two(heap, out, capacity) : merge_many(heap, out, capacity);
}
