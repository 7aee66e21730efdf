#include <drvtrace/wpp.h>

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "tracelib/src/driver_events.h"
#include "tracelib/src/process.h"

/* What a driver passes as RegistryPath: Windows' counted UTF-16 string. */
struct unicode_string {
	uint16_t length; /* in bytes */
	uint16_t capacity;
	const uint16_t *buffer;
};

static size_t put_utf8(char *out, uint32_t character)
{
	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	if (character < 0x800) {
		out[0] = (char)(0xc0 | character >> 6);
		out[1] = (char)(0x80 | (character & 0x3f));
		return 2;
	}
	if (character < 0x10000) {
		out[0] = (char)(0xe0 | character >> 12);
		out[1] = (char)(0x80 | (character >> 6 & 0x3f));
		out[2] = (char)(0x80 | (character & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | character >> 18);
	out[1] = (char)(0x80 | (character >> 12 & 0x3f));
	out[2] = (char)(0x80 | (character >> 6 & 0x3f));
	out[3] = (char)(0x80 | (character & 0x3f));
	return 4;
}

static uint32_t next_character(const uint16_t *units, size_t count, size_t *at)
{
	uint32_t unit = units[(*at)++];

	if (unit < 0xd800 || unit > 0xdfff)
		return unit;
	if (unit < 0xdc00 && *at < count && units[*at] >= 0xdc00 && units[*at] <= 0xdfff)
		return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(units[(*at)++] - 0xdc00);
	return 0xfffd;
}

/* As much of `path` as fits; half a surrogate pair becomes U+FFFD. */
static void to_utf8(char *out, size_t out_size, const struct unicode_string *path)
{
	size_t count = path->buffer ? path->length / 2 : 0;
	size_t at = 0;
	size_t length = 0;

	while (at < count && length + 4 < out_size) {
		uint32_t character = next_character(path->buffer, count, &at);

		if (character == 0)
			break;
		length += put_utf8(out + length, character);
	}
	out[length] = '\0';
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
}

void drvtrace_wpp_cleanup(struct drvtrace_driver *driver, const void *driver_object)
{
	const void *site = __builtin_return_address(0);
	struct registration registration;
	int result;

	if (!driver)
		return;

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
