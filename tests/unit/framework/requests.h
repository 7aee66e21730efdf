/* A driver with a control device and a queue, whose requests a test makes. */
#pragma once

#include "drivers/framework/wdm/file.h"
#include "tests/unit/framework/support.h"

/* What the next device is like; all but `dispatch` may be left out. */
struct plan {
	WDF_IO_QUEUE_DISPATCH_TYPE dispatch;
	ULONG presented;                             /* of a parallel queue; 0: any number */
	void (*init)(PWDFDEVICE_INIT init);          /* before the device is created */
	void (*config)(PWDF_IO_QUEUE_CONFIG config); /* callbacks besides the three below */
	PWDF_OBJECT_ATTRIBUTES queue_attributes;
	void (*created)(WDFDEVICE device);
	PFN_WDF_IO_QUEUE_IO_READ read;
	PFN_WDF_IO_QUEUE_IO_WRITE write;
	PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL control;
};

/* Enters the driver, and opens its device. */
void open_device(const struct plan *plan);
void close_file(void);
extern struct io_file *file;
extern WDFDEVICE device;
extern WDFQUEUE queue; /* the default queue */

NTSTATUS read_bytes(ULONG length);
NTSTATUS begin_read(ULONG length);
NTSTATUS write_text(const char *text);
NTSTATUS control(ULONG code, const char *text, ULONG output_length);
NTSTATUS begin_control(ULONG code);

/* What was read is this text. */
void assert_read(const char *text);

/* Closes the file when it is open, and unloads the driver, of which nothing is left then. */
void end_device(void);
