#include "drivers/framework/kmdf/handle.h"

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

static struct io_breach breach_of(const char *rule, WDFOBJECT handle, const struct fx_call *call)
{
	return (struct io_breach){ io_driver_calling(call->site), rule, call->function, handle,
		call->site };
}

/* NULL when it is no handle of an object. All classes share one reclaim, and nothing else does. */
static struct fx_object *find(WDFOBJECT handle)
{
	struct io_resource *resource = io_resource_find(handle);

	if (!resource || resource->kind->reclaim != fx_object_reclaim)
		return NULL;
	return fx_object_of_resource(resource);
}

struct fx_object *fx_handle_get_destroyed_too(WDFOBJECT handle, const struct fx_call *call)
{
	struct fx_object *object = find(handle);
	struct io_breach breach = breach_of("invalid-handle", handle, call);

	if (object)
		return object;
	if (!handle)
		io_stop(&breach, "the handle is NULL");
	if (io_resource_was_released(handle))
		io_stop(&breach, "the object with the handle %p is gone", handle);
	io_stop(&breach, "%p is not the handle of an object", handle);
}

static bool is_a(const struct fx_object *object, const struct fx_class *class)
{
	const struct fx_class *own = object->class;

	while (own && own != class)
		own = own->base;
	return own != NULL;
}

struct fx_object *fx_handle_get(
	WDFOBJECT handle, const struct fx_class *class, const struct fx_call *call)
{
	struct fx_object *object = fx_handle_get_destroyed_too(handle, call);
	struct io_breach breach = breach_of("invalid-handle", handle, call);

	if (fx_object_state(object) == FX_DESTROYED)
		io_stop(&breach,
			"the %s with the handle %p is being destroyed: only its context "
			"can still be had",
			object->class->kind.name, handle);
	if (class && !is_a(object, class))
		io_stop(&breach, "the handle %p is that of a %s, not of a %s", handle,
			object->class->kind.name, class->kind.name);
	return object;
}

struct fx_object *fx_handle_get_to_release(WDFOBJECT handle, const struct fx_call *call)
{
	struct fx_object *object = find(handle);
	struct io_breach breach = breach_of("release-of-unknown", handle, call);

	if (object && fx_object_state(object) != FX_DESTROYED)
		return object;
	if (object || io_resource_was_released(handle)) {
		breach.rule = "double-release";
		io_stop(&breach, "the object with the handle %p is gone already", handle);
	}
	io_stop(&breach, "%p is not the handle of an object", handle);
}

struct fx_driver *fx_handle_calling_driver(const struct fx_call *call)
{
	struct fx_globals *globals = fx_globals_calling(call->site);
	struct fx_driver *driver = globals ? fx_globals_driver(globals) : NULL;
	struct io_breach breach = breach_of("invalid-handle", NULL, call);

	if (!driver)
		io_stop(&breach, "there is no WDFDRIVER: WdfDriverCreate has not succeeded");
	return driver;
}
