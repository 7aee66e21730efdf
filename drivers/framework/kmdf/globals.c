#include "drivers/framework/kmdf/globals.h"

#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/wdm/driver.h"

struct fx_globals {
	pthread_mutex_t lock;
	int references;
	struct io_driver *io_driver;
	struct fx_driver *driver;
	struct WDFDEVICE_INIT *adding;
};

struct fx_globals *fx_globals_create(struct io_driver *driver)
{
	struct fx_globals *globals = calloc(1, sizeof(*globals));

	if (!globals)
		return NULL;
	pthread_mutex_init(&globals->lock, NULL);
	globals->references = 1;
	globals->io_driver = driver;
	return globals;
}

struct fx_globals *fx_globals_reference(struct fx_globals *globals)
{
	__atomic_add_fetch(&globals->references, 1, __ATOMIC_RELAXED);
	return globals;
}

void fx_globals_dereference(struct fx_globals *globals)
{
	if (__atomic_sub_fetch(&globals->references, 1, __ATOMIC_ACQ_REL) != 0)
		return;
	pthread_mutex_destroy(&globals->lock);
	free(globals);
}

void fx_globals_lock(struct fx_globals *globals)
{
	pthread_mutex_lock(&globals->lock);
}

void fx_globals_unlock(struct fx_globals *globals)
{
	pthread_mutex_unlock(&globals->lock);
}

struct io_driver *fx_globals_io_driver(const struct fx_globals *globals)
{
	return globals->io_driver;
}

void fx_globals_forget_driver(struct fx_globals *globals)
{
	globals->io_driver = NULL;
}

struct fx_driver *fx_globals_driver(const struct fx_globals *globals)
{
	return globals->driver;
}

void fx_globals_set_driver(struct fx_globals *globals, struct fx_driver *driver)
{
	globals->driver = driver;
}

struct WDFDEVICE_INIT *fx_globals_adding(const struct fx_globals *globals)
{
	return globals->adding;
}

void fx_globals_set_adding(struct fx_globals *globals, struct WDFDEVICE_INIT *init)
{
	globals->adding = init;
}

struct fx_globals *fx_globals_of(struct io_driver *driver)
{
	return io_driver_joined(driver, &fx_driver_layer);
}

struct fx_globals *fx_globals_calling(const void *site)
{
	return fx_globals_of(io_driver_calling(site));
}
