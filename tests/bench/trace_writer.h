/*
 * Writes a trace of provider drvtrace as LTTng-UST would have recorded it, without recording it: one
 * process, whose threads have a stream each. What is in it is the caller's; a failure ends the
 * program.
 */
#pragma once

#include <stdint.h>

#include "tests/bench/stream_writer.h"
#include "viewer/reader/metadata.h"
#include "viewer/reader/tsdl.h"

struct trace_writer {
	const char *folder;
	struct metadata metadata;
	struct tsdl tsdl;
	struct stream_writer stream; /* the one that is begun */
	uint32_t seq;                /* of the last event */
};

/* With the metadata of any trace with provider drvtrace. */
void trace_writer_open(struct trace_writer *writer, const char *metadata, const char *folder);
void trace_writer_close(struct trace_writer *writer);

/* One after the other, from 0 on: the first one begins with the process. */
void trace_writer_begin_stream(struct trace_writer *writer, uint64_t number);
void trace_writer_end_stream(struct trace_writer *writer);

/* The number of an event in the metadata, which must have it. */
uint32_t trace_writer_id(const struct trace_writer *writer, const char *name);
/* Up to seq; what follows is put into the stream, and takes no more than 100 bytes. */
void trace_writer_begin_event(struct trace_writer *writer, uint32_t id);
