/*
 * Framework objects: one tree a driver, deleted in two phases. First everything below and
 * including the object that goes is disposed of, children before parents in order of creation:
 * their cleanup callbacks run. Then all is destroyed in the same order, each object as soon as its
 * last reference is gone. A state machine decides who does what when deletions meet; states and
 * transitions are those of WDF (fxobjectstatemachine.cpp).
 */
#pragma once

#include <stdbool.h>
#include <wdfobject.h>

#include "drivers/framework/wdm/resource.h"

struct fx_constraints;
struct fx_context;
struct fx_globals;
struct fx_object;

struct fx_class {
	struct io_kind kind;
	const struct fx_class *base; /* its handles are those of this one, too; NULL: of no other */
	size_t size;                 /* of the struct that begins with a struct fx_object */
	bool is_disposed_at_passive; /* as it waits then */

	/* Many come and go: its memory is not used again until others have taken its place, so that a
	   handle that is used too late is seen. */
	bool is_remembered;

	/*
	 * Optional. deleting: the driver has asked for it, nothing has begun; false when the object
	 * will be deleted later. dispose: before the cleanup callbacks; false when it has called them itself.
	 * cleaned_up: after them. let_go: before the release is emitted, to release what the object
	 * owns of the I/O manager. released: after it was emitted, to give references back.
	 * destroy: last, to free what it owns; calls no driver code. given_back: the last reference but
	 * one of an object that is lent is gone.
	 */
	bool (*deleting)(struct fx_object *object, const void *site);
	bool (*dispose)(struct fx_object *object, const void *site);
	void (*cleaned_up)(struct fx_object *object);
	void (*let_go)(struct fx_object *object, const void *site);
	void (*released)(struct fx_object *object, const void *site);
	void (*destroy)(struct fx_object *object);
	void (*given_back)(struct fx_object *object, const void *site);
};

enum fx_state {
	FX_CREATED,
	FX_DISPOSING,            /* by its parent, or early */
	FX_DISPOSED,             /* cleaned up; waits to be deleted */
	FX_DELETED_DISPOSING,    /* deleted, and being disposed of */
	FX_DELETED_AND_DISPOSED, /* only references keep it */
	FX_WAITS_FOR_DISPOSAL,   /* deleted while its parent goes, which will dispose of it */
	FX_WAITS_FOR_PARENT,     /* disposed of and deleted, its parent will destroy it */
	FX_DESTROYED,
};

struct fx_object {
	struct io_resource resource; /* in the books from commit on */
	const struct fx_class *class;
	struct fx_globals *globals;
	struct fx_object *parent;
	LIST_ENTRY children; /* fx_object.sibling */
	LIST_ENTRY sibling;
	enum fx_state state;
	int references;
	bool is_committed;
	bool is_no_delete; /* WdfObjectDelete is refused */
	bool is_delete_called;
	bool has_passive_callbacks; /* its own ask for WdfExecutionLevelPassive */
	bool is_lent;               /* class->given_back when its owner alone refers to it */
	struct fx_constraints *constraints; /* borrowed; NULL: those of whoever is above it */
	struct fx_context *contexts;        /* owned; the first is that of the attributes */
};

/* What fx_object_commit() needs to know besides the attributes. */
struct fx_commit {
	const WDF_OBJECT_ATTRIBUTES *attributes; /* may be NULL */
	struct fx_object *parent;                /* NULL: the root */
	uint64_t size;                           /* 0: that of its context */
	ULONG tag;
	const void *site;
};

/*
 * create makes an object that nobody knows; its context is there. commit attaches it to its parent,
 * sets its callbacks and takes it into the books: STATUS_DELETE_PENDING when the parent goes.
 * discard drops one that was not committed; none of its callbacks runs.
 */
NTSTATUS fx_object_create(struct fx_object **out, const struct fx_class *class,
	struct fx_globals *globals, const WDF_OBJECT_ATTRIBUTES *attributes);
NTSTATUS fx_object_commit(struct fx_object *object, const struct fx_commit *commit);
void fx_object_discard(struct fx_object *object);

/* `site` is the call that leads to it, NULL when the framework decides by itself. */
void fx_object_delete(struct fx_object *object, const void *site);

/* One that was committed, and is not to be known after all: none of its callbacks runs. */
void fx_object_delete_unborn(struct fx_object *object, const void *site);

/* The same, and later when it cannot be done at the current IRQL. */
void fx_object_delete_for_driver(struct fx_object *object, const void *site);

/* The first phase by itself: the object and all below are disposed of, none destroyed. */
void fx_object_dispose(struct fx_object *object, const void *site);
void fx_object_destroy_children(struct fx_object *object, const void *site);
void fx_object_call_cleanup(struct fx_object *object);

/* The first child that is so and nobody is deleting; NULL: there is none. */
struct fx_object *fx_object_find_child(
	struct fx_object *object, bool (*is_wanted)(const struct fx_object *child));

/* Both return the count after the call; it is the last use of the object when that is 0. */
int fx_object_reference(struct fx_object *object);
int fx_object_dereference(struct fx_object *object, const void *site);

/* True when one more dereference would end an object that was not deleted. */
bool fx_object_is_last_reference_of_living(struct fx_object *object);

/* False when it was called before, or when the object may not be deleted by the driver. */
bool fx_object_mark_deleted(struct fx_object *object);

enum fx_state fx_object_state(const struct fx_object *object);
WDFOBJECT fx_object_handle(const struct fx_object *object);
struct fx_object *fx_object_of_resource(struct io_resource *resource);

/* For io_kind.reclaim of all classes. */
void fx_object_reclaim(struct io_resource *resource);
