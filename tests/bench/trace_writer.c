#include "tests/bench/trace_writer.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	PACKET_BYTES = 512 << 10,
	HEADER_BYTES = 84,
	EVENT_BYTES_MAX = 128,
	PID = 4242,
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

uint64_t trace_writer_random(struct trace_writer *writer)
{
	writer->random ^= writer->random << 13;
	writer->random ^= writer->random >> 7;
	writer->random ^= writer->random << 17;
	return writer->random;
}

static void put(struct trace_writer *writer, const void *bytes, size_t size)
{
	memcpy(writer->packet + writer->size, bytes, size);
	writer->size += size;
}

void trace_writer_put_32(struct trace_writer *writer, uint32_t number)
{
	put(writer, &number, sizeof(number));
}

void trace_writer_put_64(struct trace_writer *writer, uint64_t number)
{
	put(writer, &number, sizeof(number));
}

void trace_writer_put_string(struct trace_writer *writer, const char *text)
{
	put(writer, text, strlen(text) + 1);
}

static void begin_packet(struct trace_writer *writer)
{
	memset(writer->packet, 0, PACKET_BYTES);
	writer->size = 0;
	trace_writer_put_32(writer, 0xc1fc1fc1);
	put(writer, writer->metadata.uuid, 16);
	trace_writer_put_32(writer, 0);
	trace_writer_put_64(writer, writer->stream);
	trace_writer_put_64(writer, writer->clock);
	writer->size = HEADER_BYTES;
}

static void end_packet(struct trace_writer *writer)
{
	size_t content = writer->size;

	writer->size = 40;
	trace_writer_put_64(writer, writer->clock);
	trace_writer_put_64(writer, content * 8);
	trace_writer_put_64(writer, (uint64_t)PACKET_BYTES * 8);
	trace_writer_put_64(writer, writer->sequence_number++);
	trace_writer_put_64(writer, writer->discarded);
	trace_writer_put_32(writer, (uint32_t)writer->stream);
	if (fwrite(writer->packet, 1, PACKET_BYTES, writer->file) != PACKET_BYTES)
		fail("write");
}

void trace_writer_begin_event(struct trace_writer *writer, uint32_t id)
{
	uint16_t short_id = (uint16_t)id;

	if (writer->size + EVENT_BYTES_MAX > PACKET_BYTES) {
		end_packet(writer);
		begin_packet(writer);
	}
	writer->clock += 50 + trace_writer_random(writer) % 100;
	if (writer->tsdl.streams[0].is_large) {
		put(writer, &short_id, sizeof(short_id));
		trace_writer_put_32(writer, (uint32_t)writer->clock);
	} else {
		trace_writer_put_32(writer, id | (uint32_t)(writer->clock << 5));
	}
	trace_writer_put_32(writer, PID);
	trace_writer_put_32(writer, PID + (uint32_t)writer->stream);
	trace_writer_put_32(writer, ++writer->seq);
}

static void put_process_start(struct trace_writer *writer)
{
	trace_writer_begin_event(writer, trace_writer_id(writer, "drvtrace:process_start"));
	trace_writer_put_string(writer, "bench");
	trace_writer_put_string(writer, "/bench");
	trace_writer_put_32(writer, 1);
}

void trace_writer_begin_stream(struct trace_writer *writer, uint64_t stream)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/c_%d", writer->folder, (int)stream);
	writer->file = fopen(path, "wb");
	if (!writer->file)
		fail(path);
	writer->stream = stream;
	writer->clock = 1000000 + stream * 17;
	writer->random = 88172645463325252U + stream;
	writer->sequence_number = 0;
	writer->discarded = 0;
	writer->seq = 0;
	begin_packet(writer);
	if (stream == 0)
		put_process_start(writer);
}

void trace_writer_end_stream(struct trace_writer *writer)
{
	end_packet(writer);
	if (fclose(writer->file) != 0)
		fail(writer->folder);
}

uint32_t trace_writer_id(const struct trace_writer *writer, const char *name)
{
	for (size_t i = 0; i < writer->tsdl.event_count; i++)
		if (strcmp(writer->tsdl.events[i].name, name) == 0)
			return writer->tsdl.events[i].id;
	fprintf(stderr, "the metadata have no event %s\n", name);
	exit(1);
}

static void copy_metadata(const char *from, const char *folder)
{
	char command[3 * PATH_MAX];

	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		fail(folder);
	(void)snprintf(command, sizeof(command), "cp '%s' '%s/metadata'", from, folder);
	if (system(command) != 0)
		exit(1);
}

void trace_writer_open(struct trace_writer *writer, const char *metadata, const char *folder)
{
	*writer = (struct trace_writer){ .folder = folder, .packet = malloc(PACKET_BYTES) };
	if (!writer->packet)
		fail(folder);
	if (metadata_read(&writer->metadata, metadata) != 0 ||
		tsdl_parse(&writer->tsdl, writer->metadata.text) != 0) {
		fprintf(stderr, "%s: not metadata of LTTng-UST\n", metadata);
		exit(1);
	}
	copy_metadata(metadata, folder);
}

void trace_writer_close(struct trace_writer *writer)
{
	tsdl_finish(&writer->tsdl);
	metadata_finish(&writer->metadata);
	free(writer->packet);
}
