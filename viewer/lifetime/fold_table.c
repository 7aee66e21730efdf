#include "viewer/lifetime/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	FIRST_BITS = 9,
	/* Beyond these, memory is worth more than the time it takes to find a slot. */
	SMALL_BITS = 14,
	MEDIUM_BITS = 18,
	LARGE_BITS = 20,
	/* So many slots may be there that are closed, however few are open. */
	CLOSED_COUNT = 32768,
	/* Slots whose memory is given back at once. */
	GIVEN_BACK_COUNT = 1 << 16,
	HUGE_BYTES = 2 << 20, /* of a page, if the kernel has such pages to give */
};

/* Only whole huge pages can be huge. */
static void *map_huge(size_t bytes)
{
	unsigned char *begin = mmap(NULL, bytes + HUGE_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (begin == MAP_FAILED)
		return begin;
	before = -(uintptr_t)begin % HUGE_BYTES;
	if (before > 0)
		(void)munmap(begin, before);
	(void)munmap(begin + before + bytes, HUGE_BYTES - before);
	(void)madvise(begin + before, bytes, MADV_HUGEPAGE);
	return begin + before;
}

/*
 * So that no page is looked at before it is written: it would be the page of zeros first, and to
 * put another in its place interrupts every thread.
 */
static void populate(struct fold_slot *slots, size_t count)
{
	(void)madvise(slots, count * sizeof(*slots), MADV_POPULATE_WRITE);
}

/* Mapped: that is zeroed, aligned to lines of the cache, and can grow without a second copy. */
static int map_slots(struct fold_tables *tables, unsigned int bits)
{
	size_t bytes = sizeof(*tables->slots) << bits;
	void *slots = bytes < HUGE_BYTES
			      ? mmap(NULL, bytes, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
			      : map_huge(bytes);

	if (slots == MAP_FAILED)
		return -ENOMEM;
	tables->slots = slots;
	tables->slot_mask = ((size_t)1 << bits) - 1;
	tables->slot_shift = 64 - bits;
	return 0;
}

static void unmap_slots(struct fold_tables *tables)
{
	if (tables->slots)
		(void)munmap(tables->slots, (tables->slot_mask + 1) * sizeof(*tables->slots));
	tables->slots = NULL;
}

static int allocate_sites(struct fold_tables *tables, unsigned int bits)
{
	tables->sites = calloc((size_t)1 << bits, sizeof(*tables->sites));
	tables->site_mask = ((size_t)1 << bits) - 1;
	tables->site_shift = 64 - bits;
	return tables->sites ? 0 : -ENOMEM;
}

static int allocate_pair_slots(struct fold_tables *tables, size_t capacity)
{
	tables->pair_slots = calloc(capacity, sizeof(*tables->pair_slots));
	tables->pair_mask = capacity - 1;
	return tables->pair_slots ? 0 : -ENOMEM;
}

int fold_tables_init(struct fold_tables *tables)
{
	int status;

	*tables = (struct fold_tables){ 0 };
	status = map_slots(tables, FIRST_BITS);
	if (status == 0)
		status = allocate_sites(tables, FIRST_BITS);
	if (status == 0)
		status = allocate_pair_slots(tables, (size_t)1 << FIRST_BITS);
	tables->pairs = calloc(1, sizeof(*tables->pairs));
	return status == 0 && !tables->pairs ? -ENOMEM : status;
}

void fold_tables_finish(struct fold_tables *tables)
{
	unmap_slots(tables);
	free(tables->sites);
	free(tables->pairs);
	free(tables->pair_slots);
	*tables = (struct fold_tables){ 0 };
}

size_t fold_tables_bytes(const struct fold_tables *tables)
{
	return (tables->slot_mask + 1) * sizeof(*tables->slots) +
	       (tables->site_mask + 1) * sizeof(*tables->sites) +
	       (tables->pair_mask + 1) * sizeof(*tables->pair_slots);
}

int fold_tables_reset(struct fold *fold, bool keeps_memory)
{
	struct fold_tables *tables = &fold->tables;
	const size_t first = ((size_t)1 << FIRST_BITS) - 1;

	if (!keeps_memory && (tables->slot_mask > first || tables->site_mask > first ||
				     tables->pair_mask > first)) {
		fold_tables_finish(tables);
		fold->pair_capacity = 0;
		return fold_tables_init(tables);
	}
	/* They were packed. */
	memset(tables->slots, 0, fold->slot_count * sizeof(*tables->slots));
	memset(tables->sites, 0, (tables->site_mask + 1) * sizeof(*tables->sites));
	memset(tables->pair_slots, 0, (tables->pair_mask + 1) * sizeof(*tables->pair_slots));
	tables->pairs[0] = (struct fold_pair){ 0 };
	return 0;
}

static uint32_t pid_of(const struct fold *fold, const struct fold_slot *slot)
{
	uint16_t lane = slot->lanes[0] ? slot->lanes[0] : slot->lanes[1];

	return (uint32_t)fold_lane_get(fold, lane)->thread->ids;
}

static void put_slot(const struct fold *fold, const struct fold_slot *slot)
{
	*fold_find_slot(&fold->tables, slot->handle, pid_of(fold, slot), slot->key) = *slot;
}

/* Old and new slots are in the same order: what has moved needs no memory any more. */
static int grow_slots(struct fold *fold)
{
	struct fold_tables old = fold->tables;
	int status = map_slots(&fold->tables, 64 - old.slot_shift + 1);

	if (status < 0)
		return status;
	for (size_t i = 0; i <= old.slot_mask; i++) {
		if (i % GIVEN_BACK_COUNT == 0)
			populate(&fold->tables.slots[2 * i], old.slot_mask < GIVEN_BACK_COUNT
								     ? 2 * (old.slot_mask + 1)
								     : 2 * GIVEN_BACK_COUNT);
		if (i % GIVEN_BACK_COUNT == 0 && i > 0)
			(void)madvise(&old.slots[i - GIVEN_BACK_COUNT],
				GIVEN_BACK_COUNT * sizeof(*old.slots), MADV_DONTNEED);
		if (old.slots[i].key)
			put_slot(fold, &old.slots[i]);
	}
	unmap_slots(&old);
	return 0;
}

/* Closes the gap, so that no search stops short of what is behind it. */
static void remove_slot(struct fold *fold, size_t gap)
{
	struct fold_slot *slots = fold->tables.slots;
	size_t mask = fold->tables.slot_mask;

	for (size_t i = (gap + 1) & mask; slots[i].key; i = (i + 1) & mask) {
		size_t home =
			fold_slot_home(&fold->tables, slots[i].handle, pid_of(fold, &slots[i]));

		if (((i - home) & mask) >= ((i - gap) & mask)) {
			slots[gap] = slots[i];
			gap = i;
		}
	}
	slots[gap] = (struct fold_slot){ 0 };
	fold->slot_count--;
}

static size_t count_open(const struct fold *fold)
{
	size_t count = 0;

	for (size_t i = 0; i <= fold->tables.slot_mask; i++)
		count += (fold->tables.slots[i].key & fold_is_open) != 0;
	return count;
}

static void forget_closed(struct fold *fold)
{
	for (size_t i = 0; i <= fold->tables.slot_mask;) {
		struct fold_slot *slot = &fold->tables.slots[i];

		if (!slot->key || slot->key & fold_is_open) {
			i++;
			continue;
		}
		fold_settle(&fold->tables, slot);
		fold->hooks->forget(fold->data, slot);
		remove_slot(fold, i);
	}
}

/* What is looked for is nearly always in the first slot, as long as there is room for that. */
static size_t count_max(const struct fold *fold)
{
	unsigned int bits = 64 - fold->tables.slot_shift;
	size_t capacity = fold->tables.slot_mask + 1;

	if (bits <= SMALL_BITS)
		return capacity / 8;
	/* Slices are looked through, slot by slot. */
	if (bits <= MEDIUM_BITS && fold->hooks->forget)
		return capacity / 4;
	return bits < LARGE_BITS ? capacity / 2 : capacity / 4 * 3;
}

/* Addresses are used again: closed slots are worth their memory, as long as it is not too much. */
static bool has_room(const struct fold *fold)
{
	size_t open = count_open(fold);

	if (64 - fold->tables.slot_shift >= LARGE_BITS)
		return open > fold->slot_count / 4 * 3;
	return fold->slot_count < 4 * open + CLOSED_COUNT;
}

int fold_reserve_slot(struct fold *fold)
{
	if (fold->slot_count < count_max(fold))
		return 0;
	if (fold->hooks->forget && !has_room(fold)) {
		forget_closed(fold);
		return 0;
	}
	return grow_slots(fold);
}

static int grow_sites(struct fold *fold)
{
	struct fold_tables old = fold->tables;
	int status = allocate_sites(&fold->tables, 64 - old.site_shift + 1);

	if (status < 0) {
		fold->tables = old;
		return status;
	}
	for (size_t i = 0; i <= old.site_mask; i++)
		if (old.sites[i].key)
			*fold_find_site(&fold->tables, old.sites[i].address, old.sites[i].key) =
				old.sites[i];
	free(old.sites);
	return 0;
}

int fold_add_site(struct fold *fold, uint64_t key, uint64_t address)
{
	int status = 0;

	if (fold->site_count * 4 > fold->tables.site_mask)
		status = grow_sites(fold);
	if (status < 0)
		return status;
	*fold_find_site(&fold->tables, address, key) = (struct fold_site){ address, key };
	fold->site_count++;
	return 0;
}

static int grow_pair_slots(struct fold *fold)
{
	struct fold_tables old = fold->tables;
	int status = allocate_pair_slots(&fold->tables, (old.pair_mask + 1) * 2);

	if (status < 0) {
		fold->tables = old;
		return status;
	}
	for (uint32_t i = 1; i <= fold->pair_count; i++)
		*fold_find_pair(&fold->tables, &fold->tables.pairs[i]) = i;
	free(old.pair_slots);
	return 0;
}

int fold_add_pair(struct fold *fold, const struct fold_pair *pair)
{
	struct fold_tables *tables = &fold->tables;
	int status = 0;

	if (fold->pair_count + 1 >= fold->pair_capacity) {
		size_t capacity = fold->pair_capacity ? fold->pair_capacity * 2 : 64;
		struct fold_pair *grown = realloc(tables->pairs, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		tables->pairs = grown;
		fold->pair_capacity = capacity;
	}
	if (fold->pair_count * 2 > tables->pair_mask)
		status = grow_pair_slots(fold);
	if (status < 0)
		return status;
	tables->pairs[++fold->pair_count] = *pair;
	*fold_find_pair(tables, pair) = (uint32_t)fold->pair_count;
	return 0;
}
