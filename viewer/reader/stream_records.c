#include "viewer/reader/stream.h"

static inline size_t left_in(const struct stream *stream)
{
	return stream->record_count - stream->position;
}

/*
 * Takes `count` records of two streams that have as many each, but for one. Which one is next is in
 * no order that a processor could predict: so it is chosen without a branch.
 */
static inline void merge_unchecked(
	const struct record **first, const struct record **second, struct record *out, size_t count)
{
	const struct record *a = *first;
	const struct record *b = *second;

	for (const struct record *end = out + count; out < end; out++) {
		size_t is_second = b->time_ns < a->time_ns;

		/* The compiler is not to make a branch of it. */
		__asm__("" : "+r"(is_second));
		*out = *(const struct record *)((uintptr_t)a ^
						(((uintptr_t)a ^ (uintptr_t)b) & -is_second));
		b += is_second;
		a += 1 - is_second;
	}
	*first = a;
	*second = b;
}

static size_t merge_two(struct stream_heap *heap, struct record *out, size_t capacity)
{
	bool is_swapped = heap->streams[1]->number < heap->streams[0]->number;
	struct stream *streams[2] = { heap->streams[is_swapped], heap->streams[!is_swapped] };
	const struct record *at[2];
	size_t count = 0;
	size_t which = 0;

	for (size_t i = 0; i < 2; i++)
		at[i] = streams[i]->records + streams[i]->position;
	while (count < capacity) {
		size_t sure = capacity - count;

		for (size_t i = 0; i < 2; i++) {
			streams[i]->position = (size_t)(at[i] - streams[i]->records);
			if (left_in(streams[i]) - 1 < sure)
				sure = left_in(streams[i]) - 1;
		}
		merge_unchecked(&at[0], &at[1], out + count, sure);
		count += sure;
		if (sure > 0)
			continue;
		which = at[1]->time_ns < at[0]->time_ns;
		out[count++] = *at[which]++;
		streams[which]->position++;
		if (left_in(streams[which]) == 0)
			break;
	}
	for (size_t i = 0; i < 2; i++) {
		streams[i]->position = (size_t)(at[i] - streams[i]->records);
		if (left_in(streams[i]) > 0)
			stream_update_key(streams[i]);
	}
	if (left_in(streams[0]) > 0 && left_in(streams[1]) > 0)
		which = at[1]->time_ns < at[0]->time_ns;
	heap->streams[0] = streams[which];
	heap->streams[1] = streams[!which];
	return count;
}

/* How many records of the top come before those of every other stream; at least one. */
static size_t find_run(const struct stream_heap *heap)
{
	const struct stream *top = heap->streams[0];
	const struct stream *next = heap->count > 1 ? heap->streams[1] : NULL;
	const struct record *at = top->records + top->position;
	size_t count = 1;
	int64_t limit_ns = INT64_MAX;

	if (heap->count > 2 && (heap->streams[2]->key_ns < next->key_ns ||
				       (heap->streams[2]->key_ns == next->key_ns &&
					       heap->streams[2]->number < next->number)))
		next = heap->streams[2];
	if (!next)
		return left_in(top);
	limit_ns = next->key_ns;
	while (count < left_in(top) &&
		(at[count].time_ns < limit_ns ||
			(at[count].time_ns == limit_ns && top->number < next->number)))
		count++;
	return count;
}

static size_t merge_many(struct stream_heap *heap, struct record *out, size_t capacity)
{
	size_t count = 0;

	while (count < capacity) {
		struct stream *top = heap->streams[0];
		size_t run = find_run(heap);

		if (run > capacity - count)
			run = capacity - count;
		memcpy(out + count, top->records + top->position, run * sizeof(*out));
		top->position += run;
		count += run;
		if (left_in(top) == 0)
			break;
		stream_update_key(top);
		stream_heap_sink_top(heap);
	}
	return count;
}

size_t stream_heap_merge_records(struct stream_heap *heap, struct record *out, size_t capacity)
{
	return heap->count == 2 ? merge_two(heap, out, capacity) : merge_many(heap, out, capacity);
}
