/*
 * Resources and objects: what a driver acquires, and releases.
 *
 * Emit an acquire after the call has succeeded and a release before the resource really goes:
 * another thread may be given the same address in between. A handle of 0 names nothing: such a
 * call emits nothing, so that `p = malloc(n); DRVTRACE_ACQUIRE(d, DRVTRACE_KIND_MEMORY, p, ...)`
 * is right when malloc failed, as free(NULL) is. Any thread; never blocks.
 */
#pragma once

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The built-in kinds; a CTF enumeration in the trace, so that every viewer prints the name. */
enum drvtrace_kind {
	DRVTRACE_KIND_NONE = 0,
	/* any program */
	DRVTRACE_KIND_TRACING = 1, /* tracing: a driver's registration with the tracer */
	DRVTRACE_KIND_MEMORY = 2,  /* memory: malloc and the like; size in bytes */
	DRVTRACE_KIND_FD = 3,      /* fd: pass DRVTRACE_FD(fd) as the handle */
	DRVTRACE_KIND_MAPPING = 4, /* mapping: mmap; size in bytes */
	DRVTRACE_KIND_THREAD = 5,  /* thread */
	DRVTRACE_KIND_TIMER = 6,   /* timer */
	DRVTRACE_KIND_LOCK = 7,    /* lock */
	/* WDM */
	DRVTRACE_KIND_POOL = 16,              /* pool: size in bytes, pool tag */
	DRVTRACE_KIND_DEVICE = 17,            /* device: DEVICE_OBJECT */
	DRVTRACE_KIND_SYMBOLIC_LINK = 18,     /* symbolic-link */
	DRVTRACE_KIND_PORT_REGISTRATION = 19, /* port-registration: a miniport at its port driver */
	DRVTRACE_KIND_DRIVER_EXTENSION = 20, /* driver-extension: IoAllocateDriverObjectExtension */
	DRVTRACE_KIND_KEY = 32,              /* key: a handle of a registry key */
	DRVTRACE_KIND_NONCACHED_MEMORY = 33, /* noncached-memory: size in bytes */
	DRVTRACE_KIND_CONTIGUOUS_MEMORY = 34, /* contiguous-memory: size in bytes */
	DRVTRACE_KIND_LOOKASIDE_LIST = 35,    /* lookaside-list: size of an entry, pool tag */
	DRVTRACE_KIND_REINITIALISATION = 36,  /* reinitialisation: a routine that is queued */
	DRVTRACE_KIND_IRP = 40,               /* irp: IoAllocateIrp */
	DRVTRACE_KIND_MDL = 41,               /* mdl: IoAllocateMdl; size in bytes */
	DRVTRACE_KIND_LOCKED_PAGES = 42,      /* locked-pages: MmProbeAndLockPages, of an mdl */
	DRVTRACE_KIND_MDL_MAPPING = 43,       /* mdl-mapping: into system space, of an mdl */
	DRVTRACE_KIND_ATTACHMENT = 44,        /* attachment: of a device to the one below */
	DRVTRACE_KIND_IO_MAPPING = 45,        /* io-mapping: MmMapIoSpace; size in bytes */
	DRVTRACE_KIND_INTERRUPT = 46,         /* interrupt: IoConnectInterrupt */
	DRVTRACE_KIND_HARDWARE_RESOURCES =
		47,                      /* hardware-resources: claimed by IoReportResourceUsage */
	DRVTRACE_KIND_HANDLE = 48,       /* handle: of a thread */
	DRVTRACE_KIND_WORK_ITEM = 49,    /* work-item: IoAllocateWorkItem */
	DRVTRACE_KIND_REMOVE_LOCK = 50,  /* remove-lock: an acquisition of one */
	DRVTRACE_KIND_FILE_OBJECT = 55,  /* file-object: IoGetDeviceObjectPointer */
	DRVTRACE_KIND_OBJECT = 56,       /* object: by pointer, an event's or a process's */
	DRVTRACE_KIND_USBD_HANDLE = 60,  /* usbd-handle: USBD_CreateHandle */
	DRVTRACE_KIND_URB = 61,          /* urb: USBD_UrbAllocate; size in bytes */
	DRVTRACE_KIND_RECORDER_LOG = 62, /* recorder-log: WppRecorderLogCreate; size in bytes */
	/* KMDF, named as its handles are */
	DRVTRACE_KIND_WDFDRIVER = 64,
	DRVTRACE_KIND_WDFDEVICE = 65,
	DRVTRACE_KIND_WDFOBJECT = 66,
	DRVTRACE_KIND_WDFMEMORY = 67,
	DRVTRACE_KIND_WDFQUEUE = 68,
	DRVTRACE_KIND_WDFCOLLECTION = 69,
	DRVTRACE_KIND_WDFSTRING = 70,
	DRVTRACE_KIND_WDFLOOKASIDE = 71,
	DRVTRACE_KIND_WDFSPINLOCK = 72,
	DRVTRACE_KIND_WDFWAITLOCK = 73,
	DRVTRACE_KIND_WDFREQUEST = 74,
	DRVTRACE_KIND_WDFFILEOBJECT = 75,
	DRVTRACE_KIND_WDFTIMER = 80,
	DRVTRACE_KIND_WDFDPC = 81,
	DRVTRACE_KIND_WDFWORKITEM = 82,
	DRVTRACE_KIND_WDFKEY = 83,
	DRVTRACE_KIND_WDFIOTARGET = 84,
	DRVTRACE_KIND_WDFINTERRUPT = 85,
	DRVTRACE_KIND_WDFUSBDEVICE = 86,
	DRVTRACE_KIND_WDFUSBINTERFACE = 87,
	DRVTRACE_KIND_WDFUSBPIPE = 88,
	/* what drvtrace_kind() gives out begins here */
	DRVTRACE_KIND_FIRST_OWN = 1024,
};

/* A file descriptor as a handle: 0 is a descriptor, but not a handle. */
#define DRVTRACE_FD(fd) ((const void *)((uintptr_t)(unsigned int)(fd) + 1))

/* A tag as the author reads it: DRVTRACE_TAG('r', 'i', 'n', 'g') prints as 'ring'. 0 is no tag. */
#define DRVTRACE_TAG(a, b, c, d)                                                                   \
	((uint32_t)(unsigned char)(a) | (uint32_t)(unsigned char)(b) << 8 |                        \
		(uint32_t)(unsigned char)(c) << 16 | (uint32_t)(unsigned char)(d) << 24)

/* The stages of a framework object's end, and whether its callback begins or has returned. */
enum drvtrace_stage {
	DRVTRACE_STAGE_CLEANUP,
	DRVTRACE_STAGE_DESTROY,
};
enum drvtrace_phase {
	DRVTRACE_PHASE_BEGIN,
	DRVTRACE_PHASE_END,
};

/*
 * The number of a kind of the caller's own; the same name gives the same number in this process.
 * Emits `kind` at first use. A NULL or empty name gives DRVTRACE_KIND_NONE.
 */
DRVTRACE_API uint32_t drvtrace_kind(const char *name);

/*
 * `owner` is the handle of the resource that releases this one when it goes (a parent), NULL for
 * the driver itself. `size` in bytes, 0 when it has none. `site` is the return address of the
 * call that acquired or released, NULL for "the caller of this function".
 */
DRVTRACE_API void drvtrace_acquire(struct drvtrace_driver *driver, uint32_t kind,
	const void *handle, uint64_t size, uint32_t tag, const void *owner, const void *site);
DRVTRACE_API void drvtrace_release(
	struct drvtrace_driver *driver, uint32_t kind, const void *handle, const void *site);

/* The resource now belongs to `owner` of `new_driver` (NULL: of the same driver). */
DRVTRACE_API void drvtrace_transfer(struct drvtrace_driver *driver, uint32_t kind,
	const void *handle, const void *owner, struct drvtrace_driver *new_driver,
	const void *site);

/* Reference counts. `count` is the count after the call; `file` may be NULL. */
DRVTRACE_API void drvtrace_reference(struct drvtrace_driver *driver, uint32_t kind,
	const void *handle, const void *tag, int32_t count, uint32_t line, const char *file,
	const void *site);
DRVTRACE_API void drvtrace_dereference(struct drvtrace_driver *driver, uint32_t kind,
	const void *handle, const void *tag, int32_t count, uint32_t line, const char *file,
	const void *site);

/* A framework object's callback, at address `callback`, begins or has returned. */
DRVTRACE_API void drvtrace_stage(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	enum drvtrace_stage stage, enum drvtrace_phase phase, const void *callback);

/*
 * The native API. `driver` is a `struct drvtrace_driver *` and must not be NULL in the macros. What
 * follows the call keeps it from becoming a jump: the call site is the return address.
 */
#define DRVTRACE_ACQUIRE(driver, kind, handle, size, tag, owner)                                   \
	do {                                                                                       \
		if (DRVTRACE_ON(driver, DRVTRACE_SWITCH_ACQUIRE)) {                                \
			drvtrace_acquire(                                                          \
				(driver), (kind), (handle), (size), (tag), (owner), NULL);         \
			__asm__ volatile("");                                                      \
		}                                                                                  \
	} while (0)
#define DRVTRACE_RELEASE(driver, kind, handle)                                                     \
	do {                                                                                       \
		if (DRVTRACE_ON(driver, DRVTRACE_SWITCH_RELEASE)) {                                \
			drvtrace_release((driver), (kind), (handle), NULL);                        \
			__asm__ volatile("");                                                      \
		}                                                                                  \
	} while (0)

#ifdef __cplusplus
}
#endif
