#include "drivers/framework/wdm/resource_check.h"

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

struct io_resource *io_resource_check(const struct io_kind *kind, const char *what,
	const char *function, const void *handle, const void *site)
{
	struct io_resource *resource = handle ? io_resource_find(handle) : NULL;
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", function, handle,
		site };

	if (resource && resource->kind == kind)
		return resource;
	if (!resource && handle && io_resource_was_released(handle)) {
		breach.rule = "double-release";
		io_stop(&breach, "%p was %s, and is none any more", handle, what);
	}
	io_stop(&breach, "%p is not %s", handle, what);
}
