/*
 * One event of a trace, as every part of the viewer sees it: the schema of tracelib/README.md,
 * decoded. The readers fill it, the analyses consume it. Knows nothing of CTF or babeltrace.
 *
 * Strings are borrowed and never NULL: they are valid until the reader that yielded the event is
 * asked for the next batch. They come from a trace: anything can be in them, invalid UTF-8 too.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "viewer/model/message.h"

enum event_type {
	EVENT_OTHER, /* not of provider drvtrace, or unknown there: only `other.name` is set */
	EVENT_LOST,  /* not an event: events or packets were lost here, see `lost` */
	EVENT_PROCESS_START,
	EVENT_PROCESS_END,
	EVENT_MODULE,
	EVENT_DRIVER_INIT,
	EVENT_DRIVER_CLEANUP,
	EVENT_KIND,
	EVENT_ACQUIRE,
	EVENT_RELEASE,
	EVENT_STAGE,
	EVENT_TRANSFER,
	EVENT_REFERENCE,
	EVENT_DEREFERENCE,
	EVENT_SPAN_BEGIN,
	EVENT_SPAN_END,
	EVENT_STATE,
	EVENT_FAULT,
	EVENT_VIOLATION,
	EVENT_MESSAGE, /* a WPP message of a driver; the provider is the driver's name */
	EVENT_TYPE_COUNT,
};

/* The enumerations of the schema; the numbers are the trace's. */
enum event_how {
	EVENT_HOW_CALLED,
	EVENT_HOW_TIED,
	EVENT_HOW_UNLOAD
};
enum event_stage {
	EVENT_STAGE_CLEANUP,
	EVENT_STAGE_DESTROY
};
enum event_phase {
	EVENT_PHASE_BEGIN,
	EVENT_PHASE_END
};
enum event_state {
	EVENT_STATE_LOADED,
	EVENT_STATE_ENTRY_FAILED,
	EVENT_STATE_STARTED,
	EVENT_STATE_REMOVED,
	EVENT_STATE_UNLOADED,
	EVENT_STATE_MODULE_CLOSED,
	EVENT_STATE_CRASHED,
};

struct event {
	enum event_type type;
	uint32_t trace;  /* index in the reader's list of traces: tells the host */
	uint32_t stream; /* index of the stream in the whole reading */
	int32_t pid;
	int32_t tid;
	uint32_t seq; /* 0: the event has none */
	int64_t time_ns;
	uint32_t driver; /* 0: none */
	uint32_t kind;   /* see model/kind.h; 0: none */
	uint64_t handle;
	uint64_t site;
	union {
		struct {
			const char *name; /* "provider:event" */
		} other;
		struct {
			int64_t count; /* summed per stream modulo 2^64; -1: unknown */
			int64_t begin_ns;
			int64_t end_ns; /* INT64_MAX: all of the rest, a file is damaged */
			bool is_packets;
		} lost;
		struct {
			const char *name;
			const char *path;
			int32_t ppid;
		} process_start;
		struct {
			int32_t status;
		} process_end;
		struct {
			uint64_t base;
			uint64_t size_bytes;
			const char *path;
			const char *build_id;
		} module;
		struct {
			const char *name;
			const char *path;
			const char *control_guid;
			const char *flag_names;
		} driver_init;
		struct {
			enum event_how how;
		} driver_cleanup;
		struct {
			uint32_t id;
			const char *name;
		} kind_name;
		struct {
			uint64_t owner;
			uint64_t size_bytes;
			uint32_t tag;
		} acquire;
		struct {
			enum event_stage stage;
			enum event_phase phase;
		} stage;
		struct {
			uint64_t owner;
			uint32_t new_driver;
		} transfer;
		struct {
			uint64_t tag;
			int32_t count;
			uint32_t line;
			const char *file;
		} reference; /* and dereference */
		struct {
			const char *name;
			int32_t status; /* span_end only */
		} span;
		struct {
			enum event_state state;
			int32_t status;
			const char *name;
		} state;
		struct {
			const char *point;
			uint32_t nth;
		} fault;
		struct {
			const char *rule;
			const char *text;
		} violation;
		struct {
			const struct message_class *class; /* as long as the reader */
			union {                            /* see packing_arguments() */
				const struct message_value *arguments;
				const unsigned char *packed;
			};
			uint32_t packed_bytes;
			int32_t cpu; /* -1: unknown */
			uint8_t level;
			bool is_packed;
			uint8_t phase; /* of alignments: where `packed` begins in its stream */
		} message;
	};
};
