#include "tests/unit/framework/support.h"

#include <drvtrace/client.h>
#include <pthread.h>
#include <wdm.h>

/*
 * A device that keeps each read until it is cancelled or a write completes the oldest; a control request
 * with an event's handle sets that event.
 */
#define CODE_SET_EVENT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

static PDEVICE_OBJECT device;
static KSPIN_LOCK queue_lock;
static LIST_ENTRY queue;
static IO_CSQ csq;

static VOID insert(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);
	InsertTailList(&queue, &Irp->Tail.Overlay.ListEntry);
}

static VOID take_out(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

static PIRP peek(PIO_CSQ Csq, PIRP Irp, PVOID PeekContext)
{
	PLIST_ENTRY next = Irp ? Irp->Tail.Overlay.ListEntry.Flink : queue.Flink;

	UNREFERENCED_PARAMETER(Csq);
	for (; next != &queue; next = next->Flink) {
		PIRP irp = CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);

		if (!PeekContext || IoGetCurrentIrpStackLocation(irp)->FileObject == PeekContext)
			return irp;
	}
	return NULL;
}

static VOID acquire(PIO_CSQ Csq, PKIRQL Irql)
{
	UNREFERENCED_PARAMETER(Csq);
	KeAcquireSpinLock(&queue_lock, Irql);
}

static VOID release(PIO_CSQ Csq, KIRQL Irql)
{
	UNREFERENCED_PARAMETER(Csq);
	KeReleaseSpinLock(&queue_lock, Irql);
}

static NTSTATUS finish(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static VOID complete_canceled(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);
	finish(Irp, STATUS_CANCELLED, 0);
}

static NTSTATUS create_close(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	return finish(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS cleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(Irp)->FileObject;
	PIRP pending;

	UNREFERENCED_PARAMETER(DeviceObject);
	while ((pending = IoCsqRemoveNextIrp(&csq, file)) != NULL)
		finish(pending, STATUS_CANCELLED, 0);
	return finish(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS read(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	IoCsqInsertIrp(&csq, Irp, NULL);
	return STATUS_PENDING;
}

static NTSTATUS write(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIRP pending = IoCsqRemoveNextIrp(&csq, NULL);

	UNREFERENCED_PARAMETER(DeviceObject);
	if (!pending)
		return finish(Irp, STATUS_DEVICE_NOT_READY, 0);
	*(PUCHAR)pending->AssociatedIrp.SystemBuffer = *(PUCHAR)Irp->AssociatedIrp.SystemBuffer;
	finish(pending, STATUS_SUCCESS, 1);
	return finish(Irp, STATUS_SUCCESS, 1);
}

static NTSTATUS control(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	HANDLE handle = *(PHANDLE)Irp->AssociatedIrp.SystemBuffer;
	PVOID event;
	NTSTATUS status = ObReferenceObjectByHandle(
		handle, EVENT_MODIFY_STATE, *ExEventObjectType, Irp->RequestorMode, &event, NULL);

	UNREFERENCED_PARAMETER(DeviceObject);
	if (NT_SUCCESS(status)) {
		KeSetEvent(event, IO_NO_INCREMENT, FALSE);
		ObDereferenceObject(event);
	}
	return finish(Irp, status, 0);
}

static VOID unload_routine(PDRIVER_OBJECT DriverObject)
{
	IoDeleteDevice(DriverObject->DeviceObject);
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNICODE_STRING name;

	UNREFERENCED_PARAMETER(path);
	RtlInitUnicodeString(&name, L"\\Device\\Client");
	KeInitializeSpinLock(&queue_lock);
	InitializeListHead(&queue);
	IoCsqInitialize(&csq, insert, take_out, peek, acquire, release, complete_canceled);
	object->DriverUnload = unload_routine;
	object->MajorFunction[IRP_MJ_CREATE] = create_close;
	object->MajorFunction[IRP_MJ_CLOSE] = create_close;
	object->MajorFunction[IRP_MJ_CLEANUP] = cleanup;
	object->MajorFunction[IRP_MJ_READ] = read;
	object->MajorFunction[IRP_MJ_WRITE] = write;
	object->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
	IoCreateDevice(object, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	device->Flags |= DO_BUFFERED_IO;
	device->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
	return STATUS_SUCCESS;
}

static struct drvtrace_client *begin(HANDLE *file)
{
	struct drvtrace_client *client;

	assert_int_equal(drvtrace_client_create(&client), STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_open(client, file, "\\Device\\Client"), STATUS_SUCCESS);
	return client;
}

static void an_overlapped_read_ends_when_it_is_completed(void **state)
{
	struct drvtrace_overlapped overlapped = { 0 };
	struct drvtrace_client *client;
	unsigned char byte = 0;
	ULONG transferred = 0;
	HANDLE file;

	UNREFERENCED_PARAMETER(state);
	enter(entry);
	client = begin(&file);
	drvtrace_client_create_event(client, &overlapped.event, TRUE, TRUE);
	assert_int_equal(
		drvtrace_client_read(client, file, &byte, 1, NULL, &overlapped), STATUS_PENDING);
	assert_int_equal(drvtrace_client_wait(client, overlapped.event, 0), STATUS_TIMEOUT);
	assert_int_equal(drvtrace_client_result(&overlapped, FALSE, NULL), STATUS_PENDING);

	assert_int_equal(
		drvtrace_client_write(client, file, "x", 1, &transferred, NULL), STATUS_SUCCESS);
	assert_int_equal(transferred, 1);
	assert_int_equal(drvtrace_client_wait(client, overlapped.event, 5000), STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_result(&overlapped, TRUE, &transferred), STATUS_SUCCESS);
	assert_int_equal(transferred, 1);
	assert_int_equal(byte, 'x');
	drvtrace_client_exit(client);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void one_request_is_cancelled_or_all(void **state)
{
	struct drvtrace_overlapped reads[3] = { { 0 }, { 0 }, { 0 } };
	struct drvtrace_client *client;
	unsigned char bytes[3];
	HANDLE file;

	UNREFERENCED_PARAMETER(state);
	enter(entry);
	client = begin(&file);
	for (size_t i = 0; i < 3; i++)
		drvtrace_client_read(client, file, &bytes[i], 1, NULL, &reads[i]);
	assert_int_equal(drvtrace_client_cancel(client, file, &reads[1]), STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_result(&reads[1], TRUE, NULL), STATUS_CANCELLED);
	assert_int_equal(drvtrace_client_result(&reads[0], FALSE, NULL), STATUS_PENDING);
	assert_int_equal(drvtrace_client_cancel(client, file, &reads[1]), STATUS_NOT_FOUND);
	assert_int_equal(drvtrace_client_cancel(client, file, NULL), STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_result(&reads[0], TRUE, NULL), STATUS_CANCELLED);
	assert_int_equal(drvtrace_client_result(&reads[2], TRUE, NULL), STATUS_CANCELLED);
	assert_int_equal(drvtrace_client_cancel(client, file, NULL), STATUS_NOT_FOUND);
	drvtrace_client_exit(client);
	unload();
}

static void a_process_that_dies_takes_only_its_own_requests_along(void **state)
{
	struct drvtrace_overlapped of_victim = { 0 };
	struct drvtrace_overlapped of_other = { 0 };
	struct drvtrace_client *victim;
	struct drvtrace_client *other;
	unsigned char bytes[2];
	HANDLE victims;
	HANDLE others;

	UNREFERENCED_PARAMETER(state);
	enter(entry);
	victim = begin(&victims);
	other = begin(&others);
	drvtrace_client_read(victim, victims, &bytes[0], 1, NULL, &of_victim);
	drvtrace_client_read(other, others, &bytes[1], 1, NULL, &of_other);
	drvtrace_client_exit(victim);
	assert_int_equal(drvtrace_client_result(&of_victim, TRUE, NULL), STATUS_CANCELLED);
	assert_int_equal(drvtrace_client_result(&of_other, FALSE, NULL), STATUS_PENDING);
	drvtrace_client_exit(other);
	assert_int_equal(drvtrace_client_result(&of_other, TRUE, NULL), STATUS_CANCELLED);
	unload();
	assert_int_equal(outstanding(), 0);
}

static unsigned int routine_calls;

static void count_call(struct drvtrace_overlapped *overlapped)
{
	UNREFERENCED_PARAMETER(overlapped);
	routine_calls++;
}

static void completion_routines_run_in_an_alertable_sleep(void **state)
{
	struct drvtrace_overlapped overlapped = { .completed = count_call };
	struct drvtrace_client *client;
	unsigned char byte;
	HANDLE file;

	UNREFERENCED_PARAMETER(state);
	routine_calls = 0;
	enter(entry);
	client = begin(&file);
	drvtrace_client_read(client, file, &byte, 1, NULL, &overlapped);
	assert_int_equal(drvtrace_client_sleep(0), STATUS_SUCCESS);
	drvtrace_client_write(client, file, "x", 1, NULL, NULL);
	assert_int_equal(routine_calls, 0);
	assert_int_equal(drvtrace_client_sleep(5000), STATUS_USER_APC);
	assert_int_equal(routine_calls, 1);
	drvtrace_client_exit(client);
	unload();
}

static void a_driver_finds_the_events_of_the_process_that_asks(void **state)
{
	struct drvtrace_client *client;
	struct drvtrace_client *other;
	HANDLE others;
	HANDLE event;
	HANDLE file;

	UNREFERENCED_PARAMETER(state);
	enter(entry);
	client = begin(&file);
	other = begin(&others);
	drvtrace_client_create_event(client, &event, FALSE, FALSE);
	assert_int_equal(drvtrace_client_control(other, others, CODE_SET_EVENT, &event,
				 sizeof(event), NULL, 0, NULL, NULL),
		STATUS_INVALID_HANDLE);
	assert_int_equal(drvtrace_client_control(client, file, CODE_SET_EVENT, &file, sizeof(file),
				 NULL, 0, NULL, NULL),
		STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(drvtrace_client_control(client, file, CODE_SET_EVENT, &event,
				 sizeof(event), NULL, 0, NULL, NULL),
		STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_wait(client, event, 5000), STATUS_SUCCESS);
	assert_int_equal(drvtrace_client_wait(client, event, 0), STATUS_TIMEOUT);
	drvtrace_client_exit(client);
	drvtrace_client_exit(other);
	unload();
	assert_int_equal(outstanding(), 0);
}

enum {
	THREADS = 4,
	ROUNDS = 100,
};

struct racer {
	struct drvtrace_client *client;
	HANDLE file;
};

/* Whether the cancellation or another one's write ends the read is a matter of time. */
static void *race(void *argument)
{
	const struct racer *racer = argument;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		struct drvtrace_overlapped overlapped = { 0 };
		unsigned char byte;

		drvtrace_client_read(racer->client, racer->file, &byte, 1, NULL, &overlapped);
		drvtrace_client_write(racer->client, racer->file, "x", 1, NULL, NULL);
		drvtrace_client_cancel(racer->client, racer->file, &overlapped);
		drvtrace_client_result(&overlapped, TRUE, NULL);
	}
	return NULL;
}

static void requests_of_many_threads_are_cancelled_and_completed(void **state)
{
	pthread_t threads[THREADS];
	struct racer racer;

	UNREFERENCED_PARAMETER(state);
	enter(entry);
	racer.client = begin(&racer.file);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racer), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	drvtrace_client_exit(racer.client);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_overlapped_read_ends_when_it_is_completed),
		TEST(one_request_is_cancelled_or_all),
		TEST(a_process_that_dies_takes_only_its_own_requests_along),
		TEST(completion_routines_run_in_an_alertable_sleep),
		TEST(a_driver_finds_the_events_of_the_process_that_asks),
		TEST(requests_of_many_threads_are_cancelled_and_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
