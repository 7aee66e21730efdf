/*
 * The lifetime engine: from events to objects, verdicts and findings (DESIGN.md, "The lifetime
 * engine"). Knows nothing of readers, symbols, or how results are printed.
 *
 * Feed every event in order, then finish once; the results are then complete and stay valid until
 * the engine is destroyed. Memory grows with what is alive and with distinct call sites.
 */
#pragma once

#include <stddef.h>

#include "viewer/lifetime/rules.h"
#include "viewer/model/event.h"
#include "viewer/model/process.h"
#include "viewer/model/record.h"
#include "viewer/model/trace.h"

struct lifetime;

/* Ordered from harmless to bad. */
enum lifetime_verdict {
	LIFETIME_RELEASED,
	LIFETIME_ALIVE,
	LIFETIME_ABANDONED,
	LIFETIME_UNCERTAIN,
	LIFETIME_LEAKED,
};

/* What ended the owner of an object that was not released. */
enum lifetime_cause {
	LIFETIME_CAUSE_NONE,
	LIFETIME_CAUSE_FAILED_ENTRY,
	LIFETIME_CAUSE_UNLOAD,
	LIFETIME_CAUSE_PARENT,
	LIFETIME_CAUSE_REFERENCE, /* the same, and somebody still holds a reference */
};

/*
 * One lifetime, as observers get it. Names, kinds and contexts are strings' numbers, sites those
 * of the sites. A context is the innermost span or callback at that moment, 0 when there was none.
 */
struct lifetime_object {
	enum lifetime_verdict verdict;
	enum lifetime_cause cause;
	uint32_t process; /* index */
	uint32_t driver;  /* name */
	uint32_t cycle;   /* of the driver in its process, from 1; 0: not known */
	uint32_t kind;
	uint32_t tag;
	uint32_t site;
	uint32_t context;
	uint32_t release_site;
	uint32_t release_context;
	uint64_t handle;
	uint64_t owner;
	uint64_t size_bytes;
	uint64_t order; /* of acquisition, over all traces */
	int64_t acquired_ns;
	int64_t ended_ns; /* released, or when its owner ended; 0: not */
};

/* Where objects of one acquiring call site were released, in any of the traces. */
struct lifetime_release {
	struct lifetime_release *next;
	uint32_t site;
	uint32_t context;
	uint64_t good_count;   /* while the driver's entry had not failed */
	uint64_t failed_count; /* after it had */
	uint64_t entry_count;  /* within DriverEntry itself: counted here only */
	uint64_t first_order;  /* of the first of them, among all releases */
};

/* Unreleased objects that are alike: kind, tag, site, driver, verdict. The rest is of the first. */
struct lifetime_entry {
	enum lifetime_verdict verdict;
	enum lifetime_cause cause;
	uint32_t process;
	uint32_t driver;
	uint32_t kind;
	uint32_t tag;
	uint32_t site;
	uint32_t context;
	uint32_t owner_path; /* kinds of its owners, outermost first: "WDFDRIVER/WDFDEVICE" */
	uint32_t owner_kind; /* 0: its owner is the driver itself, or unknown */
	uint64_t handle;
	uint64_t owner;
	int64_t acquired_ns;
	int64_t due_ns; /* when its owner ended; 0: it did not */
	uint64_t count;
	uint64_t size_bytes;
	uint64_t held_count; /* unreleased objects below these in the owner tree */
	uint64_t held_bytes;
	uint64_t failed_count; /* of count, those of failed entries */
	int64_t lost_count;    /* events lost while it lived; -1: not known how many */
	int64_t lost_begin_ns;
	int64_t lost_end_ns;
	uint32_t cycles;          /* loads of this driver in this process */
	double objects_per_cycle; /* slopes of straight lines through what is unreleased by then */
	double bytes_per_cycle;
	const struct lifetime_release *released_at; /* where the like is released; NULL: not seen */
	uint32_t index;                             /* in the results */
	double object_sums[3];
	double byte_sums[3];
};

/* One thing that was held when an entry failed and was never released. */
struct lifetime_rung {
	const struct lifetime_entry *entry;
	uint64_t count;
	uint64_t size_bytes;
};

/* A failed entry that left something behind, and all that failed in the same way. */
struct lifetime_failure {
	uint32_t process;
	uint32_t driver;
	int32_t status;
	uint32_t entry;       /* the span that failed as a whole; 0: no span */
	uint32_t span;        /* the innermost span that failed with that status; 0: entry itself */
	uint32_t fault_point; /* made to fail on purpose; 0: was not */
	uint32_t fault_site;
	uint32_t cycles;
	int64_t failed_ns;
	struct lifetime_rung *rungs; /* owned; the last acquired first */
	size_t rung_count;
};

struct lifetime_finding {
	uint32_t rule; /* id */
	enum rule_severity severity;
	uint32_t driver;
	uint32_t text; /* of a violation; 0: the rule's title says it */
	uint32_t kind;
	uint32_t tag;
	uint32_t site;       /* where the author should look */
	uint32_t other_site; /* what it contradicts: the release, the first release; 0: none */
	uint32_t context;    /* of other_site */
	uint32_t file;       /* and line, when the trace says them itself */
	uint32_t line;
	uint32_t process;
	uint64_t handle;
	uint64_t size_bytes;
	uint64_t count;
	int64_t time_ns;      /* of the first */
	bool is_void_by_loss; /* nothing when events of that process were lost before */
};

/* All borrowed from the engine. Entries and findings: worst last. */
struct lifetime_results {
	struct lifetime_entry **entries;
	size_t entry_count;
	struct lifetime_failure *failures;
	size_t failure_count;
	struct lifetime_finding **findings;
	size_t finding_count;
	const struct strings *strings;
	const struct sites *sites;
	const struct processes *processes;
	uint64_t driver_count;   /* loads of drivers, in all processes */
	uint64_t gap_events;     /* missing by their sequence numbers */
	bool sees_all_gaps;      /* every trace with our events holds all events of the schema */
	uint64_t late_processes; /* those whose beginning was not recorded */
};

/* What a thread of a driver does; `frame` is the innermost span of that thread. */
struct lifetime_step {
	const struct process *process;
	struct thread *thread;
	uint32_t driver; /* name */
	struct frame *frame;
	int64_t time_ns;
	int32_t status;
};

/* Called during lifetime_feed() and lifetime_end(); any may be NULL; negative stops the engine. */
struct lifetime_observer {
	void *data;
	/* A lifetime has ended, or the traces have. In order of their ends. */
	int (*object)(void *data, const struct lifetime_object *object);
	/* A span begins (its frame is new), or ends (its frame is about to go). */
	int (*span_begin)(void *data, const struct lifetime_step *step);
	int (*span_end)(void *data, const struct lifetime_step *step);
	/* At the end of the traces the span still runs, or its process has died in it. */
	int (*span_unfinished)(void *data, const struct lifetime_step *step, bool has_died);
	/* What is held has grown or shrunk, by one object. `frame` is NULL outside of spans. */
	int (*held)(void *data, const struct lifetime_step *step, int objects, int64_t bytes);
};

/* `list` is borrowed, read when processes are named and when verdicts are given. */
int lifetime_create(struct lifetime **out, const struct trace_list *list);
void lifetime_destroy(struct lifetime *lifetime);

/* Before the first event. `observer` is borrowed. */
void lifetime_observe(struct lifetime *lifetime, const struct lifetime_observer *observer);

int lifetime_feed(struct lifetime *lifetime, const struct event *event);
/* The same, for several: faster than one by one. */
int lifetime_feed_all(struct lifetime *lifetime, const struct event *events, size_t count);
/*
 * The same for records: faster again, when nobody observes. Events and records may be mixed.
 */
int lifetime_feed_records(struct lifetime *lifetime, const struct record *records, size_t count);
int lifetime_end(struct lifetime *lifetime);

const struct lifetime_results *lifetime_results(const struct lifetime *lifetime);
