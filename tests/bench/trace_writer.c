#include "tests/bench/trace_writer.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	PID = 4242
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

void trace_writer_begin_event(struct trace_writer *writer, uint32_t id)
{
	struct stream_writer *stream = &writer->stream;

	stream_writer_reserve(stream);
	stream->clock += 50 + stream_writer_random(stream) % 100;
	if (writer->tsdl.streams[0].is_large) {
		stream_writer_put_16(stream, (uint16_t)id);
		stream_writer_put_32(stream, (uint32_t)stream->clock);
	} else {
		stream_writer_put_32(stream, id | (uint32_t)(stream->clock << 5));
	}
	stream_writer_put_32(stream, PID);
	stream_writer_put_32(stream, PID + (uint32_t)stream->number);
	stream_writer_put_32(stream, ++writer->seq);
}

static void put_process_start(struct trace_writer *writer)
{
	trace_writer_begin_event(writer, trace_writer_id(writer, "drvtrace:process_start"));
	stream_writer_put_string(&writer->stream, "bench");
	stream_writer_put_string(&writer->stream, "/bench");
	stream_writer_put_32(&writer->stream, 1);
}

void trace_writer_begin_stream(struct trace_writer *writer, uint64_t number)
{
	stream_writer_begin(&writer->stream, writer->folder, writer->metadata.uuid, number);
	writer->seq = 0;
	if (number == 0)
		put_process_start(writer);
}

void trace_writer_end_stream(struct trace_writer *writer)
{
	stream_writer_end(&writer->stream);
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
	*writer = (struct trace_writer){ .folder = folder };
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
}
