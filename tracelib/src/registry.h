/*
 * The drivers of this process: their numbers, the driver objects they are known under, and the
 * tracing registrations that are in place. Everything it needs later is a copy: a driver's module,
 * and its descriptor with it, may be unmapped at any moment. Emits nothing.
 */
#pragma once

#include <drvtrace/driver.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a driver's name in events, the end included. */
#define REGISTRY_NAME_MAX 256

enum registry_role {
	REGISTRY_NATIVE, /* drvtrace_driver_init() */
	REGISTRY_OPENED, /* drvtrace_driver_open(), by a framework */
	REGISTRY_WPP,    /* drvtrace_wpp_init() */
};

/* What is known of one registration; a copy. */
struct registration {
	const struct drvtrace_driver *descriptor; /* an address to compare, perhaps dangling */
	const void *object;
	uintptr_t module; /* load base of the module that holds the descriptor, 0: none */
	uint32_t id;
	enum registry_role role;
	bool is_shared; /* the number is that of a driver which a framework has opened */
	char name[REGISTRY_NAME_MAX];
};

/* What registry_remove() found; the caller says so in the trace. */
enum registry_condition {
	REGISTRY_UNKNOWN = 1,  /* not registered */
	REGISTRY_WAS_TIED = 2, /* not any more: the tie to the driver object has ended it */
};

/*
 * Registers the driver and switches its descriptor on. `object` may be NULL. A WPP registration
 * takes number and name of the driver opened under `object`, if there is one.
 * Returns 0, -EALREADY when the descriptor, or an opened driver's object, is registered; -ENOMEM.
 */
int registry_add(struct registration *out, struct drvtrace_driver *descriptor, const void *object,
	enum registry_role role);

/* Ends the descriptor's registration and switches it off. */
int registry_remove(struct registration *out, struct drvtrace_driver *descriptor);

/*
 * Ends one registration that WPP made under `object`; false when there is none left. The
 * descriptor is switched off if its module is still there.
 */
bool registry_remove_tied(struct registration *out, const void *object);

/*
 * Ends one registration whose descriptor has gone with its module, or whose descriptor is a new
 * one's at the same address; false when there is none left.
 */
bool registry_remove_stale(struct registration *out, const struct drvtrace_driver *new_descriptor);

/* The number of the driver opened under `object`, 0: none. */
uint32_t registry_find(const void *object);

/* Around a fork, so that the child does not inherit a locked registry. */
void registry_lock(void);
void registry_unlock(void);
