#include "viewer/lifetime/rules.h"

#include <stddef.h>
#include <string.h>

static const struct rule rules[] = {
	{ "leaked-by-failed-entry", RULE_ERROR,
		"the driver's entry failed, its unload routine is not called then, and nothing "
		"else released this" },
	{ "leaked-at-unload", RULE_ERROR, "the driver was unloaded without releasing this" },
	{ "reinitialise-never-runs", RULE_ERROR,
		"handed to a reinitialisation routine, which is never called when the driver's "
		"entry has failed, and nothing else released this" },
	{ "device-left-behind", RULE_ERROR,
		"the driver was unloaded, and its device is still there: the next request to it "
		"runs code that is gone" },
	{ "cleanup-only-in-unload", RULE_WARNING,
		"released only in EvtDriverUnload, which is not called when DriverEntry fails: "
		"release it in the EvtCleanupCallback of the WDFDRIVER" },
	{ "acquired-before-driver-create", RULE_WARNING,
		"acquired before WdfDriverCreate: when that fails, no cleanup callback runs" },
	{ "wpp-init-before-driver-create", RULE_NOTE,
		"WPP_INIT_TRACING before WdfDriverCreate: when that fails, only an explicit "
		"WPP_CLEANUP undoes it" },
	{ "wpp-not-cleaned-up", RULE_ERROR, "WPP_INIT_TRACING without WPP_CLEANUP" },
	{ "wpp-init-twice", RULE_ERROR, "WPP_INIT_TRACING once more without WPP_CLEANUP" },
	{ "wpp-cleanup-without-init", RULE_ERROR, "WPP_CLEANUP without WPP_INIT_TRACING" },
	{ "wpp-cleanup-wrong-object", RULE_ERROR,
		"WPP_CLEANUP with another object than WPP_INIT_TRACING" },
	{ "message-outside-tracing", RULE_WARNING,
		"messages before WPP_INIT_TRACING or after WPP_CLEANUP are lost" },
	{ "double-release", RULE_ERROR, "released a second time" },
	{ "release-of-unknown", RULE_ERROR, "released, but never acquired" },
	{ "child-outlives-parent", RULE_WARNING, "still there when its parent was released" },
	{ "release-with-wrong-size", RULE_ERROR, "released with a size that it does not have" },
	{ "release-by-other-driver", RULE_ERROR,
		"released by another driver than the one that acquired it" },
	{ "release-to-other-list", RULE_ERROR,
		"an entry of a lookaside list went elsewhere than back to that list" },
	{ "pool-overrun", RULE_ERROR, "memory beyond the ends of a block was accessed" },
	{ "use-after-free", RULE_ERROR, "memory was accessed after it was freed" },
	{ "exception-not-handled", RULE_ERROR, "an exception was raised that nothing handles" },
	{ "reference-leaked", RULE_ERROR,
		"a reference was taken and never given back, so the object is never destroyed" },
	{ "request-never-completed", RULE_ERROR,
		"a driver has not completed a request that it was given" },
	{ "irp-completed-twice", RULE_ERROR, "a request was completed a second time" },
	{ "no-more-irp-stack-locations", RULE_ERROR,
		"a request was sent to more drivers than it has stack locations" },
	{ "acquired-twice", RULE_NOTE,
		"acquired again at the same address; the release in between was not recorded" },
	{ "release-with-wrong-tag", RULE_ERROR,
		"freed with another tag than it was allocated with" },
	{ "dereference-to-zero", RULE_ERROR,
		"ended by a dereference instead of WdfObjectDelete or its parent" },
	{ "delete-not-allowed", RULE_ERROR, "the framework itself deletes this object" },
	{ "invalid-handle", RULE_ERROR, "not the handle of a living object of the right type" },
	{ "registry-path-dies-with-entry", RULE_ERROR,
		"the RegistryPath buffer was used after DriverEntry had returned" },
	{ "irql-not-restored", RULE_ERROR,
		"a routine of the driver returned at another IRQL than it was called at" },
	{ "wrong-irql", RULE_ERROR, "called at an IRQL at which it may not be" },
	{ "paged-code-at-raised-irql", RULE_ERROR,
		"pageable code runs at DISPATCH_LEVEL or above" },
	{ "paged-pool-at-raised-irql", RULE_ERROR,
		"paged pool is allocated or freed at DISPATCH_LEVEL or above" },
	{ "spin-lock-misused", RULE_ERROR,
		"a spin lock is acquired by who holds it, or released by who does not" },
	{ "wait-lock-misused", RULE_ERROR,
		"a wait lock is acquired by who holds it, released by who does not, or kept" },
	{ "critical-region-misused", RULE_ERROR,
		"a routine has returned in other critical regions than it was called in" },
	{ "not-in-collection", RULE_ERROR, "removed from a collection that it is not in" },
	{ "wait-at-raised-irql", RULE_ERROR, "a wait that can block at DISPATCH_LEVEL or above" },
	{ "mutex-misused", RULE_ERROR,
		"a mutex is released by who does not hold it, or a fast one acquired again" },
	{ "semaphore-over-limit", RULE_ERROR, "a semaphore is released beyond its limit" },
	{ "too-many-wait-objects", RULE_ERROR, "a wait for more objects than there may be" },
	{ "timer-or-dpc-freed", RULE_ERROR,
		"memory is freed that holds a timer which is set or a DPC which is queued" },
	{ "timer-outlives-driver", RULE_ERROR,
		"a timer is set, or a DPC is queued, when the driver is gone" },
	{ "thread-outlives-driver", RULE_ERROR,
		"a system thread still runs when the driver is gone" },
	{ "work-item-outlives-driver", RULE_ERROR,
		"a work item is queued or runs when the driver is gone" },
	{ "work-item-queued-twice", RULE_ERROR, "a work item is queued while it is queued" },
	{ "work-item-freed", RULE_ERROR, "a work item is freed while it is queued" },
	{ "remove-lock-held", RULE_ERROR,
		"a remove lock is acquired and never released, so its device can never go" },
	{ NULL, RULE_NOTE, NULL },
};

const struct rule *rule_table(void)
{
	return rules;
}

const struct rule *rule_find(const char *id)
{
	for (const struct rule *rule = rules; rule->id; rule++)
		if (strcmp(rule->id, id) == 0)
			return rule;

	return NULL;
}
