/* How IRPs find the framework's device: by a pointer in the extension of the WDM device. */
#include <pthread.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/wdm/shutdown.h"

/* Of the pointers: who follows one has entered the device before it can go. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct fx_device **pointer_of(PDEVICE_OBJECT wdm)
{
	return wdm->DeviceExtension;
}

void fx_device_leave_wdm(struct fx_device *device)
{
	io_shutdown_unregister(device->wdm, NULL);
	pthread_mutex_lock(&lock);
	*pointer_of(device->wdm) = NULL;
	pthread_mutex_unlock(&lock);
	fx_io_settle(device->io);
}

struct fx_device *fx_device_enter(PDEVICE_OBJECT wdm)
{
	struct fx_device *device;

	pthread_mutex_lock(&lock);
	device = *pointer_of(wdm);
	if (device)
		fx_io_enter(device->io);
	pthread_mutex_unlock(&lock);
	return device;
}

void fx_device_leave(struct fx_device *device)
{
	struct fx_io *io = device->io;
	bool is_to_delete;

	pthread_mutex_lock(&io->lock);
	is_to_delete = io->is_left_to_delete;
	io->is_left_to_delete = false;
	fx_io_leave_locked(io);
	pthread_mutex_unlock(&io->lock);
	if (is_to_delete)
		fx_object_delete(&device->object, NULL);
}

void fx_device_delete_when_left(struct fx_device *device)
{
	pthread_mutex_lock(&device->io->lock);
	device->io->is_left_to_delete = true;
	pthread_mutex_unlock(&device->io->lock);
}

bool fx_device_delete_when_closed(struct fx_device *device)
{
	bool is_open;

	pthread_mutex_lock(&device->io->lock);
	is_open = device->io->open_count > 0;
	device->io->is_deleting = is_open;
	pthread_mutex_unlock(&device->io->lock);
	return is_open;
}

NTSTATUS fx_device_register_shutdown(struct fx_device *device, const void *site)
{
	static const UCHAR flags[] = { WdfDeviceShutdown, WdfDeviceLastChanceShutdown };
	struct io_driver *driver = fx_globals_io_driver(device->object.globals);
	NTSTATUS status = STATUS_SUCCESS;

	for (size_t i = 0; i < RTL_NUMBER_OF(flags) && NT_SUCCESS(status); i++) {
		struct io_shutdown_request request = { device->wdm,
			flags[i] == WdfDeviceLastChanceShutdown,
			fx_object_handle(&device->object) };

		if (device->io->setup.shutdown && (device->io->setup.shutdown_flags & flags[i]))
			status = io_shutdown_register(driver, &request, site);
	}
	return status;
}
