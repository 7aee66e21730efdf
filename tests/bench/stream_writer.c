#include "tests/bench/stream_writer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
	PACKET_BYTES = 512 << 10,
	HEADER_BYTES = 84,
	EVENT_BYTES_MAX = 128,
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

uint64_t stream_writer_random(struct stream_writer *writer)
{
	writer->random ^= writer->random << 13;
	writer->random ^= writer->random >> 7;
	writer->random ^= writer->random << 17;
	return writer->random;
}

static void put(struct stream_writer *writer, const void *bytes, size_t size)
{
	memcpy(writer->packet + writer->size, bytes, size);
	writer->size += size;
}

void stream_writer_put_16(struct stream_writer *writer, uint16_t number)
{
	put(writer, &number, sizeof(number));
}

void stream_writer_put_32(struct stream_writer *writer, uint32_t number)
{
	put(writer, &number, sizeof(number));
}

void stream_writer_put_64(struct stream_writer *writer, uint64_t number)
{
	put(writer, &number, sizeof(number));
}

void stream_writer_put_string(struct stream_writer *writer, const char *text)
{
	put(writer, text, strlen(text) + 1);
}

static void begin_packet(struct stream_writer *writer)
{
	memset(writer->packet, 0, PACKET_BYTES);
	writer->size = 0;
	stream_writer_put_32(writer, 0xc1fc1fc1);
	put(writer, writer->uuid, 16);
	stream_writer_put_32(writer, 0);
	stream_writer_put_64(writer, writer->number);
	stream_writer_put_64(writer, writer->clock);
	writer->size = HEADER_BYTES;
}

static void end_packet(struct stream_writer *writer)
{
	size_t content = writer->size;

	writer->size = 40;
	stream_writer_put_64(writer, writer->clock);
	stream_writer_put_64(writer, content * 8);
	stream_writer_put_64(writer, (uint64_t)PACKET_BYTES * 8);
	stream_writer_put_64(writer, writer->sequence_number++);
	stream_writer_put_64(writer, writer->discarded);
	stream_writer_put_32(writer, (uint32_t)writer->number);
	if (fwrite(writer->packet, 1, PACKET_BYTES, writer->file) != PACKET_BYTES)
		fail("write");
}

void stream_writer_reserve(struct stream_writer *writer)
{
	if (writer->size + EVENT_BYTES_MAX <= PACKET_BYTES)
		return;
	end_packet(writer);
	begin_packet(writer);
}

void stream_writer_begin(struct stream_writer *writer, const char *folder,
	const unsigned char *uuid, uint64_t number)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/c_%d", folder, (int)number);
	*writer = (struct stream_writer){ .file = fopen(path, "wb"),
		.uuid = uuid,
		.packet = malloc(PACKET_BYTES),
		.number = number,
		.clock = 1000000 + number * 17,
		.random = 88172645463325252U + number };
	if (!writer->file || !writer->packet)
		fail(path);
	begin_packet(writer);
}

void stream_writer_end(struct stream_writer *writer)
{
	end_packet(writer);
	if (fclose(writer->file) != 0)
		fail("write");
	free(writer->packet);
}
