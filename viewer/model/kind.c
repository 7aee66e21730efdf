#include "viewer/model/kind.h"

#include <stddef.h>

static const struct {
	uint32_t kind;
	const char *name;
} names[] = {
	{ KIND_TRACING, "tracing" },
	{ KIND_MEMORY, "memory" },
	{ KIND_FD, "fd" },
	{ KIND_MAPPING, "mapping" },
	{ KIND_THREAD, "thread" },
	{ KIND_TIMER, "timer" },
	{ KIND_LOCK, "lock" },
	{ KIND_POOL, "pool" },
	{ KIND_DEVICE, "device" },
	{ KIND_SYMBOLIC_LINK, "symbolic-link" },
	{ KIND_PORT_REGISTRATION, "port-registration" },
	{ KIND_DRIVER_EXTENSION, "driver-extension" },
	{ KIND_KEY, "key" },
	{ KIND_NONCACHED_MEMORY, "noncached-memory" },
	{ KIND_CONTIGUOUS_MEMORY, "contiguous-memory" },
	{ KIND_LOOKASIDE_LIST, "lookaside-list" },
	{ KIND_REINITIALISATION, "reinitialisation" },
	{ KIND_IRP, "irp" },
	{ KIND_MDL, "mdl" },
	{ KIND_LOCKED_PAGES, "locked-pages" },
	{ KIND_MDL_MAPPING, "mdl-mapping" },
	{ KIND_ATTACHMENT, "attachment" },
	{ KIND_IO_MAPPING, "io-mapping" },
	{ KIND_INTERRUPT, "interrupt" },
	{ KIND_HARDWARE_RESOURCES, "hardware-resources" },
	{ KIND_HANDLE, "handle" },
	{ KIND_WORK_ITEM, "work-item" },
	{ KIND_REMOVE_LOCK, "remove-lock" },
	{ KIND_FILE_OBJECT, "file-object" },
	{ KIND_OBJECT, "object" },
	{ KIND_USBD_HANDLE, "usbd-handle" },
	{ KIND_URB, "urb" },
	{ KIND_RECORDER_LOG, "recorder-log" },
	{ KIND_WDFDRIVER, "WDFDRIVER" },
	{ KIND_WDFDEVICE, "WDFDEVICE" },
	{ KIND_WDFOBJECT, "WDFOBJECT" },
	{ KIND_WDFMEMORY, "WDFMEMORY" },
	{ KIND_WDFQUEUE, "WDFQUEUE" },
	{ KIND_WDFCOLLECTION, "WDFCOLLECTION" },
	{ KIND_WDFSTRING, "WDFSTRING" },
	{ KIND_WDFLOOKASIDE, "WDFLOOKASIDE" },
	{ KIND_WDFSPINLOCK, "WDFSPINLOCK" },
	{ KIND_WDFWAITLOCK, "WDFWAITLOCK" },
	{ KIND_WDFREQUEST, "WDFREQUEST" },
	{ KIND_WDFFILEOBJECT, "WDFFILEOBJECT" },
	{ KIND_WDFTIMER, "WDFTIMER" },
	{ KIND_WDFDPC, "WDFDPC" },
	{ KIND_WDFWORKITEM, "WDFWORKITEM" },
	{ KIND_WDFKEY, "WDFKEY" },
	{ KIND_WDFIOTARGET, "WDFIOTARGET" },
	{ KIND_WDFINTERRUPT, "WDFINTERRUPT" },
	{ KIND_WDFUSBDEVICE, "WDFUSBDEVICE" },
	{ KIND_WDFUSBINTERFACE, "WDFUSBINTERFACE" },
	{ KIND_WDFUSBPIPE, "WDFUSBPIPE" },
};

const char *kind_name(uint32_t kind)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].kind == kind)
			return names[i].name;

	return NULL;
}
