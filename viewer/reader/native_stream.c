#include "viewer/reader/native_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/native_file.h"
#include "viewer/reader/native_header.h"
#include "viewer/reader/native_window.h"

enum {
	/* Mapped pages that are kept: to give back any interrupts every thread. */
	KEPT_BYTES = 16 << 20,
};

void native_stream_begin(struct native_stream *stream, struct trace_list *list)
{
	stream->list = list;
}

void native_stream_finish(struct native_stream *stream)
{
	for (size_t i = 0; i < stream->file_count; i++)
		native_file_close(&stream->files[i]);
	free(stream->files);
	free(stream->name);
}

/* Counts may be "negative": only their sum modulo 2^64 is right. */
static void add_wrapping(int64_t *sum, int64_t count)
{
	*sum = (int64_t)((uint64_t)*sum + (uint64_t)count);
}

static struct event loss_of(const struct native_stream *stream, int64_t count, uint64_t begin,
	uint64_t end, bool is_packets)
{
	struct event event = { .type = EVENT_LOST };

	event.lost.count = count;
	event.lost.begin_ns = native_stream_time(stream, begin);
	event.lost.end_ns = native_stream_time(stream, end);
	event.lost.is_packets = is_packets;
	event.time_ns = event.lost.begin_ns;
	/* An unknown number is at least one. */
	add_wrapping(
		is_packets ? &stream->list->discarded_packets : &stream->list->discarded_events,
		count == -1 && !stream->has_packet ? 1 : count);
	return event;
}

/* What was lost before the packet, as babeltrace2 concludes it; at most two, in this order. */
static size_t find_losses(
	const struct native_stream *stream, const struct packet_entry *next, struct event losses[2])
{
	uint64_t begin = next->begin;
	uint64_t end = next->end;
	uint64_t sequence_number = next->sequence_number;
	uint64_t discarded = next->discarded;
	size_t count = 0;

	if (!stream->has_packet) {
		if (discarded)
			losses[count++] = loss_of(stream, -1, begin, end, false);
		return count;
	}
	if (discarded != stream->discarded)
		losses[count++] = loss_of(stream, (int64_t)(discarded - stream->discarded),
			stream->packet_end, end, false);
	if (sequence_number - stream->sequence_number > 1)
		losses[count++] =
			loss_of(stream, (int64_t)(sequence_number - stream->sequence_number - 1),
				stream->packet_end, begin, true);
	return count;
}

/* The file that has the next packet; NULL after the last one. */
static struct native_file *next_file(struct native_stream *stream)
{
	while (stream->file < stream->file_count &&
		stream->packet_at == stream->files[stream->file].size) {
		native_file_forget(
			&stream->files[stream->file], stream->kept_at, stream->packet_at);
		stream->file++;
		stream->packet_at = 0;
		stream->kept_at = 0;
	}
	return stream->file < stream->file_count ? &stream->files[stream->file] : NULL;
}

/* What events were given of it may still be looked at: their strings are in it. */
static void forget_behind(struct native_stream *stream, const struct native_file *file)
{
	uint64_t end = stream->packet_at > KEPT_BYTES ? stream->packet_at - KEPT_BYTES : 0;

	if (end < stream->kept_at + KEPT_BYTES)
		return;
	native_file_forget(file, stream->kept_at, end);
	stream->kept_at = end;
}

static void read_entry(struct packet_entry *out, const struct native_file *file, uint64_t at)
{
	const unsigned char *packet = file->bytes + at;

	*out = (struct packet_entry){ .at = at,
		.bytes = native_get_64(packet + NATIVE_PACKET_BITS) / 8,
		.content_bytes = native_get_64(packet + NATIVE_CONTENT_BITS) / 8,
		.begin = native_get_64(packet + NATIVE_TIME_BEGIN),
		.end = native_get_64(packet + NATIVE_TIME_END),
		.discarded = native_get_64(packet + NATIVE_DISCARDED),
		.sequence_number = native_get_64(packet + NATIVE_SEQUENCE_NUMBER) };
}

/* The packet is what it was when it was looked at, or what its index says. */
static bool is_sound(struct native_stream *stream, const struct native_file *file,
	const struct packet_entry *packet)
{
	const struct packet_entry *entry;

	if (packet->bytes > file->size - packet->at || packet->bytes < NATIVE_HEADER_BYTES ||
		packet->content_bytes > packet->bytes)
		return false;
	if (!file->index)
		return true;
	entry = packet_index_find(file->index, packet->at);
	stream->has_wrong_index =
		!entry || !packet_index_fits(file->index, entry, file->bytes + packet->at);
	return !stream->has_wrong_index;
}

/* Its losses are found before. */
static void pass(struct native_stream *stream, const struct packet_entry *packet)
{
	stream->has_packet = true;
	stream->clock = packet->begin;
	stream->packet_end = packet->end;
	stream->sequence_number = packet->sequence_number;
	stream->discarded = packet->discarded;
	stream->packet_at += packet->bytes;
}

/* 0 with the losses in front of the next packet, NATIVE_END or NATIVE_STUCK. */
static int begin_packet(
	struct native_stream *stream, struct event losses[NATIVE_LOSS_MAX], size_t *loss_count)
{
	struct native_file *file = next_file(stream);
	struct packet_entry packet;

	if (!file)
		return NATIVE_END;
	if (!native_file_holds(file, file->size))
		return NATIVE_STUCK;
	read_entry(&packet, file, stream->packet_at);
	if (!is_sound(stream, file, &packet))
		return NATIVE_STUCK;

	forget_behind(stream, file);
	*loss_count = find_losses(stream, &packet, losses);
	pass(stream, &packet);
	stream->cursor = (struct layout_cursor){
		.packet = file->bytes + packet.at,
		.at = NATIVE_HEADER_BYTES,
		.end = packet.content_bytes,
	};
	return 0;
}

bool native_stream_look_ahead(const struct native_stream *stream, struct packet_entry *out)
{
	const struct native_file *file = &stream->files[stream->file];
	uint64_t at = stream->packet_at;
	const struct packet_entry *entry;

	if (stream->file == stream->file_count)
		return false;
	if (at == file->size) {
		if (stream->file + 1 == stream->file_count)
			return false;
		file++;
		at = 0;
	}
	entry = file->index ? packet_index_find(file->index, at) : NULL;
	if (entry)
		*out = *entry;
	else
		read_entry(out, file, at);
	return true;
}

void native_stream_pass(struct native_stream *stream, const struct packet_entry *next)
{
	struct event losses[NATIVE_LOSS_MAX];

	(void)next_file(stream);
	stream->given_count += find_losses(stream, next, losses);
	pass(stream, next);
	stream->cursor.at = stream->cursor.end;
}

int native_stream_register(struct trace_list *list, struct layout *layout)
{
	int ret = trace_list_count_other(list, layout->name);

	if (ret < 0)
		return ret;
	for (size_t i = 0; i < list->other_count; i++)
		if (strcmp(list->others[i].name, layout->name) == 0)
			layout->other = i;
	list->others[layout->other].count--;
	layout->is_registered = true;
	return 0;
}

static inline uint32_t get_32(const unsigned char *bytes)
{
	return native_get_32(bytes);
}

static inline uint64_t get_64(const unsigned char *bytes)
{
	return native_get_64(bytes);
}

/* As tracelib writes them, see acquire_loads and release_loads in layout.c. */
static inline void decode_common(struct event *out, const unsigned char *bytes)
{
	out->pid = (int32_t)get_32(bytes);
	out->tid = (int32_t)get_32(bytes + 4);
	out->seq = get_32(bytes + 8);
	out->driver = get_32(bytes + 12);
	out->kind = get_32(bytes + 16);
	out->handle = get_64(bytes + 20);
}

/*
 * Acquire and release by the same instructions: which of them comes next cannot be predicted. What a
 * release does not have is read from where it has something else, and is nobody's to look at.
 */
static inline void decode_object(
	struct event *out, const struct layout *layout, const unsigned char *bytes)
{
	out->type = layout->initial.type;
	decode_common(out, bytes);
	out->acquire.owner = get_64(bytes + layout->owner);
	out->acquire.size_bytes = get_64(bytes + layout->size);
	out->acquire.tag = get_32(bytes + layout->tag);
	out->site = get_64(bytes + layout->site);
}

/* What is in it beside, struct event does not have. */
static inline void decode_message(
	struct event *out, const struct layout *layout, const unsigned char *bytes)
{
	*out = layout->initial;
	out->pid = (int32_t)get_32(bytes);
	out->tid = (int32_t)get_32(bytes + 4);
}

/* Moves the cursor behind the event, whose header was read. */
static inline bool decode_body(
	const struct layout *layout, struct layout_cursor *cursor, struct event *out)
{
	const unsigned char *bytes = cursor->packet + cursor->at;

	if (layout->shape == LAYOUT_GENERAL)
		return layout_decode(layout, cursor, out);
	if (layout->fixed_bytes > cursor->end - cursor->at)
		return false;
	cursor->at += layout->fixed_bytes;
	if (layout->shape == LAYOUT_OBJECT)
		decode_object(out, layout, bytes + layout->base);
	else if (layout->shape == LAYOUT_MESSAGE)
		decode_message(out, layout, bytes + layout->base);
	else
		layout_decode_run(layout, bytes, out);
	return true;
}

/* What a batch of events adds to the trace list. */
struct tally {
	uint64_t own_count;
	uint64_t message_count;
	uint64_t count;
	int64_t begin_ns;
	int64_t end_ns;
};

static void count_tally(struct trace_list *list, const struct tally *tally)
{
	if (tally->count == 0)
		return;
	if (list->event_count == 0 || tally->begin_ns < list->begin_ns)
		list->begin_ns = tally->begin_ns;
	if (list->event_count == 0 || tally->end_ns > list->end_ns)
		list->end_ns = tally->end_ns;
	list->event_count += tally->count;
	list->own_event_count += tally->own_count;
	list->message_count += tally->message_count;
}

static inline void count_event(
	struct tally *tally, const struct layout *layout, const struct event *event)
{
	tally->own_count += layout->is_own;
	tally->count++;
	tally->begin_ns = event->time_ns < tally->begin_ns ? event->time_ns : tally->begin_ns;
	tally->end_ns = event->time_ns > tally->end_ns ? event->time_ns : tally->end_ns;
}

/* What remains to be done for an event that is not of the schema; it began at `begin`. */
static int finish_special(struct native_stream *stream, struct tally *tally, struct layout *layout,
	struct event *event, uint64_t begin, uint64_t end)
{
	int ret = 0;

	if (layout->message) {
		event->message.packed = stream->cursor.packet + begin;
		event->message.packed_bytes = (uint32_t)(end - begin);
		event->message.phase = (uint8_t)(begin % LAYOUT_ALIGN_MAX);
		event->message.cpu = (int32_t)native_get_32(stream->cursor.packet + NATIVE_CPU);
		tally->message_count++;
		return 0;
	}
	if (!layout->is_registered)
		ret = native_stream_register(stream->list, layout);
	if (ret == 0)
		stream->list->others[layout->other].count++;
	return ret;
}

/* Where the clock counts something else than nanoseconds: not in the loop that decodes. */
static void scale_times(const struct native_class *class, struct event *events, struct tally *tally)
{
	if (class->clock.frequency == clock_ns_frequency || tally->count == 0)
		return;
	for (uint64_t i = 0; i < tally->count; i++)
		events[i].time_ns = clock_time(&class->clock, (uint64_t)events[i].time_ns);
	tally->begin_ns = clock_time(&class->clock, (uint64_t)tally->begin_ns);
	tally->end_ns = clock_time(&class->clock, (uint64_t)tally->end_ns);
}

/* How far an event is decoded after another one. */
struct reach {
	bool is_large;
	bool ends_at_objects; /* but does not begin there */
};

/* Decodes until the packet or the room ends: gives how many. -1: no memory. */
static inline __attribute__((always_inline)) ptrdiff_t decode_packet(struct native_stream *stream,
	struct event *events, size_t capacity, const struct event *model, struct reach reach)
{
	const struct native_class *class = stream->class;
	struct trace_list *list = stream->list;
	struct layout_cursor cursor = stream->cursor;
	struct tally tally = { 0, 0, 0, INT64_MAX, INT64_MIN };
	uint64_t clock = stream->clock;
	uint64_t done = cursor.at;
	bool has_ended = false;
	ptrdiff_t ret = 0;

	while (tally.count < capacity && cursor.at < cursor.end) {
		const unsigned char *at = cursor.packet + cursor.at;
		struct event *event = &events[tally.count];
		struct native_header header;
		struct layout *layout;
		uint64_t body;

		if (reach.is_large
				? !native_read_large(&header, at, cursor.end - cursor.at, clock)
				: !native_read_compact(&header, at, cursor.end - cursor.at, clock))
			break;
		layout = header.id < class->id_count ? class->by_id[header.id] : NULL;
		if (!layout)
			break;
		has_ended =
			reach.ends_at_objects && tally.count > 0 && layout->shape == LAYOUT_OBJECT;
		if (has_ended)
			break;
		cursor.at += header.bytes;
		body = cursor.at;
		if (!decode_body(layout, &cursor, event))
			break;
		clock = header.clock;
		done = cursor.at;
		event->time_ns = class->decoded_offset_ns + (int64_t)clock;
		event->trace = model->trace;
		event->stream = model->stream;
		if (layout->is_special) {
			ret = finish_special(stream, &tally, layout, event, body, cursor.at);
			if (ret < 0)
				break;
		}
		count_event(&tally, layout, event);
	}
	/* In the middle of what is neither the end nor out of room: it cannot be decoded. */
	stream->is_stuck = tally.count < capacity && done < cursor.end && !has_ended;
	stream->cursor.at = done;
	stream->cursor.has_impossible_length = cursor.has_impossible_length;
	stream->clock = clock;
	scale_times(class, events, &tally);
	count_tally(list, &tally);
	return ret < 0 ? ret : (ptrdiff_t)tally.count;
}

static size_t give_losses(struct native_stream *stream, struct event *events,
	const struct event *losses, size_t count, const struct event *model)
{
	for (size_t i = 0; i < count; i++) {
		events[i] = losses[i];
		events[i].trace = model->trace;
		events[i].stream = model->stream;
	}
	stream->given_count += count;
	return count;
}

int64_t native_stream_next_ns(const struct native_stream *stream)
{
	struct packet_entry next;

	if (!native_stream_look_ahead(stream, &next))
		return INT64_MAX;
	if (stream->has_packet && (next.discarded != stream->discarded ||
					  next.sequence_number - stream->sequence_number > 1))
		return native_stream_time(stream, stream->packet_end);
	return native_stream_time(stream, next.begin);
}

int native_stream_next_packet(struct native_stream *stream, struct event *events, size_t *count,
	const struct event *model)
{
	struct event losses[NATIVE_LOSS_MAX];
	size_t loss_count;
	int ret = begin_packet(stream, losses, &loss_count);

	*count = 0;
	if (ret == NATIVE_STUCK)
		stream->is_stuck = true;
	if (ret == 0)
		*count = give_losses(stream, events, losses, loss_count, model);
	return ret;
}

ptrdiff_t native_stream_decode(struct native_stream *stream, struct event *events, size_t capacity,
	const struct event *model)
{
	ptrdiff_t done = stream->class->is_large ? decode_packet(stream, events, capacity, model,
							   (struct reach){ true, false })
						 : decode_packet(stream, events, capacity, model,
							   (struct reach){ false, false });

	if (done > 0)
		stream->given_count += (uint64_t)done;
	return done;
}

ptrdiff_t native_stream_decode_others(struct native_stream *stream, struct event *events,
	size_t capacity, const struct event *model)
{
	ptrdiff_t done = stream->class->is_large ? decode_packet(stream, events, capacity, model,
							   (struct reach){ true, true })
						 : decode_packet(stream, events, capacity, model,
							   (struct reach){ false, true });

	if (done > 0)
		stream->given_count += (uint64_t)done;
	return done;
}

int native_stream_end(const struct native_stream *stream)
{
	if (stream->is_stuck && stream->cursor.has_impossible_length)
		return NATIVE_HOPELESS;
	return stream->is_stuck ? NATIVE_STUCK : NATIVE_END;
}

/* `capacity` is at least two, the losses in front of a packet. */
int native_read(struct native_stream *stream, struct event *events, size_t capacity, size_t *count,
	const struct event *model)
{
	*count = 0;
	while (capacity - *count >= NATIVE_LOSS_MAX && !stream->is_stuck) {
		size_t loss_count = 0;
		ptrdiff_t done;

		if (stream->cursor.at == stream->cursor.end && stream->is_narrowed &&
			native_window_is_over(stream))
			break;
		if (stream->cursor.at == stream->cursor.end &&
			native_stream_next_packet(stream, events + *count, &loss_count, model) != 0)
			break;
		*count += loss_count;
		done = native_stream_decode(stream, events + *count, capacity - *count, model);
		if (done < 0)
			return (int)done;
		*count += (size_t)done;
	}
	return *count > 0 ? 0 : native_stream_end(stream);
}

uint64_t native_given_count(const struct native_stream *stream)
{
	return stream->given_count;
}
