#include "viewer/lifetime/fold.h"

#include <stdlib.h>
#include <string.h>

#include "viewer/model/kind.h"
#include "viewer/model/trace.h"

enum {
	PREFETCH_DISTANCE = 12
};

/* A release has its site where an acquire has its owner, and nothing behind it. */
static inline uint64_t site_of(const unsigned char *payload, uint32_t type)
{
	return record_get_64(payload, RECORD_SITE - type * (RECORD_SITE - RECORD_RELEASE_SITE));
}

static inline uint64_t owner_of(const unsigned char *payload, uint32_t type)
{
	return record_get_64(payload, RECORD_OWNER) & ((uint64_t)type - 1);
}

static inline void prefetch_slot(const struct fold_tables *tables, const struct record *record)
{
	const unsigned char *payload = record->data;
	const char *slot = (const char *)&tables->slots[fold_slot_home(tables,
		record_get_64(payload, RECORD_HANDLE), record_get_32(payload, RECORD_THREAD))];

	__builtin_prefetch(slot, 1);
	__builtin_prefetch(slot + sizeof(struct fold_slot) - 1, 1);
}

/*
 * Acquires and releases are folded by the same instructions, as it cannot be predicted which comes
 * next: what only the other one has is read, and is nobody's to look at.
 */
static inline __attribute__((always_inline)) bool fold_one(const struct fold_tables *tables,
	const struct fold_lane *lane, const struct record *record, uint32_t ordinal)
{
	const unsigned char *payload = record->data;
	uint32_t type = record->type;
	uint32_t kind = record_get_32(payload, RECORD_KIND);
	uint32_t seq = record_get_32(payload, RECORD_SEQ);
	uint32_t key = lane->key | kind;
	struct fold_slot *slot = fold_find_slot(tables, record_get_64(payload, RECORD_HANDLE),
		record_get_32(payload, RECORD_THREAD), key);
	const struct fold_site *site = fold_find_site(tables, site_of(payload, type), lane->key);
	uint32_t where = lane->where | site->index;
	uint64_t pair_key = ((uint64_t)slot->where << 32 | where) & -(uint64_t)type;
	struct fold_pair *pair = fold_find_pair(tables, pair_key);

	if (__builtin_expect(lane->ids != record_get_64(payload, RECORD_THREAD) ||
				     lane->trace != record->trace ||
				     lane->driver_id != record_get_32(payload, RECORD_DRIVER) ||
				     seq - lane->thread->next_seq > lane->slack ||
				     owner_of(payload, type) || kind > FOLD_KIND_MAX ||
				     !site->key || pair->key != pair_key ||
				     ((slot->key ^ key ^ type << FOLD_OPEN_SHIFT) &
					     ~fold_was_released_first),
		    0))
		return false;
	pair->count += type;
	lane->thread->next_seq = seq + 1;
	lane->thread->last_ns = record->time_ns;
	slot->time_ns = record->time_ns;
	slot->size_bytes = record_get_64(payload, RECORD_SIZE - type * RECORD_SIZE);
	slot->tag = record_get_32(payload, RECORD_TAG - type * RECORD_TAG);
	slot->key ^= fold_is_open;
	slot->where = where;
	slot->ordinal = ordinal;
	return true;
}

size_t fold_run(struct fold *fold, const struct record *records, size_t count)
{
	const struct fold_tables tables = fold->tables;
	const uint32_t ordinal = fold->ordinal;
	size_t done;

	for (done = 0; done < count && records[done].type != RECORD_EVENT; done++) {
		const struct record *record = &records[done];

		if (done + PREFETCH_DISTANCE < count &&
			record[PREFETCH_DISTANCE].type != RECORD_EVENT)
			prefetch_slot(&tables, &record[PREFETCH_DISTANCE]);
		if (!fold_one(&tables, fold->current[record->stream % FOLD_STREAM_COUNT], record,
			    ordinal + (uint32_t)done))
			break;
	}
	fold->ordinal = ordinal + (uint32_t)done;
	return done;
}

/* It has rules of its own, or cannot be told from others here. */
static bool is_odd(const struct fold *fold, const struct record *record)
{
	const unsigned char *payload = record->data;
	uint32_t kind;

	if (record->type == RECORD_EVENT)
		return true;
	kind = record_get_32(payload, RECORD_KIND);
	return owner_of(payload, record->type) || kind == KIND_WDFDRIVER || kind > FOLD_KIND_MAX ||
	       !record_get_32(payload, RECORD_SEQ) || fold->ordinal > UINT32_MAX / 2;
}

static int find_lane(struct fold *fold, struct fold_needs *needs)
{
	uint32_t seq = record_get_32(needs->record->data, RECORD_SEQ);
	int status = fold_find_thread(fold, needs);

	if (status == 0)
		status = fold_find_lane(fold, needs);
	if (status != 0)
		return status;
	if (seq - needs->thread->next_seq > needs->lane->slack)
		return FOLD_IS_ODD;
	fold->current[needs->record->stream % FOLD_STREAM_COUNT] = needs->lane;
	return 0;
}

static int find_site(struct fold *fold, const struct fold_needs *needs, uint32_t *where)
{
	uint64_t address = site_of(needs->record->data, needs->record->type);
	int status = 0;

	if (!fold_find_site(&fold->tables, address, needs->lane->key)->key) {
		status = fold->hooks->site(fold->data, needs, address);
		if (status == 0)
			status = fold_add_site(fold, needs->lane, address);
	}
	*where = needs->lane->where |
		 fold_find_site(&fold->tables, address, needs->lane->key)->index;
	return status;
}

static struct fold_slot *find_slot(const struct fold *fold, const struct fold_needs *needs)
{
	const unsigned char *payload = needs->record->data;

	return fold_find_slot(&fold->tables, record_get_64(payload, RECORD_HANDLE),
		record_get_32(payload, RECORD_THREAD),
		needs->lane->key | record_get_32(payload, RECORD_KIND));
}

/* The slot is as if the record had closed it. */
static int take_slot(struct fold *fold, const struct fold_needs *needs, uint32_t where)
{
	const unsigned char *payload = needs->record->data;
	bool is_release = needs->record->type == RECORD_RELEASE;
	int status = fold_reserve_slot(fold);

	if (status < 0)
		return status;
	*find_slot(fold, needs) = (struct fold_slot){
		.handle = record_get_64(payload, RECORD_HANDLE),
		.time_ns = needs->record->time_ns,
		.key = needs->lane->key | record_get_32(payload, RECORD_KIND) |
		       (is_release ? fold_was_released_first : 0),
		.where = where,
		.ordinal = fold->ordinal,
	};
	fold->slot_count++;
	return 0;
}

static void pass_record(struct fold *fold, const struct fold_needs *needs)
{
	needs->thread->next_seq = record_get_32(needs->record->data, RECORD_SEQ) + 1;
	needs->thread->last_ns = needs->record->time_ns;
	fold->ordinal++;
}

/* Nothing of the handle is known yet. */
static int meet(struct fold *fold, const struct fold_needs *needs)
{
	const struct fold_hooks *hooks = fold->hooks;
	uint32_t where;
	int status = needs->record->type == RECORD_ACQUIRE ? hooks->acquire(fold->data, needs)
							   : hooks->release(fold->data, needs);
	int found;

	if (status != 0 && status != FOLD_IS_DONE)
		return status;
	found = find_site(fold, needs, &where);
	if (found == 0)
		found = take_slot(fold, needs, where);
	/* What is done already can do without a slot. */
	if (found < 0 || status == 0)
		return found;
	pass_record(fold, needs);
	return status;
}

int fold_attend(struct fold *fold, const struct record *record)
{
	struct fold_needs needs = { .record = record };
	const struct fold_slot *slot;
	uint64_t pair_key;
	uint32_t where;
	int status = is_odd(fold, record) ? FOLD_IS_ODD : find_lane(fold, &needs);

	if (status != 0)
		return status;
	slot = find_slot(fold, &needs);
	if (!slot->key)
		return meet(fold, &needs);
	if (!(slot->key & fold_is_open) != (record->type == RECORD_ACQUIRE))
		return FOLD_IS_ODD;
	status = find_site(fold, &needs, &where);
	if (status != 0 || record->type == RECORD_ACQUIRE)
		return status;
	pair_key = (uint64_t)slot->where << 32 | where;
	return fold_find_pair(&fold->tables, pair_key)->key ? 0 : fold_add_pair(fold, pair_key);
}

static int compare(const void *a, const void *b)
{
	const struct fold_slot *x = a;
	const struct fold_slot *y = b;

	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

size_t fold_sort_open(struct fold *fold)
{
	struct fold_slot *slots = fold->tables.slots;
	size_t count = 0;

	for (size_t i = 0; i <= fold->tables.slot_mask; i++)
		if (slots[i].key & fold_is_open)
			slots[count++] = slots[i];
	qsort(slots, count, sizeof(*slots), compare);
	return count;
}

uint32_t fold_recording(const struct trace_list *list, uint32_t trace)
{
	if (trace >= list->trace_count || !*list->traces[trace].start_time)
		return trace;
	for (uint32_t i = 0; i < trace; i++)
		if (strcmp(list->traces[i].start_time, list->traces[trace].start_time) == 0 &&
			strcmp(list->traces[i].host, list->traces[trace].host) == 0)
			return i;

	return trace;
}
