#include "viewer/lifetime/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int copy_slots(struct fold_result *out, struct fold *fold)
{
	fold_pack(fold);
	if (fold->slot_count == 0)
		return 0;
	out->slots = malloc(fold->slot_count * sizeof(*out->slots));
	if (!out->slots)
		return -ENOMEM;
	memcpy(out->slots, fold->tables.slots, fold->slot_count * sizeof(*out->slots));
	out->slot_count = fold->slot_count;
	return 0;
}

static void take_members(struct fold_result *out, struct fold *fold)
{
	out->threads = fold->threads;
	out->thread_count = fold->thread_count;
	out->thread_capacity = fold->thread_capacity;
	out->lanes = fold->lanes;
	out->lane_count = fold->lane_count;
	out->lane_capacity = fold->lane_capacity;
	fold->threads = NULL;
	fold->thread_capacity = 0;
	fold->lanes = NULL;
	fold->lane_capacity = 0;
}

int fold_take_result(struct fold *fold, struct fold_result *out)
{
	struct fold_pair *pairs = calloc(1, sizeof(*pairs));
	int status;

	*out = (struct fold_result){ .ordinal = fold->ordinal };
	status = pairs ? copy_slots(out, fold) : -ENOMEM;
	if (status < 0) {
		free(pairs);
		return status;
	}
	out->pairs = fold->tables.pairs;
	out->pair_count = fold->pair_count;
	fold->tables.pairs = pairs;
	fold->pair_capacity = 0;
	take_members(out, fold);
	return fold_reset(fold);
}

void fold_result_finish(struct fold_result *result)
{
	for (size_t i = 0; i < result->thread_capacity; i++)
		free(result->threads[i]);
	for (size_t i = 0; i < result->lane_capacity; i++)
		free(result->lanes[i]);
	free(result->slots);
	free(result->pairs);
	free(result->threads);
	free(result->lanes);
	*result = (struct fold_result){ 0 };
}

size_t fold_result_bytes(const struct fold_result *result)
{
	return result->slot_count * sizeof(*result->slots) +
	       (result->pair_count + 1) * sizeof(*result->pairs) +
	       result->thread_capacity * sizeof(**result->threads) +
	       result->lane_capacity * sizeof(**result->lanes);
}
