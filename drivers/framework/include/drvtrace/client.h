/*
 * How a program for tests uses drivers, as an application of Windows does: processes with handles,
 * synchronous and overlapped requests, cancellation, events, completion routines, and the death of a
 * process with requests outstanding. All of it may be called from any thread of the program, which loads the
 * drivers by drvtrace/host.h. With CMake:
 *
 *	find_package(drvtrace REQUIRED COMPONENTS framework)
 *	target_link_libraries(program PRIVATE drvtrace::framework)
 *
 *	struct drvtrace_client *app;
 *	HANDLE echo;
 *	drvtrace_client_create(&app);
 *	if (NT_SUCCESS(drvtrace_client_open(app, &echo, "\\\\.\\Echo")))
 *		drvtrace_client_write(app, echo, "hello", 5, &written, NULL);
 *	drvtrace_client_exit(app);
 *
 * The buffers are the program's own. A device with neither buffered nor direct I/O is given them as they
 * are, and so is METHOD_NEITHER: an address that nobody can access is a way to try a driver's handlers.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

struct drvtrace_client; /* a process */

/* A request that is outstanding; it stays where it is until that is over. Begin with all 0. */
struct drvtrace_overlapped {
	LONGLONG offset; /* of a read or write */
	HANDLE event;    /* reset when it starts, set when it is completed; NULL: none */
	/* Called by drvtrace_client_sleep() of the thread that has made the request; NULL: not. */
	void (*completed)(struct drvtrace_overlapped *overlapped);
	void *context;         /* the caller's */
	NTSTATUS status;       /* STATUS_PENDING until it is completed */
	ULONG_PTR information; /* how much was transferred */
	struct drvtrace_client_call *call;
};

/* STATUS_INSUFFICIENT_RESOURCES. */
NTKERNELAPI NTSTATUS drvtrace_client_create(struct drvtrace_client **out);

/*
 * The process ends: its requests are cancelled, then its handles are closed, newest first. No other
 * thread uses it any more, but for those that wait for one of its requests.
 */
NTKERNELAPI void drvtrace_client_exit(struct drvtrace_client *client);

/* As CreateFile: "\\.\NAME", or the name of a device. What the driver answers, or that there is none. */
NTKERNELAPI NTSTATUS drvtrace_client_open(
	struct drvtrace_client *client, HANDLE *out, const char *path);

/* As CloseHandle; of a device: cleanup, and when all its requests have ended, close. */
NTKERNELAPI NTSTATUS drvtrace_client_close(struct drvtrace_client *client, HANDLE handle);

/*
 * As ReadFile, WriteFile and DeviceIoControl. Without `overlapped` they wait; with it STATUS_PENDING says
 * that the request is outstanding. `transferred` may be NULL.
 */
NTKERNELAPI NTSTATUS drvtrace_client_read(struct drvtrace_client *client, HANDLE file, void *buffer,
	ULONG length, ULONG *transferred, struct drvtrace_overlapped *overlapped);
NTKERNELAPI NTSTATUS drvtrace_client_write(struct drvtrace_client *client, HANDLE file,
	const void *buffer, ULONG length, ULONG *transferred,
	struct drvtrace_overlapped *overlapped);
NTKERNELAPI NTSTATUS drvtrace_client_control(struct drvtrace_client *client, HANDLE file,
	ULONG code, const void *input, ULONG input_length, void *output, ULONG output_length,
	ULONG *transferred, struct drvtrace_overlapped *overlapped);

/*
 * As CancelIoEx: that request, or with NULL all of the handle, of whatever thread. STATUS_NOT_FOUND when
 * there is none. Whether a request was cancelled says its own status.
 */
NTKERNELAPI NTSTATUS drvtrace_client_cancel(
	struct drvtrace_client *client, HANDLE file, struct drvtrace_overlapped *overlapped);

/* As GetOverlappedResult: its status; STATUS_PENDING when it is outstanding and nobody is to wait. */
NTKERNELAPI NTSTATUS drvtrace_client_result(
	struct drvtrace_overlapped *overlapped, BOOLEAN is_to_wait, ULONG *transferred);

/*
 * As SleepEx, alertable: until completion routines of this thread have been called, or the time is over.
 * STATUS_USER_APC, or STATUS_SUCCESS.
 */
NTKERNELAPI NTSTATUS drvtrace_client_sleep(ULONG milliseconds);

/* As CreateEvent, SetEvent and ResetEvent. */
NTKERNELAPI NTSTATUS drvtrace_client_create_event(
	struct drvtrace_client *client, HANDLE *out, BOOLEAN is_manual, BOOLEAN is_set);
NTKERNELAPI NTSTATUS drvtrace_client_set_event(struct drvtrace_client *client, HANDLE event);
NTKERNELAPI NTSTATUS drvtrace_client_reset_event(struct drvtrace_client *client, HANDLE event);

/* As WaitForSingleObject. STATUS_TIMEOUT. */
NTKERNELAPI NTSTATUS drvtrace_client_wait(
	struct drvtrace_client *client, HANDLE event, ULONG milliseconds);

#ifdef __cplusplus
}
#endif
