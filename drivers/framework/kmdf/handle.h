/*
 * Handles as drivers pass them: looked up in the books, never followed. A handle that is none, or
 * of another type, stops the driver, as it bug-checks Windows.
 */
#pragma once

#include <wdfobject.h>

struct fx_class;
struct fx_object;

/* The call that a handle was passed to. */
struct fx_call {
	const char *function;
	const void *site;
};

/* In a function that drivers call. */
#define FX_CALL(function)                                                                          \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

/* `class` NULL: any. An object whose destroy callback runs is no object any more. */
struct fx_object *fx_handle_get(
	WDFOBJECT handle, const struct fx_class *class, const struct fx_call *call);

/* The same, for the one call that a destroy callback may make. */
struct fx_object *fx_handle_get_destroyed_too(WDFOBJECT handle, const struct fx_call *call);

/* For the calls that end something: tells what is gone already from what never was. */
struct fx_object *fx_handle_get_to_release(WDFOBJECT handle, const struct fx_call *call);

/* The calling driver's framework driver object; stops the driver when it has none. */
struct fx_driver *fx_handle_calling_driver(const struct fx_call *call);
