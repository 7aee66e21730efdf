/*
 * Writes a stream file as LTTng-UST would have: its packets, and whatever is put into them. What
 * events look like is the caller's to know; a failure ends the program.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct stream_writer {
	FILE *file;                /* owned */
	const unsigned char *uuid; /* borrowed: the trace's */
	unsigned char *packet;     /* owned */
	size_t size;
	uint64_t number;
	uint64_t sequence_number;
	uint64_t clock;
	uint64_t discarded; /* may be raised at any time */
	uint64_t random;
};

void stream_writer_begin(struct stream_writer *writer, const char *folder,
	const unsigned char *uuid, uint64_t number);
void stream_writer_end(struct stream_writer *writer);

/* Before an event, which takes no more than 128 bytes. */
void stream_writer_reserve(struct stream_writer *writer);
void stream_writer_put_16(struct stream_writer *writer, uint16_t number);
void stream_writer_put_32(struct stream_writer *writer, uint32_t number);
void stream_writer_put_64(struct stream_writer *writer, uint64_t number);
void stream_writer_put_string(struct stream_writer *writer, const char *text);

uint64_t stream_writer_random(struct stream_writer *writer);
