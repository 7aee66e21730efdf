/*
 * The processes of a reading. A pid is used again within a trace: each use is a process of its own
 * here, told by a second process_start, or by the main thread's sequence numbers that begin anew.
 * Traces of one recording (one host, one start time) share their processes. Follows from events
 * what a process is, which modules and kinds it has, and which of its events are missing.
 */
#pragma once

#include "viewer/model/event.h"
#include "viewer/model/site.h"
#include "viewer/model/strings.h"
#include "viewer/model/table.h"
#include "viewer/model/trace.h"

struct module {
	uint64_t base;
	uint64_t size_bytes;
	uint32_t path;     /* strings */
	uint32_t build_id; /* strings */
	bool is_framework; /* of no driver */
};

struct own_kind {
	uint32_t id;
	uint32_t name; /* strings */
};

struct process {
	uint32_t index; /* from 1, in order of appearance */
	uint32_t recording;
	uint32_t host;    /* strings */
	uint32_t name;    /* strings */
	uint32_t *traces; /* owned; those that hold its events, in order of appearance */
	size_t trace_count;
	int32_t pid;
	int64_t begin_ns;
	int64_t end_ns;         /* of its last event so far */
	bool is_whole;          /* recorded from its first event on */
	bool is_fork;           /* its parent is known: it may release what the parent acquired */
	bool has_ended;         /* said goodbye */
	bool is_crashed;        /* stopped by a crash of one of its drivers */
	bool is_reused;         /* its pid belongs to a later process */
	struct module *modules; /* owned; the latest last */
	size_t module_count;
	struct own_kind *kinds; /* owned */
	size_t kind_count;
	struct table threads; /* of struct thread, owned */
};

/* What a thread is inside of: a span, or a framework callback. */
struct frame {
	uint32_t driver;      /* the event's number */
	uint32_t name;        /* strings */
	uint32_t kind;        /* of the object whose callback it is; 0: a span */
	uint32_t site;        /* sites */
	uint32_t failed_name; /* strings; the innermost span that failed with failed_status */
	int32_t failed_status;
	int64_t begin_ns;
	int64_t inner_ns; /* spent in nested spans that have ended */
	void *data;       /* an observer's */
};

struct thread {
	int32_t tid;
	uint32_t last_seq;
	int64_t last_ns;
	struct frame *frames; /* owned; the innermost last */
	size_t frame_count;
	size_t frame_capacity;
};

/* A gap in a thread's sequence numbers. */
struct gap {
	uint32_t count; /* 0: none */
	int64_t begin_ns;
	int64_t end_ns;
};

enum {
	SITE_CACHE_COUNT = 256,
	KIND_CACHE_COUNT = 128
};

/* An address that was resolved lately. */
struct cached_site {
	const struct process *process; /* NULL: none */
	uint64_t address;
	uint32_t id;
};

struct processes {
	const struct trace_list *list; /* borrowed */
	struct strings *strings;       /* borrowed */
	struct sites *sites;           /* borrowed */
	struct process **items;        /* owned, and so is each; item i has the index i + 1 */
	size_t count;
	size_t capacity;
	struct table current; /* by recording and pid */
	uint32_t *recordings; /* owned; by trace, 0: not yet known */
	size_t recording_count;
	struct cached_site cache[SITE_CACHE_COUNT]; /* by address; emptied when modules change */
	uint32_t kind_names[KIND_CACHE_COUNT]; /* strings; of built-in kinds, 0: not yet known */
};

/* Conditions of processes_follow(). */
enum process_condition {
	PROCESS_DUPLICATE = 1, /* the same event once more, as overlapping snapshots have it */
};

void processes_init(struct processes *processes, const struct trace_list *list,
	struct strings *strings, struct sites *sites);
void processes_finish(struct processes *processes);

/*
 * Takes in what `event` says of its process, thread, modules and kinds; every event but EVENT_LOST
 * and EVENT_OTHER goes through here first. `gap` tells what is missing before the event.
 */
int processes_follow(struct processes *processes, struct process **process, struct thread **thread,
	struct gap *gap, const struct event *event);

/* The process and the thread that an event would be of, if both are known: nothing changes. */
struct thread *processes_find_thread(
	const struct processes *processes, struct process **process, const struct event *event);

int processes_recording(struct processes *processes, uint32_t *out, uint32_t trace);
/* The site of an address in a process, as its modules are now; 0 for address 0. */
int process_site(struct processes *processes, uint32_t *out, const struct process *process,
	uint64_t address);
/* Name of a kind, as a string's number. */
int process_kind(
	struct processes *processes, uint32_t *out, const struct process *process, uint32_t kind);
/* What the recorder and the process itself know of its end. */
bool process_is_dead(const struct processes *processes, const struct process *process);

int thread_push(struct thread *thread, const struct frame *frame);
