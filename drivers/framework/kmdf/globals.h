/*
 * What the framework keeps of one driver: made by WdfDriverCreate, kept by the driver's objects,
 * so that one which outlives its driver still has a lock to go by.
 */
#pragma once

#include <ntdef.h>

struct WDFDEVICE_INIT;
struct fx_driver;
struct fx_globals;
struct io_driver;

/* NULL: no memory. The caller has the first reference. */
struct fx_globals *fx_globals_create(struct io_driver *driver);
struct fx_globals *fx_globals_reference(struct fx_globals *globals);
void fx_globals_dereference(struct fx_globals *globals);

/* Of the object tree: never held while a callback runs. */
void fx_globals_lock(struct fx_globals *globals);
void fx_globals_unlock(struct fx_globals *globals);

/* NULL when the driver has gone. */
struct io_driver *fx_globals_io_driver(const struct fx_globals *globals);
void fx_globals_forget_driver(struct fx_globals *globals);

/* The framework's driver object; NULL before it is created and after it is deleted. */
struct fx_driver *fx_globals_driver(const struct fx_globals *globals);
void fx_globals_set_driver(struct fx_globals *globals, struct fx_driver *driver);

/* What EvtDriverDeviceAdd is being given, NULL at other times. */
struct WDFDEVICE_INIT *fx_globals_adding(const struct fx_globals *globals);
void fx_globals_set_adding(struct fx_globals *globals, struct WDFDEVICE_INIT *init);

/* The calling driver's; NULL when it has none. */
struct fx_globals *fx_globals_calling(const void *site);
struct fx_globals *fx_globals_of(struct io_driver *driver);
