/*
 * Reads the traces below some paths as one sequence of events, ordered by time.
 *
 * What cannot be read is a problem in the trace list (never a message here), and the rest is read
 * all the same. One thread at a time.
 */
#pragma once

#include <stddef.h>

#include "viewer/model/event.h"
#include "viewer/model/record.h"
#include "viewer/model/trace.h"

struct reader;

/*
 * How traces are read: natively where their metadata are understood completely and by babeltrace2
 * otherwise, or all in one of these ways. The events are the same.
 */
enum reader_choice {
	READER_AUTO,
	READER_NATIVE, /* what is not understood is a problem */
	READER_BABELTRACE,
};

enum reader_condition {
	READER_END = 1,
	READER_WRONG_INDEX, /* of reader_narrow(): to be created anew, without indexes */
};

/*
 * Finds every trace at or below each path and opens what it can. `list` must be initialised; it is
 * filled from here on, until the reader is destroyed, and stays the caller's.
 */
int reader_create(
	struct reader **out, const char *const *paths, size_t path_count, struct trace_list *list);
/* The same; reader_create() chooses READER_AUTO. */
int reader_create_chosen(struct reader **out, enum reader_choice choice, const char *const *paths,
	size_t path_count, struct trace_list *list);
/*
 * The same, for a reading that reader_narrow() is told of what is wanted of it: what lies outside is
 * looked up in LTTng's indexes, where there are any.
 */
int reader_create_for_window(struct reader **out, enum reader_choice choice,
	const char *const *paths, size_t path_count, struct trace_list *list);
void reader_destroy(struct reader *reader);

/* The next events; they and their strings are valid until the next call. */
int reader_next(struct reader *reader, const struct event **events, size_t *count);

/*
 * The time of the first event, READER_END when there is none; before the first event is asked for.
 * Then it can be said what of the events is wanted: others may be left out, and not even be looked
 * at. Losses of all are counted in the list, events only when they were read.
 */
int reader_begin(struct reader *reader, int64_t *begin_ns);
int reader_narrow(struct reader *reader, int64_t since_ns, int64_t until_ns);

/* The same sequence as records. A reader is asked for one or the other. */
int reader_next_records(struct reader *reader, const struct record **records, size_t *count);

/*
 * Where the reading can be cut into so many slices, or fewer of at least `bytes`: times, in order,
 * owned by the caller. None when it cannot be, or is too short. Before the first event is asked for.
 */
int reader_cut(
	struct reader *reader, int64_t **cuts, size_t *count, size_t slice_count, uint64_t bytes);

/*
 * A reader of the records from `begin_ns` on and before `end_ns`, any times, of a reading that was
 * cut and while the whole reader lives. `list`
 * need not be initialised: it counts what is read, and all else in it is the whole reader's; to be
 * finished by reader_finish_slice(). Slices can be made and read at the same time by a thread each.
 * -EBADMSG, here or while it is read: the traces cannot be read in slices after all.
 */
int reader_create_slice(struct reader **out, struct trace_list *list, const struct reader *whole,
	int64_t begin_ns, int64_t end_ns);
/* When it has been read to its end: it goes on, before `end_ns`. */
void reader_continue_slice(struct reader *slice, int64_t end_ns);
/* Any of both may be NULL; what was counted can be used as long as the list was not. */
void reader_finish_slice(struct reader *slice, struct trace_list *list);
/* What a slice has counted; when all are counted, names that were not met are dropped. */
void reader_add_counts(struct trace_list *whole, const struct trace_list *list);
void reader_drop_unused(struct trace_list *whole);
