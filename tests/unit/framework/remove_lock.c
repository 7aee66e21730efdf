/* The remove lock that a device takes for each of its requests. */
#include "tests/unit/framework/support.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

static WDFDEVICE device;
static PIRP pended;
static NTSTATUS late_status;
static CCHAR locations;
static sem_t is_going;

/* As any driver that has an IRP before the framework does may keep it: the first one. */
static NTSTATUS on_preprocess(WDFDEVICE handle, PIRP irp)
{
	UNREFERENCED_PARAMETER(handle);
	if (pended) {
		irp->IoStatus.Status = STATUS_SUCCESS;
		IoCompleteRequest(irp, IO_NO_INCREMENT);
		return STATUS_SUCCESS;
	}
	IoMarkIrpPending(irp);
	pended = irp;
	return STATUS_PENDING;
}

static NTSTATUS on_completed(PDEVICE_OBJECT wdm, PIRP irp, PVOID context)
{
	UNREFERENCED_PARAMETER(wdm);
	*(NTSTATUS *)context = irp->IoStatus.Status;
	IoFreeIrp(irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS read_status;

static NTSTATUS send_read(NTSTATUS *result)
{
	PDEVICE_OBJECT wdm = WdfDeviceWdmGetDeviceObject(device);
	PIRP irp = IoAllocateIrp(wdm->StackSize, FALSE);

	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, on_completed, result, TRUE, TRUE, TRUE);
	return IoCallDriver(wdm, irp);
}

static NTSTATUS on_init(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	locations = WdfDeviceWdmGetDeviceObject(device)->StackSize;
	return send_read(&read_status) == STATUS_PENDING ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static VOID on_cleanup_io(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	sem_post(&is_going);
}

static VOID on_destroy(WDFOBJECT handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("destroy");
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_REMOVE_LOCK_OPTIONS options;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoInit = on_init;
	callbacks.EvtDeviceSelfManagedIoCleanup = on_cleanup_io;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WDF_REMOVE_LOCK_OPTIONS_INIT(&options, WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO);
	WdfDeviceInitSetRemoveLockOptions(init, &options);
	WdfDeviceInitAssignWdmIrpPreprocessCallback(init, on_preprocess, IRP_MJ_READ, NULL, 0);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = on_destroy;
	return WdfDeviceCreate(&init, &attributes, &device);
}

static NTSTATUS create_pnp_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static void *remove_device(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	assert_int_equal(unplug(), STATUS_SUCCESS);
	return NULL;
}

static void a_device_is_removed_after_its_requests_are_completed(void **state)
{
	pthread_t remover;

	UNREFERENCED_PARAMETER(state);
	pended = NULL;
	sem_init(&is_going, 0, 0);
	assert_int_equal(enter(create_pnp_driver), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
	/* The bus's, the device's, who has the IRP first, and the lock's. */
	assert_int_equal(locations, 4);
	pthread_create(&remover, NULL, remove_device, NULL);
	sem_wait(&is_going);
	/* From some moment on no request is let in any more. */
	while (NT_SUCCESS(send_read(&late_status)))
		sched_yield();
	assert_int_equal(late_status, STATUS_DELETE_PENDING);
	say("complete");
	pended->IoStatus.Status = STATUS_CANCELLED;
	IoCompleteRequest(pended, IO_NO_INCREMENT);
	pthread_join(remover, NULL);
	assert_string_equal(said(), "complete destroy");
	assert_int_equal(read_status, STATUS_CANCELLED);
	unload();
	assert_int_equal(outstanding(), 0);
	sem_destroy(&is_going);
}

static const GUID none;

static NTSTATUS query(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFDRIVER driver;
	NTSTATUS status = create_driver(object, path, NULL, &driver);

	late_status = WdfObjectQuery(driver, &none, 0, NULL);
	return status;
}

static void nothing_is_found_by_a_query_of_an_object(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(query), STATUS_SUCCESS);
	assert_int_equal(late_status, STATUS_NOT_FOUND);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_device_is_removed_after_its_requests_are_completed),
		TEST(nothing_is_found_by_a_query_of_an_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
