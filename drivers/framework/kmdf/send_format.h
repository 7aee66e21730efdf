/*
 * What an IRP asks its next device for, with buffers that are the driver's: put in when it is
 * formatted, taken out when it is back, so that an IRP of somebody else is left as it was.
 */
#pragma once

#include <stdbool.h>
#include <wdfiotarget.h>

struct fx_call;
struct fx_object;

enum {
	FX_SEND_PARTS = 3
};

/* A buffer; neither address nor MDL: there is none. */
struct fx_send_part {
	void *address;
	size_t length;
	PMDL mdl;                 /* NULL: only the address */
	struct fx_object *memory; /* whose it is; NULL: nobody's, or somebody's who waits */
	size_t offset;            /* in it */
};

/*
 * What a request needs besides: it is the format's own as soon as that is set, and the driver is told of
 * its completion as it says.
 */
struct fx_send_extra {
	void (*describe)(struct fx_send_extra *extra, WDF_REQUEST_COMPLETION_PARAMS *out);
	void (*destroy)(struct fx_send_extra *extra);
};

struct fx_send_request {
	UCHAR major;
	ULONG code;
	bool has_others; /* `parts` are arguments 1, 2 and 4, and not input and output */
	LONGLONG offset;
	struct fx_send_part parts[FX_SEND_PARTS]; /* input or written, output or read */
	struct fx_send_extra *extra;              /* NULL: nothing */
};

enum {
	FX_SEND_INPUT = 0,
	FX_SEND_OUTPUT = 1,
};

struct fx_send_format {
	bool is_set;
	struct fx_send_request request;
	void *system; /* owned: what the device below sees of the buffers */
	PMDL mdl;     /* owned */
	bool copies_back;
	PVOID saved_system;
	PVOID saved_user;
	PMDL saved_mdl;
};

/*
 * Fills in the next stack location, for a device of these flags. What was formatted before is undone.
 * STATUS_INSUFFICIENT_RESOURCES; STATUS_REQUEST_NOT_ACCEPTED when the IRP has no location left.
 */
NTSTATUS fx_send_format_set(struct fx_send_format *format, PIRP irp, ULONG device_flags,
	const struct fx_send_request *request);

/* The IRP is back: results are copied to where the driver wants them, and the IRP is as it was. */
void fx_send_format_complete(struct fx_send_format *format, PIRP irp);

/* The same without results, and no memory is held any more. */
void fx_send_format_finish(struct fx_send_format *format, PIRP irp);

/* The completion of what was formatted, as the driver is told. */
void fx_send_format_describe(
	WDF_REQUEST_COMPLETION_PARAMS *out, const struct fx_send_format *format, const IRP *irp);

/* What the driver passes: STATUS_INVALID_PARAMETER, STATUS_INTEGER_OVERFLOW. NULL: no buffer. */
NTSTATUS fx_send_part_of_memory(struct fx_send_part *out, WDFMEMORY memory,
	const WDFMEMORY_OFFSET *offsets, const struct fx_call *call);
NTSTATUS fx_send_part_of_descriptor(struct fx_send_part *out,
	const WDF_MEMORY_DESCRIPTOR *descriptor, const struct fx_call *call);
