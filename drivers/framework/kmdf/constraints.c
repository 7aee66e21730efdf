#include "drivers/framework/kmdf/constraints.h"

#include <wdfstatus.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"

static void choose(struct fx_constraints *constraints, const WDF_OBJECT_ATTRIBUTES *attributes,
	WDF_EXECUTION_LEVEL level, WDF_SYNCHRONIZATION_SCOPE scope)
{
	constraints->level =
		attributes ? attributes->ExecutionLevel : WdfExecutionLevelInheritFromParent;
	constraints->scope = attributes ? attributes->SynchronizationScope
					: WdfSynchronizationScopeInheritFromParent;
	if (constraints->level == WdfExecutionLevelInheritFromParent)
		constraints->level = level;
	if (constraints->scope == WdfSynchronizationScopeInheritFromParent)
		constraints->scope = scope;
}

/* Everybody has a lock, whether its callbacks use it or not: the driver may take it. */
static void init_own(struct fx_constraints *constraints, struct fx_object *object, bool is_mutex)
{
	fx_callback_lock_init(&constraints->own, object, is_mutex);
	constraints->presentation = &constraints->own;
	constraints->automatic = NULL;
	object->constraints = constraints;
}

/* Its own callbacks run at PASSIVE_LEVEL, whatever level its devices inherit. */
void fx_constraints_init_driver(struct fx_constraints *constraints, struct fx_object *object,
	const WDF_OBJECT_ATTRIBUTES *attributes)
{
	choose(constraints, attributes, WdfExecutionLevelDispatch, WdfSynchronizationScopeNone);
	init_own(constraints, object, true);
	object->has_passive_callbacks = true;
	if (constraints->scope != WdfSynchronizationScopeNone)
		constraints->automatic = &constraints->own;
}

void fx_constraints_init_device(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *driver, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	choose(constraints, attributes, driver->level, driver->scope);
	init_own(constraints, object, constraints->level == WdfExecutionLevelPassive);
}

NTSTATUS fx_constraints_init_queue(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *device, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	choose(constraints, attributes, device->level, device->scope);
	init_own(constraints, object, constraints->level == WdfExecutionLevelPassive);
	if (constraints->level == WdfExecutionLevelPassive)
		object->has_passive_callbacks = true;

	if (constraints->scope == WdfSynchronizationScopeDevice) {
		if (constraints->level != device->level)
			return STATUS_INVALID_PARAMETER;
		constraints->presentation = device->presentation;
	}
	if (constraints->scope != WdfSynchronizationScopeNone)
		constraints->automatic = constraints->presentation;
	return STATUS_SUCCESS;
}

NTSTATUS fx_constraints_init_files(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *device, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	fx_callback_lock_init(&constraints->own, object, true);
	constraints->level = WdfExecutionLevelPassive;
	constraints->scope = WdfSynchronizationScopeNone;
	if (!attributes || attributes->Size == 0)
		return STATUS_SUCCESS;

	choose(constraints, attributes, device->level, device->scope);
	constraints->level = WdfExecutionLevelPassive;
	if (constraints->scope == WdfSynchronizationScopeNone)
		return STATUS_SUCCESS;
	/* Files are opened at PASSIVE_LEVEL, where a spin lock would not let them be. */
	if (constraints->scope == WdfSynchronizationScopeQueue ||
		device->level != WdfExecutionLevelPassive)
		return STATUS_INVALID_DEVICE_REQUEST;
	constraints->presentation = device->presentation;
	constraints->automatic = device->presentation;
	return STATUS_SUCCESS;
}

void fx_constraints_finish(struct fx_constraints *constraints)
{
	if (constraints->own.object)
		fx_callback_lock_finish(&constraints->own);
}

struct fx_constraints *fx_constraints_of(struct fx_object *object)
{
	struct fx_constraints *found = NULL;

	fx_globals_lock(object->globals);
	for (struct fx_object *at = object; at && !found; at = at->parent)
		found = at->constraints;
	fx_globals_unlock(object->globals);
	return found;
}

NTSTATUS fx_constraints_find_lock(
	struct fx_callback_lock **out, struct fx_object *parent, const struct fx_lock_wish *wish)
{
	struct fx_constraints *constraints = fx_constraints_of(parent);

	if (wish->is_automatic && !constraints)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!wish->is_automatic || constraints->scope == WdfSynchronizationScopeNone) {
		*out = NULL;
		return STATUS_SUCCESS;
	}
	if (wish->is_passive != parent->has_passive_callbacks)
		return STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL;
	*out = constraints->presentation;
	return STATUS_SUCCESS;
}
