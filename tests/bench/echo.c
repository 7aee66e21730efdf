/*
 * What a request costs that goes through a KMDF driver and back, in us, with 64 of them in flight: the
 * driver echoes, from a thread of its own, what it was written. Prints requests a second and us a
 * request. It is run by run.sh, once under a session that records all of it and once under one that
 * does not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <wdf.h>

#include <drvtrace/client.h>

#include "drivers/framework/wdm/driver.h"

#define IN_FLIGHT 64
#define LENGTH    512
#define ROUNDS    11
#define REQUESTS  (IN_FLIGHT * 100)

/* The driver */

static WDFQUEUE waiting;
static KSEMAPHORE work;
static PKTHREAD worker;
static BOOLEAN is_ending;
static UCHAR echo[LENGTH];

static void complete(WDFREQUEST request)
{
	WDF_REQUEST_PARAMETERS parameters;
	WDFMEMORY memory;
	NTSTATUS status;

	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(request, &parameters);
	if (parameters.Type == WdfRequestTypeWrite) {
		status = WdfRequestRetrieveInputMemory(request, &memory);
		if (NT_SUCCESS(status))
			status = WdfMemoryCopyToBuffer(memory, 0, echo, LENGTH);
	} else {
		status = WdfRequestRetrieveOutputMemory(request, &memory);
		if (NT_SUCCESS(status))
			status = WdfMemoryCopyFromBuffer(memory, 0, echo, LENGTH);
	}
	WdfRequestCompleteWithInformation(request, status, NT_SUCCESS(status) ? LENGTH : 0);
}

static VOID run_worker(PVOID context)
{
	WDFREQUEST request;

	UNREFERENCED_PARAMETER(context);
	for (;;) {
		KeWaitForSingleObject(&work, Executive, KernelMode, FALSE, NULL);
		if (is_ending)
			break;
		if (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(waiting, &request)))
			complete(request);
	}
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static VOID on_request(WDFQUEUE queue, WDFREQUEST request)
{
	UNREFERENCED_PARAMETER(queue);
	if (!NT_SUCCESS(WdfRequestForwardToIoQueue(request, waiting)))
		abort();
	KeReleaseSemaphore(&work, IO_NO_INCREMENT, 1, FALSE);
}

static VOID on_unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	is_ending = TRUE;
	KeReleaseSemaphore(&work, IO_NO_INCREMENT, 1, FALSE);
	KeWaitForSingleObject(worker, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(worker);
}

static NTSTATUS start_worker(void)
{
	HANDLE handle;
	NTSTATUS status;

	KeInitializeSemaphore(&work, 0, MAXLONG);
	status = PsCreateSystemThread(
		&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, run_worker, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(
		handle, THREAD_ALL_ACCESS, NULL, KernelMode, (PVOID *)&worker, NULL);
	ZwClose(handle);
	return status;
}

static NTSTATUS create_queues(WDFDEVICE device)
{
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	status = WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, &waiting);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDefault = on_request;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static NTSTATUS create_device(WDFDRIVER driver)
{
	UNICODE_STRING security;
	UNICODE_STRING name;
	PWDFDEVICE_INIT init;
	WDFDEVICE device;
	NTSTATUS status;

	RtlInitUnicodeString(&security, L"D:P");
	RtlInitUnicodeString(&name, L"\\Device\\BenchEcho");
	init = WdfControlDeviceInitAllocate(driver, &security);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = WdfDeviceInitAssignName(init, &name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (NT_SUCCESS(status))
		status = create_queues(device);
	if (NT_SUCCESS(status))
		status = start_worker();
	if (NT_SUCCESS(status))
		WdfControlFinishInitializing(device);
	return status;
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = on_unload;
	status = WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
	return NT_SUCCESS(status) ? create_device(driver) : status;
}

/* The program */

static UCHAR buffers[IN_FLIGHT][LENGTH];
static struct drvtrace_overlapped flights[IN_FLIGHT];

static double now_us(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Writes and reads by turns. */
static void begin(struct drvtrace_client *client, HANDLE file, unsigned int request)
{
	unsigned int place = request % IN_FLIGHT;
	struct drvtrace_overlapped *flight = &flights[place];
	NTSTATUS status;

	*flight = (struct drvtrace_overlapped){ .offset = 0 };
	if (request & 1)
		status = drvtrace_client_read(client, file, buffers[place], LENGTH, NULL, flight);
	else
		status = drvtrace_client_write(client, file, buffers[place], LENGTH, NULL, flight);
	if (status != STATUS_PENDING && status != STATUS_SUCCESS) {
		fprintf(stderr, "echo: a request cannot be made: 0x%08X\n", (unsigned int)status);
		exit(1);
	}
}

static void end(unsigned int request)
{
	ULONG transferred = 0;
	NTSTATUS status = drvtrace_client_result(&flights[request % IN_FLIGHT], TRUE, &transferred);

	if (status != STATUS_SUCCESS || transferred != LENGTH) {
		fprintf(stderr, "echo: a request has failed: 0x%08X\n", (unsigned int)status);
		exit(1);
	}
}

static double round_us(struct drvtrace_client *client, HANDLE file)
{
	double start = now_us();

	for (unsigned int i = 0; i < IN_FLIGHT; i++)
		begin(client, file, i);
	for (unsigned int i = IN_FLIGHT; i < REQUESTS; i++) {
		end(i);
		begin(client, file, i);
	}
	for (unsigned int i = 0; i < IN_FLIGHT; i++)
		end(i);
	return (now_us() - start) / REQUESTS;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(void)
{
	struct drvtrace_client *client;
	struct io_driver *driver;
	double found[ROUNDS];
	HANDLE file;

	if (io_driver_create(&driver, "bench_echo", entry, NULL) != 0 ||
		!NT_SUCCESS(io_driver_enter(driver)) ||
		!NT_SUCCESS(drvtrace_client_create(&client)) ||
		!NT_SUCCESS(drvtrace_client_open(client, &file, "\\Device\\BenchEcho")))
		return 1;
	for (int i = 0; i < ROUNDS; i++)
		found[i] = round_us(client, file);
	drvtrace_client_exit(client);
	io_driver_unload(driver);
	io_driver_destroy(driver, false);

	qsort(found, ROUNDS, sizeof(*found), compare);
	printf("requests_per_second %.0f\nrequest_us %.2f\n", 1e6 / found[ROUNDS / 2],
		found[ROUNDS / 2]);
	return 0;
}
