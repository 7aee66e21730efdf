/*
 * A driver as the trace knows it: its descriptor, and the calls that begin and end its tracing.
 *
 * A driver module holds one static `struct drvtrace_driver` and nothing of LTTng. Every call here
 * may be made from any thread; none prints, exits or blocks, and without a session daemon all of
 * them still work. A driver that was never initialised, a NULL driver and a NULL name are allowed
 * everywhere: the call then does nothing, or returns the error that is documented with it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Marks the calls that libdrvtrace exports. */
#define DRVTRACE_API __attribute__((visibility("default")))

/* What driver_cleanup says of who ended the tracing of a driver. */
enum drvtrace_cleanup_how {
	DRVTRACE_CLEANUP_CALLED, /* the driver itself: WPP_CLEANUP, drvtrace_driver_cleanup() */
	DRVTRACE_CLEANUP_TIED,   /* the cleanup of the framework's driver object did it */
	DRVTRACE_CLEANUP_UNLOAD, /* the module goes away and nobody had done it */
};

/* The states a driver passes through; `state` events record each of them. */
enum drvtrace_state {
	DRVTRACE_STATE_LOADED,        /* the module is mapped, its entry routine has not run */
	DRVTRACE_STATE_ENTRY_FAILED,  /* the entry routine returned an error: unload will not run */
	DRVTRACE_STATE_STARTED,       /* the entry routine succeeded, its devices are started */
	DRVTRACE_STATE_REMOVED,       /* its devices are gone */
	DRVTRACE_STATE_UNLOADED,      /* all of its code has run: whatever it still holds leaked */
	DRVTRACE_STATE_MODULE_CLOSED, /* the module is unmapped */
	DRVTRACE_STATE_CRASHED,       /* it was stopped: a bug check, or a fault in its code */
};

/* The events whose emission is tested before the call; see DRVTRACE_ON(). */
enum drvtrace_switch {
	DRVTRACE_SWITCH_ACQUIRE,
	DRVTRACE_SWITCH_RELEASE,
	DRVTRACE_SWITCH_SPAN,
	DRVTRACE_SWITCH_SPAN_END,
	DRVTRACE_SWITCH_COUNT,
};

struct drvtrace_message;

/* The messages of the module that this is compiled into; see message.h. Both NULL: it has none. */
extern struct drvtrace_message *const __start_drvtrace_messages[]
	__attribute__((weak, visibility("hidden")));
extern struct drvtrace_message *const __stop_drvtrace_messages[]
	__attribute__((weak, visibility("hidden")));

/*
 * A driver's descriptor. Set `name`; `control_guid` and `flag_names` come from WPP_CONTROL_GUIDS
 * and may be NULL. In the trace GUIDs are in lower case, and empty flag names are left out.
 * `name` must stay valid while the driver is initialised, unless its module goes away with it: the
 * library then has copies. The rest belongs to the library.
 */
struct drvtrace_driver {
	const char *name; /* UTF-8; what reports print */
	const char *
		control_guid; /* "d23a0c5a-d307-4f0e-ae8e-e2a355ad5dab", several separated by ',' */
	const char *flag_names; /* "A,B"; those of several GUIDs separated by ';' */

	const int *on[DRVTRACE_SWITCH_COUNT]; /* never NULL; *on[i] != 0: a session records it */
	uint32_t id;                          /* the number in the events; 0: not initialised */
	uint32_t flags;

	/* Set by whoever defines the descriptor: DRVTRACE_MESSAGES. */
	struct drvtrace_message *const *messages;
	struct drvtrace_message *const *messages_end;
	struct drvtrace_control *control; /* WPP's, NULL: none */
};

/*
 * WPP's control block of one control GUID, as drivers read it: WPP_CONTROL(WPP_BIT_x).Level. The
 * environment sets it when tracing is initialised; sessions then choose from what it lets through.
 */
struct drvtrace_control {
	unsigned char Level;
	unsigned int Flags[1];
	unsigned long long Logger;
	void *AutoLogContext;
	unsigned char AutoLogVerboseEnabled;
	unsigned char IsInitialized; /* between WPP_INIT_TRACING and WPP_CLEANUP; the library's */
};

/* What a switch points to while its driver is not initialised. */
static const int drvtrace_off __attribute__((unused)) = 0;

#define DRVTRACE_ALL_OFF                                                                           \
	{                                                                                          \
		&drvtrace_off, &drvtrace_off, &drvtrace_off, &drvtrace_off                         \
	}

/* The messages of this module, for drvtrace_driver.messages and what follows it. */
#define DRVTRACE_MESSAGES __start_drvtrace_messages, __stop_drvtrace_messages, NULL

/* Defines `symbol`, the static descriptor of a native driver. `name_` is a string literal. */
#define DRVTRACE_DEFINE_DRIVER(symbol, name_)                                                      \
	struct drvtrace_driver symbol = { name_, NULL, NULL, DRVTRACE_ALL_OFF, 0, 0,               \
		DRVTRACE_MESSAGES }

/* True when a session records that kind of event: a load through a pointer and a branch. */
#define DRVTRACE_ON(driver, event)                                                                 \
	__builtin_expect(__atomic_load_n((driver)->on[event], __ATOMIC_RELAXED) != 0, 0)

/*
 * Begins the tracing of a native driver: gives it a number that no other driver of this process
 * ever has, and emits module (of the module that holds `driver`), state LOADED, driver_init, and
 * acquire of kind `tracing`, whose call site is the caller.
 * Returns 0; -EINVAL for a NULL driver or name; -EALREADY when it is initialised (a violation
 * event of rule `wpp-init-twice` records it; the first registration stays); -ENOMEM.
 */
DRVTRACE_API int drvtrace_driver_init(struct drvtrace_driver *driver);

/*
 * Ends it: emits release of `tracing`, driver_cleanup (CALLED) and state UNLOADED. What the driver
 * still holds then has leaked, so this is the last thing that a native driver does. Harmless,
 * but recorded (rule `wpp-cleanup-without-init`), on a driver that is not initialised.
 */
DRVTRACE_API void drvtrace_driver_cleanup(struct drvtrace_driver *driver);

/*
 * Records a state with the status that led to it (0, -errno or an NTSTATUS). A native driver
 * reports a failed initialisation with DRVTRACE_STATE_ENTRY_FAILED.
 */
DRVTRACE_API void drvtrace_driver_state(
	struct drvtrace_driver *driver, enum drvtrace_state state, int32_t status);

/*
 * For frameworks that load drivers.
 *
 * open: gives the driver a number, known from then on under `object` (the driver object that the
 * driver's own WPP_INIT_TRACING will pass); `address` is any address in its module, for which a
 * module event is emitted; emits state LOADED. Returns 0, -EINVAL, -EALREADY, -ENOMEM.
 * object_cleanup: the framework's driver object is being cleaned up (TIED) or the module is about
 * to be unmapped (UNLOAD): ends every WPP registration made under `object` that is still there.
 * close: forgets driver and object. Call it after the states UNLOADED and MODULE_CLOSED.
 */
DRVTRACE_API int drvtrace_driver_open(
	struct drvtrace_driver *driver, const void *object, const void *address);
DRVTRACE_API void drvtrace_driver_object_cleanup(const void *object, enum drvtrace_cleanup_how how);
DRVTRACE_API void drvtrace_driver_close(struct drvtrace_driver *driver);

/*
 * `check` is called first of all by each WPP_INIT_TRACING and WPP_CLEANUP, named `function`, with the
 * call's return address; NULL: none. There is one for the process.
 */
typedef void drvtrace_wpp_check(const char *function, const void *site);
DRVTRACE_API void drvtrace_wpp_set_check(drvtrace_wpp_check *check);

/*
 * Emits a module event, of no driver, for the module that holds `address`: a framework's own, so
 * that the call sites in it can be resolved. An address in no module emits nothing.
 */
DRVTRACE_API void drvtrace_module(const void *address);

/*
 * Records that a rule of the API was broken: `rule` is its id in drivers/README.md, `text` one
 * sentence for the driver's author, `site` the return address of the offending call.
 */
DRVTRACE_API void drvtrace_violation(struct drvtrace_driver *driver, const char *rule,
	const void *handle, const void *site, const char *text);

/*
 * Not 0 while the calling thread is inside the probe that writes events. A thread that is stopped
 * for good there leaves a hole in a buffer that other processes share: ask before doing that.
 */
DRVTRACE_API int drvtrace_in_probe(void);

#ifdef __cplusplus
}
#endif
