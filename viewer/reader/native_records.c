#include "viewer/reader/native_records.h"

#include <errno.h>

#include "viewer/reader/native_header.h"
#include "viewer/reader/native_stream.h"

enum {
	/* Header and event, and the header behind it. */
	PLAIN_BYTES_MAX = 256,
	/* The processor itself fetches no further than the page. */
	PREFETCH_BYTES = 4096,
};

static void find_plain(struct native_plain *out, const struct native_class *class,
	enum event_type type, uint32_t id_count, uint32_t header_bytes)
{
	for (uint32_t id = 0; id < class->id_count && id < id_count; id++) {
		const struct layout *layout = class->by_id[id];

		if (layout && layout->shape == LAYOUT_OBJECT && layout->initial.type == type &&
			header_bytes + layout->fixed_bytes <= PLAIN_BYTES_MAX - sizeof(uint64_t))
			*out = (struct native_plain){ id, header_bytes + layout->fixed_bytes,
				header_bytes + layout->base };
	}
}

void native_find_plains(struct native_class *class)
{
	uint32_t id_count = class->is_large ? NATIVE_LARGE_EXTENDED : NATIVE_COMPACT_EXTENDED;
	uint32_t header_bytes = class->is_large ? NATIVE_LARGE_BYTES : NATIVE_COMPACT_BYTES;
	const struct native_plain none = { .id = UINT32_MAX };

	class->plains[RECORD_ACQUIRE] = none;
	class->plains[RECORD_RELEASE] = none;
	find_plain(&class->plains[RECORD_ACQUIRE], class, EVENT_ACQUIRE, id_count, header_bytes);
	find_plain(&class->plains[RECORD_RELEASE], class, EVENT_RELEASE, id_count, header_bytes);
	/* The payloads of both begin behind the same context. */
	if (class->plains[RECORD_ACQUIRE].payload != class->plains[RECORD_RELEASE].payload)
		class->plains[RECORD_RELEASE] = none;
}

/* Only acquires and releases are counted here: all are of drvtrace. */
static void count_plain(
	const struct native_stream *stream, uint64_t count, int64_t begin_ns, int64_t end_ns)
{
	struct trace_list *list = stream->list;

	if (count == 0)
		return;
	if (list->event_count == 0 || begin_ns < list->begin_ns)
		list->begin_ns = begin_ns;
	if (list->event_count == 0 || end_ns > list->end_ns)
		list->end_ns = end_ns;
	list->event_count += count;
	list->own_event_count += count;
}

/* Which of the two comes next nobody can predict: the compiler is not to make a branch of it. */
static inline uint64_t opaque(uint64_t number)
{
	__asm__("" : "+r"(number));
	return number;
}

/* A header's first bytes: its number and, of a compact one, the clock. */
static inline uint64_t get_word(const unsigned char *at, bool is_large)
{
	return is_large ? native_get_64(at) : native_get_32(at);
}

/*
 * Takes acquires and releases with short headers as long as nothing else comes, and they are of one
 * thread: gives how many. What comes behind either is loaded before it is known which of them this
 * one is, so that a header does not wait for the one before it to be understood.
 */
static inline __attribute__((always_inline)) size_t take_plain(struct native_stream *stream,
	struct record *out, size_t capacity, const struct event *model, bool is_large)
{
	const struct native_plain acquire = stream->class->plains[RECORD_ACQUIRE];
	const struct native_plain release = stream->class->plains[RECORD_RELEASE];
	const uint64_t id_mask = is_large ? NATIVE_LARGE_EXTENDED : NATIVE_COMPACT_ID_MASK;
	const unsigned char *at = stream->cursor.packet + stream->cursor.at;
	const unsigned char *end = stream->cursor.packet + stream->cursor.end - PLAIN_BYTES_MAX;
	int64_t offset_ns = stream->class->decoded_offset_ns;
	uint64_t clock = stream->clock;
	const uint64_t fewer = acquire.bytes - release.bytes;
	const uint64_t first = record_word(NULL, model->stream) + acquire.payload;
	struct record_trail trail = stream->trail;
	uint64_t word;
	bool is_apart;
	size_t count = 0;

	if (stream->cursor.end - stream->cursor.at < PLAIN_BYTES_MAX)
		return 0;
	word = get_word(at, is_large);
	is_apart = !record_follow(&trail, at + acquire.payload);
	for (; count < capacity && at <= end; count++) {
		const unsigned char *payload = at + acquire.payload;
		uint64_t is_release = opaque((word & id_mask) == release.id);
		uint64_t behind_acquire = get_word(at + acquire.bytes, is_large);
		uint64_t behind_release = get_word(at + release.bytes, is_large);

		if (__builtin_expect(!(is_release | ((word & id_mask) == acquire.id)), 0))
			break;
		if (__builtin_expect(record_get_64(payload, RECORD_THREAD) != trail.ids, 0) ||
			__builtin_expect(record_get_64(payload, RECORD_SEQ) != trail.seq, 0))
			break;
		trail.seq++;
		__builtin_prefetch(at + PREFETCH_BYTES);
		clock = is_large ? native_clock_extend(clock, word >> 16 & UINT32_MAX, 32)
				 : native_clock_extend(clock, word >> NATIVE_COMPACT_ID_BITS, 27);
		out[count].time_ns = offset_ns + (int64_t)clock;
		out[count].word =
			((uint64_t)(uintptr_t)at + first) | is_release << RECORD_RELEASE_SHIFT;
		word = behind_acquire ^ ((behind_acquire ^ behind_release) & -is_release);
		at += acquire.bytes - (fewer & -is_release);
	}
	if (count == 0)
		return 0;
	out[0].word |= (uint64_t)is_apart << RECORD_APART_SHIFT;
	trail.seq--;
	stream->trail = trail;
	stream->cursor.at = (uint64_t)(at - stream->cursor.packet);
	stream->clock = clock;
	stream->given_count += count;
	if (stream->class->clock.frequency != clock_ns_frequency)
		for (size_t i = 0; i < count; i++)
			out[i].time_ns = native_stream_time(stream, (uint64_t)out[i].time_ns);
	count_plain(stream, count, out[0].time_ns, out[count - 1].time_ns);
	return count;
}

/* One event that is an acquire or a release with any header. */
static bool take_extended(
	struct native_stream *stream, struct record *out, int64_t key_ns, const struct event *model)
{
	const struct native_class *class = stream->class;
	struct layout_cursor *cursor = &stream->cursor;
	const unsigned char *at = cursor->packet + cursor->at;
	uint64_t left = cursor->end - cursor->at;
	const struct layout *layout;
	struct native_header header;
	int64_t time_ns;

	if (class->is_large ? !native_read_large(&header, at, left, stream->clock)
			    : !native_read_compact(&header, at, left, stream->clock))
		return false;
	layout = header.id < class->id_count ? class->by_id[header.id] : NULL;
	if (!layout || layout->shape != LAYOUT_OBJECT || layout->fixed_bytes > left - header.bytes)
		return false;
	time_ns = native_stream_time(stream, header.clock);
	if (time_ns < key_ns)
		return false;
	out->time_ns = time_ns;
	out->word = record_word(at + header.bytes + layout->base, model->stream);
	out->word |= (uint64_t)(layout->initial.type == EVENT_RELEASE) << RECORD_RELEASE_SHIFT;
	if (!record_follow(&stream->trail, at + header.bytes + layout->base))
		out->word |= record_is_apart;
	cursor->at += header.bytes + layout->fixed_bytes;
	stream->clock = header.clock;
	stream->given_count++;
	count_plain(stream, 1, time_ns, time_ns);
	return true;
}

/* Records of the events that were decoded last. */
static void add_events(struct record_batch *batch, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct event *event = &batch->events[batch->event_count++];

		if (event->time_ns > batch->key_ns)
			batch->key_ns = event->time_ns;
		batch->records[batch->count++] = record_of_event(event, batch->key_ns);
	}
}

static size_t take_short(struct native_stream *stream, struct record *out, size_t capacity,
	const struct event *model)
{
	return stream->class->is_large ? take_plain(stream, out, capacity, model, true)
				       : take_plain(stream, out, capacity, model, false);
}

/* Not beyond the limit: what was taken too much is given back by taking less. */
static size_t take_bounded(
	struct native_stream *stream, struct record_batch *batch, const struct event *model)
{
	struct record *out = batch->records + batch->count;
	const struct native_stream before = *stream;
	const struct trace_list list = *stream->list;
	size_t count = take_short(stream, out, batch->capacity - batch->count, model);
	size_t kept = count;

	while (kept > 0 && out[kept - 1].time_ns >= batch->limit_ns)
		kept--;
	if (kept == count)
		return count;
	*stream->list = list;
	*stream = before;
	return kept ? take_short(stream, out, kept, model) : 0;
}

/* Whether the next event of the packet is at the limit, or beyond. */
static bool is_at_limit(const struct native_stream *stream, const struct record_batch *batch)
{
	const unsigned char *at = stream->cursor.packet + stream->cursor.at;
	uint64_t left = stream->cursor.end - stream->cursor.at;
	struct native_header header;

	if (!batch->is_bounded)
		return false;
	if (stream->class->is_large ? !native_read_large(&header, at, left, stream->clock)
				    : !native_read_compact(&header, at, left, stream->clock))
		return false;
	return native_stream_time(stream, header.clock) >= batch->limit_ns;
}

/* As records that point at what is in the packet. */
static size_t take_objects(
	struct native_stream *stream, struct record_batch *batch, const struct event *model)
{
	struct record *out = batch->records + batch->count;

	if (batch->is_bounded)
		return take_bounded(stream, batch, model);
	return take_short(stream, out, batch->capacity - batch->count, model);
}

/* What comes next in the packet: at least one record, unless it cannot be decoded. */
static int take_some(
	struct native_stream *stream, struct record_batch *batch, const struct event *model)
{
	struct record *out = batch->records + batch->count;
	bool can_point = model->stream < RECORD_STREAM_MAX;
	ptrdiff_t done = 0;
	size_t count = 0;

	/* A clock that went back leaves the stream in its order, event by event. */
	if (can_point && native_stream_time(stream, stream->clock) >= batch->key_ns)
		count = take_objects(stream, batch, model);
	if (count == 0 && is_at_limit(stream, batch))
		return NATIVE_LIMIT;
	if (count == 0 && can_point && take_extended(stream, out, batch->key_ns, model))
		count = 1;
	if (count > 0) {
		batch->count += count;
		batch->key_ns = out[count - 1].time_ns;
		return 0;
	}
	/* Where there is a limit, each is looked at beforehand. */
	done = native_stream_decode_others(stream, batch->events + batch->event_count,
		batch->is_bounded ? 1 : batch->capacity - batch->count, model);
	if (done <= 0)
		return (int)done;
	if (batch->is_bounded && batch->events[batch->event_count].time_ns < batch->key_ns)
		return -EBADMSG;
	add_events(batch, (size_t)done);
	return 0;
}

/* Of what follows one cannot say in which slice it is. */
static bool is_out_of_order(const struct native_stream *stream, const struct record_batch *batch)
{
	return batch->is_bounded && stream->clock > stream->packet_end;
}

int native_read_records(
	struct native_stream *stream, struct record_batch *batch, const struct event *model)
{
	batch->count = 0;
	batch->event_count = 0;
	while (batch->capacity - batch->count >= NATIVE_LOSS_MAX && !stream->is_stuck) {
		size_t loss_count;
		int ret;

		if (stream->cursor.at < stream->cursor.end) {
			ret = take_some(stream, batch, model);
			if (ret == NATIVE_LIMIT)
				break;
			if (ret == 0 && is_out_of_order(stream, batch))
				ret = -EBADMSG;
			if (ret < 0)
				return ret;
			continue;
		}
		if (batch->is_bounded && native_stream_next_ns(stream) >= batch->limit_ns)
			break;
		if (native_stream_next_packet(
			    stream, batch->events + batch->event_count, &loss_count, model) != 0)
			break;
		add_events(batch, loss_count);
	}
	if (batch->count > 0)
		return 0;
	if (batch->is_bounded)
		return stream->is_stuck ? -EBADMSG : NATIVE_END;
	return native_stream_end(stream);
}
