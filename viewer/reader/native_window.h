/* What a stream is wanted from and until: packets that lie outside are passed, not decoded. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct native_stream;

/*
 * Whether the indexes of the stream's files are right about all packets that are wanted, and their
 * neighbours: those beyond are then left out with right.
 */
bool native_window_fits_index(
	const struct native_stream *stream, int64_t since_ns, int64_t until_ns);
/*
 * At the end of a packet: the next one, and what is lost before it, come after what is wanted. Then
 * the rest is passed, and its losses are counted.
 */
bool native_window_is_over(struct native_stream *stream);
/*
 * How many events were passed before those that were given. NATIVE_STUCK when that cannot be told,
 * as one of them cannot be decoded.
 */
int native_window_count_passed(const struct native_stream *stream, uint64_t *count);
