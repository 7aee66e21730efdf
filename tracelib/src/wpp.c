#include <drvtrace/wpp.h>

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "tracelib/src/driver_events.h"
#include "tracelib/src/message.h"
#include "tracelib/src/process.h"
#include "tracelib/src/utf16.h"

/* As much of `path` as fits. */
static void to_utf8(char *out, size_t out_size, const struct unicode_string *path)
{
	size_t count = path->buffer ? path->length / 2 : 0;

	if (count)
		count = utf16_length(path->buffer, count);
	out[utf16_to_utf8(out, out_size - 1, path->buffer, count)] = '\0';
}

static drvtrace_wpp_check *installed_check;

void drvtrace_wpp_set_check(drvtrace_wpp_check *check)
{
	__atomic_store_n(&installed_check, check, __ATOMIC_RELEASE);
}

static void check_call(const char *function, const void *site)
{
	drvtrace_wpp_check *check = __atomic_load_n(&installed_check, __ATOMIC_ACQUIRE);

	if (check)
		check(function, site);
}

void drvtrace_wpp_init(
	struct drvtrace_driver *driver, const void *driver_object, const void *registry_path)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;
	char path[PATH_MAX];
	int result;

	if (!driver || !driver->name)
		return;

	check_call("WPP_INIT_TRACING", site);
	process_watch_exit();
	end_stale_registrations(driver, site);
	result = registry_add(&registration, driver, driver_object, REGISTRY_WPP);
	if (result == -EALREADY)
		emit_violation(driver->id, "wpp-init-twice", driver_object, site,
			"WPP_INIT_TRACING is called again before WPP_CLEANUP; "
			"the first registration stays");
	if (result < 0)
		return;

	if (registry_path)
		to_utf8(path, sizeof(path), registry_path);
	emit_driver_begin(&registration, driver, registry_path ? path : NULL, site);
	message_register_all(&registration, driver);
}

void drvtrace_wpp_cleanup(struct drvtrace_driver *driver, const void *driver_object)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;
	int result;

	if (!driver)
		return;

	check_call("WPP_CLEANUP", site);
	result = registry_remove(&registration, driver);
	if (result == REGISTRY_UNKNOWN)
		emit_violation(registry_find(driver_object), "wpp-cleanup-without-init",
			driver_object, site,
			"WPP_CLEANUP is called but WPP_INIT_TRACING was not, or not again");
	if (result != 0)
		return;

	if (registration.object != driver_object)
		emit_violation(registration.id, "wpp-cleanup-wrong-object", driver_object, site,
			"WPP_CLEANUP is given another object than WPP_INIT_TRACING was");
	emit_driver_end(&registration, DRVTRACE_CLEANUP_CALLED, site);
}
