#include "viewer/reader/stream.h"

static inline size_t left_in(const struct stream *stream)
{
	return stream->record_count - stream->position;
}

/* One of two, without a branch: which of them is next is in no order that could be predicted. */
static inline const struct record *choose(
	const struct record *first, const struct record *second, size_t is_second)
{
	return (const struct record *)((uintptr_t)first ^
				       (((uintptr_t)first ^ (uintptr_t)second) & -is_second));
}

/* 0 or 1, in a way that the compiler makes no branch of. */
static inline size_t comes_before(const struct record *a, const struct record *b)
{
	size_t is_before = a->time_ns < b->time_ns;

	__asm__("" : "+r"(is_before));
	return is_before;
}

/*
 * Merges from both ends at once: each choice has to wait for the one before, and so two of them wait
 * at the same time. What is around the records keeps either end from running beyond the other's.
 */
static void merge_whole(struct record *out, const struct record *a, size_t a_count,
	const struct record *b, size_t b_count)
{
	size_t count = a_count + b_count;
	struct record *out_last = out + count - 1;
	const struct record *a_last = a + a_count - 1;
	const struct record *b_last = b + b_count - 1;

	for (size_t i = 0; i < count / 2; i++) {
		size_t is_b = comes_before(b, a);
		size_t is_a_last = comes_before(b_last, a_last);

		*out++ = *choose(a, b, is_b);
		b += is_b;
		a += 1 - is_b;
		*out_last-- = *choose(b_last, a_last, is_a_last);
		a_last -= is_a_last;
		b_last -= 1 - is_a_last;
	}
	if (count % 2)
		*out = *choose(a, b, comes_before(b, a));
}

/* How many of the records have a time before that, or at it, too. */
static size_t count_until(
	const struct record *records, size_t count, int64_t time_ns, bool is_included)
{
	size_t low = 0;

	while (low < count) {
		size_t middle = low + (count - low) / 2;

		if (records[middle].time_ns < time_ns ||
			(is_included && records[middle].time_ns == time_ns))
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

/* All of the one that ends first, and what of the other comes before its end. */
static size_t merge_two(struct stream_heap *heap, struct record *out, size_t capacity)
{
	bool is_swapped = heap->streams[1]->number < heap->streams[0]->number;
	struct stream *streams[2] = { heap->streams[is_swapped], heap->streams[!is_swapped] };
	const struct record *at[2];
	size_t counts[2];
	size_t first;

	for (size_t i = 0; i < 2; i++) {
		counts[i] = left_in(streams[i]);
		at[i] = streams[i]->records + streams[i]->position;
	}
	first = at[1][counts[1] - 1].time_ns < at[0][counts[0] - 1].time_ns;
	counts[!first] = count_until(
		at[!first], counts[!first], at[first][counts[first] - 1].time_ns, first == 1);
	if (counts[0] + counts[1] > capacity)
		return 0;
	merge_whole(out, at[0], counts[0], at[1], counts[1]);
	for (size_t i = 0; i < 2; i++)
		streams[i]->position += counts[i];
	stream_update_key(streams[!first]);
	heap->streams[0] = streams[first];
	heap->streams[1] = streams[!first];
	return counts[0] + counts[1];
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
	size_t count = heap->count == 2 ? merge_two(heap, out, capacity) : 0;

	return count ? count : merge_many(heap, out, capacity);
}
