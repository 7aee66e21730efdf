/*
 * What a WDFDEVICE_INIT says of the requests that the device will get. Kept by the device: the
 * driver's structures are its own again when the calls that took them return.
 */
#pragma once

#include <stdbool.h>
#include <wdfcontrol.h>
#include <wdfdevice.h>

/* A callback that has IRPs before the framework has. */
struct fx_preprocess {
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS callback; /* NULL: none */
	bool has_minors;
	bool minors[256]; /* when it has: those that it wants */
};

struct fx_io_setup {
	WDF_FILEOBJECT_CONFIG files; /* Size 0: none was set */
	WDF_OBJECT_ATTRIBUTES file_attributes;
	WDF_OBJECT_ATTRIBUTES request_attributes; /* Size 0: none were set */
	PFN_WDF_IO_IN_CALLER_CONTEXT in_caller_context;
	WDF_DEVICE_IO_TYPE transfer; /* of reads and writes */
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown;
	UCHAR shutdown_flags;
	bool takes_remove_lock;                                        /* for each IRP */
	struct fx_preprocess *preprocess[IRP_MJ_MAXIMUM_FUNCTION + 1]; /* owned; NULL: none */
};

/* What a device without any wish gets. */
void fx_io_setup_init(struct fx_io_setup *setup);
void fx_io_setup_finish(struct fx_io_setup *setup);

/* How many stack locations the device needs besides the one of any device. */
CCHAR fx_io_setup_locations(const struct fx_io_setup *setup);

/* `to` has what `from` had, which is empty then. */
void fx_io_setup_move(struct fx_io_setup *to, struct fx_io_setup *from);

/* False without memory. `minors` NULL: all minor functions. */
bool fx_io_setup_add_preprocess(struct fx_io_setup *setup,
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS callback, UCHAR major, const UCHAR *minors,
	ULONG minor_count);
