/* What the files of the lifetime engine share. Nobody else includes this. */
#pragma once

#include "viewer/lifetime/lifetime.h"
#include "viewer/lifetime/loss.h"
#include "viewer/lifetime/object_table.h"
#include "viewer/lifetime/released.h"
#include "viewer/model/kind.h"
#include "viewer/model/table.h"

enum object_flags {
	OBJECT_IN_ENTRY = 1,        /* acquired within DriverEntry */
	OBJECT_HAS_OWNER = 2,       /* counted in its owner's child_count */
	OBJECT_HAS_REFERENCES = 4,  /* has a reference list */
	OBJECT_IS_DETACHED = 8,     /* its handle has been used again: no longer found by it */
	OBJECT_IS_TRANSFERRED = 16, /* its owner may be younger */
	OBJECT_IS_TOP = 32,         /* at the end: no other unreleased object holds it */
	OBJECT_IS_QUEUED = 64,      /* a reinitialisation routine has it that has not been called */
	OBJECT_IS_TOLD = 128,       /* a rule of its own says why it was never released */
};

/* Many of these live at once: kept small. */
struct object {
	struct object *previous; /* of the driver's objects */
	struct object *next;
	struct driver *driver;
	uint64_t handle;
	uint64_t owner;
	uint64_t size_bytes;
	uint64_t order;
	int64_t acquired_ns;
	int64_t orphaned_ns; /* its parent was released then; 0: was not */
	uint32_t kind;       /* the event's number */
	uint32_t tag;
	uint32_t site;
	uint32_t context;
	uint32_t owner_path; /* strings */
	uint32_t child_count;
	uint32_t number; /* in the pool, not 0 */
	uint32_t flags;
};

/* Where the events of a stream come from, as a rule the same as the event before. */
struct lane {
	uint32_t trace;
	int32_t pid;
	int32_t tid;
	uint32_t driver_id;
	struct process *process; /* NULL: not known */
	struct thread *thread;
	struct driver *driver;
};

enum {
	LANE_COUNT = 64
};

/* All loads of one driver name, in one process or, with process 0, in all of them. */
struct driver_name {
	uint32_t process; /* index */
	uint32_t name;
	uint32_t cycles;
	bool has_wdfdriver;
};

/* One load of a driver. */
struct driver {
	struct process *process;
	struct driver_name *known_as;   /* in its process; NULL: not named yet */
	struct driver_name *everywhere; /* in all processes */
	struct object *first;           /* owned; by order of acquisition, but for transfers */
	struct object *last;
	uint32_t id;
	uint32_t name;        /* strings */
	uint32_t cycle;       /* of its name in its process, from 1 */
	uint32_t entry_span;  /* strings; the outermost span that failed last, or ended */
	uint32_t failed_span; /* strings; the innermost one that made it fail; 0: it itself */
	uint32_t fault_point;
	uint32_t fault_site;
	uint32_t tracing_site; /* of the live registration */
	int32_t entry_status;
	uint64_t wdfdriver_order; /* 0: no WDFDRIVER was created */
	int64_t failed_ns;
	int64_t ended_ns;
	bool has_entry_failed;
	bool has_failed_span; /* entry_span is one that failed */
	bool has_ended;
	bool has_tracing;
	bool had_tracing;
	bool is_wpp;              /* its tracing has a control GUID */
	bool has_tracing_finding; /* its missing cleanup has been told */
	bool tried_create;        /* called WdfDriverCreate, as a span or a fault says */
};

struct reference {
	uint64_t tag;
	uint32_t site;
	uint32_t file;
	uint32_t line;
};

struct reference_list {
	const struct object *object;
	struct reference *items; /* owned; the latest last */
	size_t count;
};

struct released {
	uint32_t process;
	uint32_t kind;
	uint64_t handle;
	uint32_t site;
	uint32_t context;
	uint64_t order; /* lifetime.use_order; also when it was acquired again, then no process */
};

/* Names that the rules ask for. */
struct known_names {
	uint32_t driver_entry;
	uint32_t evt_driver_unload;
	uint32_t wdf_driver_create;
	uint32_t evt_cleanup;
	uint32_t evt_destroy;
};

enum {
	OWNER_PATH_COUNT = 64
};

/* A path that was put together lately. */
struct owner_path {
	uint32_t outer; /* strings, as all of these; 0: none */
	uint32_t kind;
	uint32_t path;
};

struct lifetime {
	const struct trace_list *list;
	const struct lifetime_observer *observer; /* never NULL */
	struct strings strings;
	struct sites sites;
	struct processes processes;
	struct table drivers;      /* of struct driver, owned; by process and id */
	struct table driver_names; /* of struct driver_name, owned */
	struct object_table objects;
	struct object_pool pool;
	struct lane lanes[LANE_COUNT];      /* by stream */
	struct table references;            /* of struct reference_list, owned; by object */
	struct table findings;              /* of struct lifetime_finding, owned */
	struct table entries;               /* of struct lifetime_entry, owned by the results */
	struct lifetime_release **releases; /* owned, and so are the lists; by acquiring site */
	size_t release_capacity;
	struct loss_log *trace_losses; /* owned; by trace */
	size_t trace_loss_count;
	struct loss_log *process_losses; /* owned; by process index - 1 */
	size_t process_loss_count;
	struct released *released;                       /* owned; the last released of each hash */
	struct owner_path owner_paths[OWNER_PATH_COUNT]; /* by what they consist of */
	struct known_names names;
	uint64_t next_order;
	uint64_t use_order;     /* of the last acquire or release: tells which came first */
	struct fold_feed *feed; /* owned; NULL: no records were fed */
	uint64_t gap_events;
	struct lifetime_results results;
};

/* One event, with what is known of where it happened. */
struct occurrence {
	const struct event *event;
	struct process *process;
	struct thread *thread;
	struct driver *driver;
};

/* lifetime.c: positive for an event that was there before */
int lifetime_follow(struct lifetime *lifetime, struct occurrence *at);
/* The next event, when all records before it were fed to the end. */
int lifetime_take(struct lifetime *lifetime, const struct event *event);
/* All but the driver is known of the event. */
int lifetime_handle(struct lifetime *lifetime, struct occurrence *at);

/* driver.c */
int driver_find(
	struct lifetime *lifetime, struct driver **out, struct process *process, uint32_t id);
int driver_state(struct lifetime *lifetime, const struct occurrence *at);
int driver_init(struct lifetime *lifetime, const struct occurrence *at);
int driver_cleanup(struct lifetime *lifetime, const struct occurrence *at);
int driver_fault(struct lifetime *lifetime, const struct occurrence *at);
int driver_violation(struct lifetime *lifetime, const struct occurrence *at);
void driver_destroy(struct driver *driver);

/* span.c */
int span_begin(struct lifetime *lifetime, const struct occurrence *at);
int span_end(struct lifetime *lifetime, const struct occurrence *at);
int span_stage(struct lifetime *lifetime, const struct occurrence *at);
int span_finish(struct lifetime *lifetime);
static inline struct frame *span_innermost(const struct thread *thread)
{
	return thread->frame_count ? &thread->frames[thread->frame_count - 1] : NULL;
}
/* The innermost frame of that name and driver, NULL when the thread is not in one. */
static inline struct frame *span_find(const struct thread *thread, uint32_t driver, uint32_t name)
{
	for (size_t i = thread->frame_count; i-- > 0;)
		if (thread->frames[i].driver == driver && thread->frames[i].name == name)
			return &thread->frames[i];

	return NULL;
}

/* object.c */
int object_acquire(struct lifetime *lifetime, const struct occurrence *at);
int object_release(struct lifetime *lifetime, const struct occurrence *at);
int object_transfer(struct lifetime *lifetime, const struct occurrence *at);
/* A release that was not the engine's to see; `site` follows from the address. */
int object_note_release(struct lifetime *lifetime, const struct released *released,
	const struct process *process, uint64_t address);
/* Whether it is remembered as one that was released last. */
bool object_was_released(
	const struct lifetime *lifetime, const struct process *process, const struct event *event);
/* And from now on it is not. */
void object_forget_release(
	const struct lifetime *lifetime, const struct process *process, const struct event *event);
/* Brings the object that the event is about into the processor's cache, where it is needed soon. */
void object_prefetch(const struct lifetime *lifetime, uint32_t stream, uint64_t handle);
/*
 * Says which resource a violation is about, if it is about one, and where that came from. A rule that
 * says why it was never released is then all that is said of it.
 */
void object_describe(const struct lifetime *lifetime, struct lifetime_finding *finding,
	const struct occurrence *at);
/* The live one that the event names by kind and handle. */
struct object *object_find(
	const struct lifetime *lifetime, const struct process *process, const struct event *event);
struct object *object_find_owner(const struct lifetime *lifetime, const struct object *object);

/* reference.c */
int reference_add(struct lifetime *lifetime, const struct occurrence *at);
int reference_remove(struct lifetime *lifetime, const struct occurrence *at);
void reference_forget(struct lifetime *lifetime, struct object *object);
const struct reference *reference_last(
	const struct lifetime *lifetime, const struct object *object);

/* history.c: which site was released where */
int history_add(struct lifetime *lifetime, const struct object *object, uint32_t site,
	uint32_t context, bool is_in_entry);
/* What is to be counted of releases that are alike. */
struct history_row {
	uint32_t acquire_site;
	uint32_t site;
	uint32_t context;
	bool is_in_entry;
	bool has_entry_failed;
	uint64_t count;
	uint64_t order; /* of the first */
};
int history_count(struct lifetime *lifetime, const struct history_row *row);
const struct lifetime_release *history_of(const struct lifetime *lifetime, uint32_t site);
/* The likeliest place, NULL when none was seen. */
const struct lifetime_release *history_best(const struct lifetime *lifetime, uint32_t site);

/* finding.c: `kind` is the event's number until the finding is added */
struct lifetime_finding finding_of(const struct object *object, int64_t time_ns);
int finding_add(
	struct lifetime *lifetime, const char *rule, const struct lifetime_finding *finding);
int finding_finish(struct lifetime *lifetime);

/* What the end of the traces says of an object that was not released. */
struct judgement {
	enum lifetime_verdict verdict;
	enum lifetime_cause cause;
	int64_t due_ns; /* 0: its owner has not ended */
};

/* verdict.c, entry.c, ladder.c */
struct judgement verdict_of(const struct lifetime *lifetime, const struct object *object);
int verdict_give(struct lifetime *lifetime);
int verdict_tell(struct lifetime *lifetime, const struct object *object,
	enum lifetime_verdict verdict, enum lifetime_cause cause, int64_t ended_ns,
	uint32_t release_site, uint32_t release_context);
bool lifetime_has_loss(const struct lifetime *lifetime, const struct process *process,
	int64_t begin_ns, int64_t end_ns, struct loss *sum);
int entry_add(struct lifetime *lifetime, struct lifetime_entry **out, const struct object *object,
	const struct judgement *judgement);
void entry_count(struct lifetime_entry *entry, const struct object *object);
int entry_finish(struct lifetime *lifetime);
int ladder_build(struct lifetime *lifetime);
