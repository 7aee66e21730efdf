/* The kinds of resources that are built into the schema, and their names. */
#pragma once

#include <stdint.h>

enum kind {
	KIND_NONE = 0,
	KIND_TRACING = 1,
	KIND_MEMORY = 2,
	KIND_FD = 3,
	KIND_MAPPING = 4,
	KIND_THREAD = 5,
	KIND_TIMER = 6,
	KIND_LOCK = 7,
	KIND_POOL = 16,
	KIND_DEVICE = 17,
	KIND_SYMBOLIC_LINK = 18,
	KIND_PORT_REGISTRATION = 19,
	KIND_DRIVER_EXTENSION = 20,
	KIND_KEY = 32,
	KIND_NONCACHED_MEMORY = 33,
	KIND_CONTIGUOUS_MEMORY = 34,
	KIND_LOOKASIDE_LIST = 35,
	KIND_REINITIALISATION = 36,
	KIND_WDFDRIVER = 64,
	KIND_WDFDEVICE = 65,
	KIND_WDFOBJECT = 66,
	KIND_WDFMEMORY = 67,
	KIND_WDFQUEUE = 68,
	KIND_WDFCOLLECTION = 69,
	KIND_WDFSTRING = 70,
	KIND_WDFLOOKASIDE = 71,
	KIND_WDFSPINLOCK = 72,
	KIND_WDFWAITLOCK = 73,
	KIND_FIRST_OWN = 1024, /* from here on named by `kind` events, per process */
};

/* NULL when the kind is not built in. */
const char *kind_name(uint32_t kind);
