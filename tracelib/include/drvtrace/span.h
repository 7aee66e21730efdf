/*
 * Phases of initialisation. Spans of one thread nest; `drvtrace init` prints them as a tree.
 */
#pragma once

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * `name` is UTF-8 and must not be NULL; the library copies it into the event. `status` is 0,
 * -errno or an NTSTATUS. An end without a begin on the same thread is recorded as it is and
 * reported by the viewer. `site` is a return address, NULL for "the caller of this function".
 */
DRVTRACE_API void drvtrace_span_begin(
	struct drvtrace_driver *driver, const char *name, const void *site);
DRVTRACE_API void drvtrace_span_end(
	struct drvtrace_driver *driver, const char *name, int32_t status, const void *site);

/* What DRVTRACE_SPAN keeps on the stack. */
struct drvtrace_scope {
	struct drvtrace_driver *driver;
	const char *name;
	int32_t status;
};

static inline struct drvtrace_scope drvtrace_scope_of(
	struct drvtrace_driver *driver, const char *name)
{
	struct drvtrace_scope scope = { driver, name, 0 };

	return scope;
}

static inline void drvtrace_scope_end(struct drvtrace_scope *scope)
{
	if (DRVTRACE_ON(scope->driver, DRVTRACE_SWITCH_SPAN_END)) {
		drvtrace_span_end(scope->driver, scope->name, scope->status, NULL);
		__asm__ volatile(""); /* as in lifetime.h */
	}
}

/*
 * A span from here to the end of the scope, whichever way it is left; one a scope.
 * DRVTRACE_SPAN_STATUS(value) sets the status that its end will carry, and is that value:
 * `return DRVTRACE_SPAN_STATUS(-EIO);`
 */
#define DRVTRACE_SPAN(driver, name)                                                                \
	struct drvtrace_scope drvtrace_scope                                                       \
		__attribute__((unused, cleanup(drvtrace_scope_end))) = __extension__({             \
			/* Called right here, so that the call site is this line. */               \
			if (DRVTRACE_ON((driver), DRVTRACE_SWITCH_SPAN))                           \
				drvtrace_span_begin((driver), (name), NULL);                       \
			drvtrace_scope_of((driver), (name));                                       \
		})
#define DRVTRACE_SPAN_STATUS(value) (drvtrace_scope.status = (value))

#ifdef __cplusplus
}
#endif
