#include "viewer/lifetime/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/model/trace.h"

enum {
	/* More of them are given back behind a region. */
	KEPT_SLOT_COUNT = 1 << 16,
	/* Regions in a row that are small, before memory is given back. */
	SMALL_MAX = 4,
};

struct fold_lane fold_no_lane = { .number = UINT32_MAX };

void fold_leave_lanes(struct fold *fold)
{
	for (size_t i = 0; i <= fold->current_mask; i++)
		fold->current[i] = &fold_no_lane;
}

int fold_init(struct fold *fold, const struct trace_list *list, const struct fold_hooks *hooks,
	void *data)
{
	size_t count = 1;

	*fold = (struct fold){ .list = list, .hooks = hooks, .data = data };
	while (count < list->stream_count && count < RECORD_STREAM_MAX)
		count *= 2;
	fold->current = malloc(count * sizeof(*fold->current));
	if (!fold->current)
		return -ENOMEM;
	fold->current_mask = count - 1;
	fold_leave_lanes(fold);
	return fold_tables_init(&fold->tables);
}

void fold_finish(struct fold *fold)
{
	for (size_t i = 0; i < fold->thread_capacity; i++)
		free(fold->threads[i]);
	for (size_t i = 0; i < fold->lane_capacity; i++)
		free(fold->lanes[i]);
	free(fold->current);
	free(fold->threads);
	free(fold->lanes);
	free(fold->processes);
	table_finish(&fold->thread_table);
	table_finish(&fold->lane_table);
	fold_tables_finish(&fold->tables);
}

/*
 * The next region is likely to be as large: clearing is less than it takes to grow again. One that
 * is small may be an exception.
 */
static bool is_worth_keeping(struct fold *fold)
{
	size_t capacity = fold->tables.slot_mask + 1;

	if (fold->slot_count >= capacity / 32)
		fold->small_count = 0;
	else
		fold->small_count++;
	return capacity <= KEPT_SLOT_COUNT && fold->small_count <= SMALL_MAX;
}

int fold_reset(struct fold *fold)
{
	int status = fold_tables_reset(fold, is_worth_keeping(fold));

	fold->slot_count = 0;
	fold->pair_count = 0;
	fold->site_count = 0;
	fold->process_count = 0;
	fold->thread_count = 0;
	fold->lane_count = 0;
	fold->ordinal = 0;
	table_finish(&fold->thread_table);
	table_finish(&fold->lane_table);
	fold_leave_lanes(fold);
	return status;
}

/* Room for one more item in an array of pointers to zeroed items of `size` bytes. */
static int reserve(void ***items, size_t *capacity, size_t count, size_t size)
{
	if (count == *capacity) {
		size_t more = count ? count * 2 : 16;
		void **grown = realloc(*items, more * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		memset(grown + count, 0, (more - count) * sizeof(*grown));
		*items = grown;
		*capacity = more;
	}
	if (!(*items)[count])
		(*items)[count] = malloc(size);
	return (*items)[count] ? 0 : -ENOMEM;
}

static int find_process(struct fold *fold, uint32_t *number, uint32_t recording, int32_t pid)
{
	for (size_t i = fold->process_count; i-- > 0;) {
		if (fold->processes[i].pid == pid && fold->processes[i].recording == recording) {
			*number = (uint32_t)i + 1;
			return 0;
		}
	}
	if (fold->process_count == FOLD_PROCESS_MAX)
		return FOLD_IS_ODD;
	if (fold->process_count == fold->process_capacity) {
		size_t capacity = fold->process_capacity ? fold->process_capacity * 2 : 4;
		struct fold_process *grown = realloc(fold->processes, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		fold->processes = grown;
		fold->process_capacity = capacity;
	}
	fold->processes[fold->process_count++] = (struct fold_process){ recording, pid };
	*number = (uint32_t)fold->process_count;
	return 0;
}

static bool is_thread(const void *item, const void *key)
{
	const struct fold_thread *thread = item;
	const struct fold_thread *wanted = key;

	return thread->ids == wanted->ids && thread->recording == wanted->recording;
}

static int add_thread(
	struct fold *fold, struct fold_needs *needs, struct fold_thread *key, uint64_t hash)
{
	struct fold_thread *thread;
	int status = find_process(fold, &key->process, key->recording, (int32_t)(uint32_t)key->ids);

	if (status == 0)
		status = reserve((void ***)&fold->threads, &fold->thread_capacity,
			fold->thread_count, sizeof(*thread));
	if (status != 0)
		return status;
	thread = fold->threads[fold->thread_count];
	*thread = *key;
	needs->thread = thread;
	status = fold->hooks->thread(fold->data, needs);
	if (status == 0)
		status = table_add(&fold->thread_table, hash, thread);
	if (status == 0)
		fold->thread_count++;
	return status;
}

int fold_find_thread(struct fold *fold, struct fold_needs *needs)
{
	const struct record *record = needs->record;
	struct fold_thread key = {
		.ids = record_get_64(record_data(record), RECORD_THREAD),
		.recording = fold_recording(fold->list, record_trace(record, fold->list)),
		.first = *record,
	};
	uint64_t hash = hash_number(key.recording, key.ids);

	needs->thread = table_find(&fold->thread_table, hash, is_thread, &key);
	return needs->thread ? 0 : add_thread(fold, needs, &key, hash);
}

bool fold_knows_thread(const struct fold *fold, const struct record *record)
{
	const struct fold_thread key = {
		.ids = record_get_64(record_data(record), RECORD_THREAD),
		.recording = fold_recording(fold->list, record_trace(record, fold->list)),
	};

	return table_find(
		&fold->thread_table, hash_number(key.recording, key.ids), is_thread, &key);
}

static bool is_lane(const void *item, const void *key)
{
	const struct fold_lane *lane = item;
	const struct fold_lane *wanted = key;

	return lane->thread == wanted->thread && lane->driver_id == wanted->driver_id &&
	       lane->trace == wanted->trace;
}

static uint64_t hash_lane(const struct fold_lane *lane)
{
	return hash_number(hash_number(lane->thread->ids, lane->trace), lane->driver_id);
}

static int add_lane(
	struct fold *fold, struct fold_needs *needs, const struct fold_lane *key, uint64_t hash)
{
	struct fold_lane *lane;
	int status = reserve(
		(void ***)&fold->lanes, &fold->lane_capacity, fold->lane_count, sizeof(*lane));

	if (status < 0)
		return status;
	if (fold->lane_count == FOLD_LANE_MAX)
		return FOLD_IS_ODD;
	lane = fold->lanes[fold->lane_count];
	*lane = *key;
	lane->number = (uint32_t)fold->lane_count + 1;
	needs->lane = lane;
	status = fold->hooks->lane(fold->data, needs);
	if (status == 0)
		status = table_add(&fold->lane_table, hash, lane);
	if (status == 0)
		fold->lane_count++;
	return status;
}

int fold_find_lane(struct fold *fold, struct fold_needs *needs)
{
	const struct record *record = needs->record;
	const struct trace_list *list = fold->list;
	uint32_t trace = record_trace(record, list);
	bool has_all = trace < list->trace_count && list->traces[trace].has_all_events;
	const struct fold_lane key = {
		.driver_id = record_get_32(record_data(record), RECORD_DRIVER),
		.trace = trace,
		.key = (uint64_t)needs->thread->process << FOLD_PROCESS_SHIFT,
		.last_ns = FOLD_NEVER,
		.slack = has_all ? 0 : UINT32_MAX / 4,
		.thread = needs->thread,
		.first = *record,
	};
	uint64_t hash = hash_lane(&key);

	needs->lane = table_find(&fold->lane_table, hash, is_lane, &key);
	return needs->lane ? 0 : add_lane(fold, needs, &key, hash);
}

bool fold_enter_lane(struct fold *fold, const struct record *record, struct fold_lane *lane)
{
	struct fold_thread *thread = lane->thread;
	uint32_t seq = record_get_32(record_data(record), RECORD_SEQ);
	uint32_t stream = record_stream(record);

	if (thread->lane && seq - (thread->lane->last_seq + 1) > lane->slack)
		return false;
	/* What the thread did in another lane counts in this one, and what it did in another stream
	 * is not what follows there. */
	if (thread->lane && thread->lane != lane)
		lane->last_ns = thread->lane->last_ns;
	if (thread->lane && fold->current[thread->stream]->thread == thread)
		fold->current[thread->stream] = &fold_no_lane;
	thread->lane = lane;
	thread->stream = stream;
	lane->last_seq = seq - 1;
	fold->current[stream] = lane;
	return true;
}

struct fold_lane *fold_switch_lane(struct fold *fold, const struct record *record)
{
	struct fold_thread thread_key;
	struct fold_lane key = {
		.driver_id = record_get_32(record_data(record), RECORD_DRIVER),
	};
	struct fold_lane *lane;

	if (record_is_event(record))
		return NULL;
	key.trace = record_trace(record, fold->list);
	thread_key = (struct fold_thread){
		.ids = record_get_64(record_data(record), RECORD_THREAD),
		.recording = fold_recording(fold->list, key.trace),
	};
	key.thread = table_find(&fold->thread_table,
		hash_number(thread_key.recording, thread_key.ids), is_thread, &thread_key);
	lane = key.thread ? table_find(&fold->lane_table, hash_lane(&key), is_lane, &key) : NULL;
	return lane && fold_enter_lane(fold, record, lane) ? lane : NULL;
}
