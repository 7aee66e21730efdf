/*
 * What is in a trace folder, file by file, and what of it babeltrace2 can be given. It refuses a
 * folder for one file that it does not like, so that is found out before.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/trace.h"
#include "viewer/reader/packet_index.h"

/* A file of the folder that may be a stream's. */
struct inspected_file {
	char *name; /* owned */
	bool is_left_out;
	bool is_cut; /* only the first whole_bytes are to be read */
	uint64_t whole_bytes;
	uint64_t class_id; /* of a cut file's stream */
	uint64_t instance_id;
	struct packet_index index; /* none: its packets were looked at, one by one */
};

struct inspection {
	char *folder;        /* owned; absolute */
	char *metadata_text; /* owned; stands in for the file when that is damaged; else NULL */
	struct inspected_file *files; /* owned */
	size_t file_count;
	bool is_by_index;
	bool needs_view; /* the folder cannot be given as it is */
};

enum inspection_condition {
	INSPECTION_UNUSABLE = 1, /* nothing of the folder can be read */
};

/*
 * Every fault found is a problem in `list`; `folder` is how the user named it. By index: of a file
 * with one that fits it, only the first and the last packet are looked at.
 */
int inspection_create(
	struct inspection *out, const char *folder, struct trace_list *list, bool is_by_index);
void inspection_finish(struct inspection *inspection);
/* A file was inspected by its index. */
bool inspection_has_index(const struct inspection *inspection);

/* A stream file is missing, or was left out, from its beginning. */
bool inspection_has_left_out(const struct inspection *inspection);
