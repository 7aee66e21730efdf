#include "viewer/lifetime/fold.h"

#include <errno.h>
#include <stdlib.h>

enum {
	FIRST_BITS = 8,
	/* Beyond these, slots are worth more than the time it takes to find one. */
	LARGE_BITS = 18,
	/* From here on it pays to look which slots are not needed any more. */
	FORGET_BITS = 16,
};

static int allocate_slots(struct fold_tables *tables, unsigned int bits)
{
	tables->slots = calloc((size_t)1 << bits, sizeof(*tables->slots));
	tables->slot_mask = ((size_t)1 << bits) - 1;
	tables->slot_shift = 64 - bits;
	return tables->slots ? 0 : -ENOMEM;
}

static int allocate_sites(struct fold_tables *tables, unsigned int bits)
{
	tables->sites = calloc((size_t)1 << bits, sizeof(*tables->sites));
	tables->site_mask = ((size_t)1 << bits) - 1;
	tables->site_shift = 64 - bits;
	return tables->sites ? 0 : -ENOMEM;
}

static int allocate_pairs(struct fold_tables *tables, unsigned int bits)
{
	tables->pairs = calloc((size_t)1 << bits, sizeof(*tables->pairs));
	tables->pair_mask = ((size_t)1 << bits) - 1;
	tables->pair_shift = 64 - bits;
	return tables->pairs ? 0 : -ENOMEM;
}

int fold_tables_init(struct fold_tables *tables)
{
	int status;

	*tables = (struct fold_tables){ 0 };
	status = allocate_slots(tables, FIRST_BITS);
	if (status == 0)
		status = allocate_sites(tables, FIRST_BITS);
	if (status == 0)
		status = allocate_pairs(tables, FIRST_BITS);
	return status;
}

void fold_tables_finish(struct fold_tables *tables)
{
	free(tables->slots);
	free(tables->sites);
	free(tables->pairs);
	*tables = (struct fold_tables){ 0 };
}

static uint32_t pid_of(const struct fold *fold, const struct fold_slot *slot)
{
	return (uint32_t)fold_lane_of(fold, slot->where)->ids;
}

static void put_slot(const struct fold *fold, const struct fold_slot *slot)
{
	const struct fold_tables *tables = &fold->tables;

	*fold_find_slot(tables, slot->handle, pid_of(fold, slot), slot->key) = *slot;
}

static int grow_slots(struct fold *fold, unsigned int bits)
{
	struct fold_tables old = fold->tables;
	int status = allocate_slots(&fold->tables, bits);

	if (status < 0) {
		fold->tables = old;
		return status;
	}
	for (size_t i = 0; i <= old.slot_mask; i++)
		if (old.slots[i].key)
			put_slot(fold, &old.slots[i]);
	free(old.slots);
	return 0;
}

/* Closes the gap, so that no search stops short of what is behind it. */
static void remove_slot(struct fold *fold, size_t gap)
{
	const struct fold_tables *tables = &fold->tables;
	struct fold_slot *slots = tables->slots;
	size_t mask = tables->slot_mask;

	for (size_t i = (gap + 1) & mask; slots[i].key; i = (i + 1) & mask) {
		size_t home = fold_slot_home(tables, slots[i].handle, pid_of(fold, &slots[i]));

		if (((i - home) & mask) >= ((i - gap) & mask)) {
			slots[gap] = slots[i];
			gap = i;
		}
	}
	slots[gap].key = 0;
	fold->slot_count--;
}

static size_t count_open(const struct fold *fold)
{
	size_t count = 0;

	for (size_t i = 0; i <= fold->tables.slot_mask; i++)
		count += fold->tables.slots[i].key >> FOLD_OPEN_SHIFT;
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
		fold->hooks->forget(fold->data, slot);
		remove_slot(fold, i);
	}
}

int fold_reserve_slot(struct fold *fold)
{
	unsigned int bits = 64 - fold->tables.slot_shift;
	size_t capacity = fold->tables.slot_mask + 1;

	if (fold->slot_count < (bits < LARGE_BITS ? capacity / 2 : capacity / 4 * 3))
		return 0;
	if (fold->hooks->forget && bits >= FORGET_BITS &&
		count_open(fold) < fold->slot_count / 4 * 3) {
		forget_closed(fold);
		return 0;
	}
	return grow_slots(fold, bits + 1);
}

static int grow_sites(struct fold *fold)
{
	struct fold_tables old = fold->tables;
	int status = allocate_sites(&fold->tables, 64 - old.site_shift + 1);

	if (status < 0) {
		fold->tables = old;
		return status;
	}
	for (size_t i = 0; i < fold->site_count; i++)
		*fold_find_site(&fold->tables, fold->sites[i].address, fold->sites[i].key) =
			fold->sites[i];
	free(old.sites);
	return 0;
}

int fold_add_site(struct fold *fold, const struct fold_lane *lane, uint64_t address)
{
	int status = 0;

	if (fold->site_count == FOLD_SITE_MAX)
		return FOLD_IS_ODD;
	if (fold->site_count == fold->site_capacity) {
		size_t capacity = fold->site_capacity ? fold->site_capacity * 2 : 16;
		struct fold_site *grown = realloc(fold->sites, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		fold->sites = grown;
		fold->site_capacity = capacity;
	}
	if (fold->site_count * 4 > fold->tables.site_mask)
		status = grow_sites(fold);
	if (status < 0)
		return status;
	fold->sites[fold->site_count] =
		(struct fold_site){ address, lane->key, (uint32_t)fold->site_count + 1 };
	*fold_find_site(&fold->tables, address, lane->key) = fold->sites[fold->site_count];
	fold->site_count++;
	return 0;
}

static int grow_pairs(struct fold *fold)
{
	struct fold_tables old = fold->tables;
	int status = allocate_pairs(&fold->tables, 64 - old.pair_shift + 1);

	if (status < 0) {
		fold->tables = old;
		return status;
	}
	for (size_t i = 1; i <= old.pair_mask; i++)
		if (old.pairs[i].key)
			*fold_find_pair(&fold->tables, old.pairs[i].key) = old.pairs[i];
	free(old.pairs);
	return 0;
}

int fold_add_pair(struct fold *fold, uint64_t key)
{
	int status = 0;

	if (fold->pair_count == FOLD_PAIR_MAX)
		return FOLD_IS_ODD;
	if (fold->pair_count * 4 > fold->tables.pair_mask)
		status = grow_pairs(fold);
	if (status < 0)
		return status;
	*fold_find_pair(&fold->tables, key) = (struct fold_pair){ key, 0, fold->ordinal };
	fold->pair_count++;
	return 0;
}
