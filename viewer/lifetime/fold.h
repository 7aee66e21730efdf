/*
 * What happens most is folded: an object that is acquired and released again, with nothing else
 * happening to it in between, leaves no trace in the engine but a count of where its like is
 * released. A fold keeps what was acquired until it is released, so that the engine sees only what
 * is left. It is not to be noticed: whatever else happens ends a region, in which there is nothing
 * but acquires and releases, and at its end the engine is brought up to date.
 *
 * Here is what a region is made of, and how records are folded into it. Knows nothing of the engine.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/record.h"
#include "viewer/model/table.h"

struct driver;
struct process;
struct thread;
struct trace_list;

enum {
	FOLD_PROCESS_SHIFT = 32,
	FOLD_PROCESS_MAX = 0x7fff,
	FOLD_TURN_SHIFT = 48,
	FOLD_LANE_MAX = UINT16_MAX,
};

#define FOLD_NEVER INT64_MIN

/*
 * fold_slot.key: the kind, the number of the process, whether the handle was released before
 * anything else, and above all that the turns: by how much records have opened and closed the slot.
 * It is open when they are odd. Half of them are releases that its pair has yet to be told of.
 */
static const uint64_t fold_was_released_first = UINT64_C(1) << (FOLD_TURN_SHIFT - 1);
static const uint64_t fold_turn = UINT64_C(1) << FOLD_TURN_SHIFT;
static const uint64_t fold_is_open = UINT64_C(1) << FOLD_TURN_SHIFT;
static const uint64_t fold_is_overdue = UINT64_C(1) << 63; /* few turns are left */
static const uint64_t fold_identity = (UINT64_C(1) << (FOLD_TURN_SHIFT - 1)) - 1;

/*
 * A handle that was met in the region. Who acquired and released it last, and where, is kept, as the
 * next time it is likely to be the same: an item of each is at the index of its record_type. A slot
 * is a line of the cache.
 */
struct fold_slot {
	uint64_t handle;
	uint64_t key; /* 0: free */
	uint64_t addresses[2];
	int64_t time_ns;     /* of the last record */
	uint64_t size_bytes; /* and the tag behind it: of an acquire, if that was the last */
	uint32_t tag;
	uint32_t ordinal;  /* of the last record in the region */
	uint32_t pair;     /* where its releases are counted; 0: not known */
	uint16_t lanes[2]; /* 0: not known */
};

/* A call site in a process. */
struct fold_site {
	uint64_t address;
	uint64_t key; /* of the process, as in fold_slot; 0: free */
};

/* How often objects of one place were released at another. */
struct fold_pair {
	uint64_t addresses[2];
	uint16_t lanes[2];
	uint32_t count;
	uint32_t ordinal; /* of the first */
};

struct fold_process {
	uint32_t recording;
	int32_t pid;
};

struct fold_thread {
	uint64_t ids;           /* pid and tid, as a payload has them */
	uint32_t recording;     /* its first trace */
	uint32_t process;       /* number, from 1 */
	uint32_t stream;        /* of its last event */
	struct fold_lane *lane; /* of its last event; NULL: there was none */
	struct record first;    /* its first record in the region */
	struct thread *thread;  /* the engine's, and so is its process */
	struct process *owner;
};

/* Events of one thread, trace and driver. */
struct fold_lane {
	int64_t last_ns; /* of the thread; FOLD_NEVER: nothing of it was folded */
	uint64_t key;    /* of the process, as in fold_slot */
	uint32_t last_seq;
	uint32_t number;
	uint32_t trace;
	uint32_t driver_id;
	uint32_t slack; /* by how much a seq may be too high without anything being lost */
	struct fold_thread *thread;
	struct record first;   /* its first record in the region */
	struct driver *driver; /* the engine's */
};

/* What a record needs. */
struct fold_needs {
	const struct record *record;
	struct fold_thread *thread;
	struct fold_lane *lane;
};

enum fold_condition {
	FOLD_IS_ODD = 1, /* the record cannot be folded: it ends the region */
	FOLD_IS_DONE,    /* it is taken care of */
};

/* What is to be found out about whatever is met for the first time in a region: 0 or a condition. */
struct fold_hooks {
	int (*thread)(void *data, const struct fold_needs *needs);
	int (*lane)(void *data, const struct fold_needs *needs);
	int (*site)(void *data, const struct fold_needs *needs, uint64_t address);
	/* A handle is acquired, or released, before anything else is known of it. */
	int (*acquire)(void *data, const struct fold_needs *needs);
	int (*release)(void *data, const struct fold_needs *needs);
	/* A slot that is closed is about to be forgotten; NULL: none is. */
	void (*forget)(void *data, const struct fold_slot *slot);
};

/* Hash tables; a power of two of items each. */
struct fold_tables {
	struct fold_slot *slots; /* owned, mapped */
	size_t slot_mask;
	unsigned int slot_shift;
	unsigned int site_shift;
	struct fold_site *sites; /* owned */
	size_t site_mask;
	struct fold_pair *pairs; /* owned; not hashed: the first counts what is none */
	uint32_t *pair_slots;    /* owned; hashed indexes of them */
	size_t pair_mask;
};

struct fold {
	const struct trace_list *list;
	const struct fold_hooks *hooks;
	void *data; /* of the hooks */
	struct fold_tables tables;
	size_t slot_count;
	size_t pair_count;
	size_t pair_capacity;
	size_t site_count;
	struct fold_process *processes; /* owned; by number - 1 */
	size_t process_count;
	size_t process_capacity;
	struct fold_thread **threads; /* owned, and so is each */
	size_t thread_count;
	size_t thread_capacity;
	struct table thread_table;
	struct fold_lane **lanes; /* owned, and so is each; by number - 1 */
	size_t lane_count;
	size_t lane_capacity;
	struct table lane_table;
	struct fold_lane **current; /* owned; by stream: of its last record, fold_no_lane if none */
	size_t current_mask;
	uint32_t ordinal;         /* of the next record in the region */
	unsigned int small_count; /* regions in a row that had more memory than they needed */
};

/* What a region came to, when it has ended, in the room that it needs. */
struct fold_result {
	struct fold_slot *slots; /* owned; their pairs are told of all releases */
	size_t slot_count;
	struct fold_pair *pairs; /* owned; the first is none */
	size_t pair_count;
	struct fold_thread **threads; /* owned, and so is each */
	size_t thread_count;
	size_t thread_capacity;
	struct fold_lane **lanes; /* owned, and so is each; by number - 1 */
	size_t lane_count;
	size_t lane_capacity;
	uint32_t ordinal; /* behind the last record */
};

int fold_init(struct fold *fold, const struct trace_list *list, const struct fold_hooks *hooks,
	void *data);
void fold_finish(struct fold *fold);
/* Behind fold_pack(): a new region begins, in the memory of the one before if that is of use. */
int fold_reset(struct fold *fold);

/* Folds records until one is met that needs attention: gives how many. */
size_t fold_run(struct fold *fold, const struct record *records, size_t count);
/* 0 when the record can be folded now, or a condition. */
int fold_attend(struct fold *fold, const struct record *record);

/*
 * Ends a region: all slots that are not free are moved to the front, and pairs are told of all
 * releases.
 */
void fold_pack(struct fold *fold);
/* Behind that: what is acquired and not released comes first, in order. Gives how many. */
size_t fold_sort_open(struct fold *fold);

/* The first trace of the recording that the trace belongs to. */
uint32_t fold_recording(const struct trace_list *list, uint32_t trace);

/* fold_result.c: ends a region, gives what it came to, and a new one begins. */
int fold_take_result(struct fold *fold, struct fold_result *out);
void fold_result_finish(struct fold_result *result);
size_t fold_result_bytes(const struct fold_result *result);

/* fold_table.c */
int fold_tables_init(struct fold_tables *tables);
void fold_tables_finish(struct fold_tables *tables);
size_t fold_tables_bytes(const struct fold_tables *tables);
int fold_tables_reset(struct fold *fold, bool keeps_memory);
/* So that there is room for one more. */
int fold_reserve_slot(struct fold *fold);
int fold_add_site(struct fold *fold, uint64_t key, uint64_t address);
int fold_add_pair(struct fold *fold, const struct fold_pair *pair);

/* fold_lane.c: found, or added. FOLD_IS_ODD when there are too many. */
int fold_find_thread(struct fold *fold, struct fold_needs *needs);
bool fold_knows_thread(const struct fold *fold, const struct record *record);
int fold_find_lane(struct fold *fold, struct fold_needs *needs);
/* Makes it the current one; false when the record is not the next one of its thread. */
bool fold_enter_lane(struct fold *fold, const struct record *record, struct fold_lane *lane);
/* Enters the lane that the record belongs to and gives it, if it is known. */
struct fold_lane *fold_switch_lane(struct fold *fold, const struct record *record);
/* What comes next in a stream does not follow what was folded of it. */
void fold_leave_lanes(struct fold *fold);
/* No slot is its. */
extern struct fold_lane fold_no_lane;

static inline uint64_t fold_spread(uint64_t number)
{
	return number * UINT64_C(0x9e3779b97f4a7c15);
}

/* Processes at the same addresses are kept apart. */
static inline size_t fold_slot_home(const struct fold_tables *tables, uint64_t handle, uint32_t pid)
{
	return fold_spread(handle ^ (uint64_t)pid << 40) >> tables->slot_shift;
}

/* The slot of a handle, or the free one that it would have. */
static inline struct fold_slot *fold_find_slot(
	const struct fold_tables *tables, uint64_t handle, uint32_t pid, uint64_t key)
{
	size_t i = fold_slot_home(tables, handle, pid);

	while (tables->slots[i].key && (tables->slots[i].handle != handle ||
					       ((tables->slots[i].key ^ key) & fold_identity)))
		i = (i + 1) & tables->slot_mask;
	return &tables->slots[i];
}

static inline void fold_settle(const struct fold_tables *tables, struct fold_slot *slot)
{
	tables->pairs[slot->pair].count += (uint32_t)(slot->key >> FOLD_TURN_SHIFT) / 2;
	slot->key &= fold_identity | fold_was_released_first | fold_is_open;
}

static inline struct fold_site *fold_find_site(
	const struct fold_tables *tables, uint64_t address, uint64_t key)
{
	size_t i = fold_spread(address) >> tables->site_shift;

	while (tables->sites[i].key &&
		(tables->sites[i].address != address || tables->sites[i].key != key))
		i = (i + 1) & tables->site_mask;
	return &tables->sites[i];
}

/* Its index, or 0. */
static inline uint32_t *fold_find_pair(
	const struct fold_tables *tables, const struct fold_pair *pair)
{
	size_t i = hash_number(hash_number(pair->addresses[0], pair->addresses[1]),
			   (uint32_t)pair->lanes[0] << 16 | pair->lanes[1]) &
		   tables->pair_mask;

	for (; tables->pair_slots[i]; i = (i + 1) & tables->pair_mask) {
		const struct fold_pair *other = &tables->pairs[tables->pair_slots[i]];

		if (other->addresses[0] == pair->addresses[0] &&
			other->addresses[1] == pair->addresses[1] &&
			other->lanes[0] == pair->lanes[0] && other->lanes[1] == pair->lanes[1])
			break;
	}
	return &tables->pair_slots[i];
}

static inline struct fold_lane *fold_lane_get(const struct fold *fold, uint16_t number)
{
	return fold->lanes[number - 1];
}

static inline uint32_t fold_kind_of(const struct fold_slot *slot)
{
	return (uint32_t)slot->key;
}
