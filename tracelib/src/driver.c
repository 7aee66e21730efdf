#include <drvtrace/driver.h>

#include <errno.h>

#include "tracelib/src/driver_events.h"
#include "tracelib/src/module.h"
#include "tracelib/src/process.h"

static uint32_t number_of(const struct drvtrace_driver *driver)
{
	return driver ? __atomic_load_n(&driver->id, __ATOMIC_ACQUIRE) : 0;
}

int drvtrace_driver_init(struct drvtrace_driver *driver)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;
	int result;

	if (!driver || !driver->name)
		return -EINVAL;

	process_watch_exit();
	end_stale_registrations(driver, site);
	result = registry_add(&registration, driver, NULL, REGISTRY_NATIVE);
	if (result == -EALREADY)
		emit_violation(number_of(driver), "wpp-init-twice", driver, site,
			"the driver's tracing is initialised already; the first registration "
			"stays");
	if (result < 0)
		return result;

	emit_driver_begin(&registration, driver, NULL, site);
	return 0;
}

void drvtrace_driver_cleanup(struct drvtrace_driver *driver)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;

	if (!driver)
		return;
	if (registry_remove(&registration, driver) == 0)
		emit_driver_end(&registration, DRVTRACE_CLEANUP_CALLED, site);
	else
		emit_violation(0, "wpp-cleanup-without-init", driver, site,
			"the driver's tracing is cleaned up but was not initialised");
}

void drvtrace_driver_state(
	struct drvtrace_driver *driver, enum drvtrace_state state, int32_t status)
{
	uint32_t id = number_of(driver);

	if (id)
		emit_state(id, state, status, driver->name, __builtin_return_address(0));
}

int drvtrace_driver_open(struct drvtrace_driver *driver, const void *object, const void *address)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;
	int result;

	if (!driver || !driver->name || !object)
		return -EINVAL;

	process_watch_exit();
	end_stale_registrations(driver, site);
	result = registry_add(&registration, driver, object, REGISTRY_OPENED);
	if (result == 0)
		emit_loaded(&registration, address, site);
	return result;
}

static void end_tied(const void *object, enum drvtrace_cleanup_how how, const void *site)
{
	struct registration registration;

	while (registry_remove_tied(&registration, object))
		emit_driver_end(&registration, how, site);
}

void drvtrace_driver_object_cleanup(const void *object, enum drvtrace_cleanup_how how)
{
	if (object)
		end_tied(object, how, __builtin_return_address(0));
}

void drvtrace_module(const void *address)
{
	module_emit(address, 0, __builtin_return_address(0));
}

void drvtrace_driver_close(struct drvtrace_driver *driver)
{
	struct registration registration;

	if (!driver || registry_remove(&registration, driver) != 0)
		return;
	if (registration.role == REGISTRY_OPENED)
		end_tied(registration.object, DRVTRACE_CLEANUP_UNLOAD, __builtin_return_address(0));
}

void drvtrace_violation(struct drvtrace_driver *driver, const char *rule, const void *handle,
	const void *site, const char *text)
{
	if (rule)
		emit_violation(number_of(driver), rule, handle,
			site ? site : __builtin_return_address(0), text);
}
