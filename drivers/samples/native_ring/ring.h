/*
 * A ring of bytes between one writer and one reader, in a memory file that is mapped twice in a
 * row: what wraps around at the end of the first mapping continues in the second, so that every
 * record is contiguous. Knows nothing of what the bytes mean, nor of threads that wait.
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
	int fd;              /* owned; -1: none */
	unsigned char *data; /* owned, 2 * size bytes; NULL: not mapped */
	size_t size;         /* in bytes, a multiple of the page size */
	_Atomic uint64_t written;
	_Atomic uint64_t read;
};

int ring_init(struct ring *ring, size_t size);
void ring_finish(struct ring *ring);

/* False when there is no room; the record is then not written. */
_Bool ring_write(struct ring *ring, const void *record, size_t size);
/* False when there is no whole record. */
_Bool ring_read(struct ring *ring, void *record, size_t size);
