#include "drivers/framework/wdm/pnp_match.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"

struct match {
	struct match *next;
	char *id;                          /* owned */
	char *drivers[IO_PNP_DRIVERS_MAX]; /* owned */
	size_t count;
};

static struct match *matches; /* owned */

static void drop_drivers(struct match *match)
{
	while (match->count > 0)
		free(match->drivers[--match->count]);
}

static bool set_drivers(struct match *match, const char *const *drivers, size_t count)
{
	drop_drivers(match);
	while (match->count < count) {
		char *copy = strdup(drivers[match->count]);

		if (!copy)
			return false;
		match->drivers[match->count++] = copy;
	}
	return true;
}

static struct match *find(const char *id)
{
	struct match *match = matches;

	while (match && strcmp(match->id, id) != 0)
		match = match->next;
	return match;
}

static struct match *add(const char *id)
{
	struct match *match = calloc(1, sizeof(*match));

	if (!match)
		return NULL;
	match->id = strdup(id);
	if (!match->id) {
		free(match);
		return NULL;
	}
	match->next = matches;
	matches = match;
	return match;
}

bool pnp_match_add(const char *id, const char *const *drivers, size_t count)
{
	struct match *match = find(id);

	if (count > IO_PNP_DRIVERS_MAX)
		return false;
	if (!match)
		match = add(id);
	return match && set_drivers(match, drivers, count);
}

/* Ids are compared without regard to case. */
static bool is_equal(const char *id, PCWSTR wide)
{
	for (; *id && *wide; id++, wide++) {
		WCHAR one = *wide >= L'a' && *wide <= L'z' ? (WCHAR)(*wide - 32) : *wide;
		char other = *id >= 'a' && *id <= 'z' ? (char)(*id - 32) : *id;

		if (one != (WCHAR)(unsigned char)other)
			return false;
	}
	return !*id && !*wide;
}

static const struct match *find_wide(PCWSTR id)
{
	const struct match *match = matches;

	while (match && !is_equal(match->id, id))
		match = match->next;
	return match;
}

static const struct match *find_one_of(PCWSTR ids)
{
	const struct match *match = NULL;

	while (ids && *ids && !match) {
		match = find_wide(ids);
		while (*ids)
			ids++;
		ids++;
	}
	return match;
}

bool pnp_match_node(struct pnp_node *node)
{
	const struct io_device_identity *identity = io_device_identity(node->pdo);
	const struct match *match = find_one_of(identity->hardware_ids);

	if (!match)
		match = find_one_of(identity->compatible_ids);
	node->driver_count = 0;
	for (size_t i = 0; match && i < match->count; i++) {
		struct io_driver *driver = io_driver_find_name(match->drivers[i]);

		if (!driver) {
			node->driver_count = 0;
			return false;
		}
		pnp_node_add_driver(node, driver);
	}
	return node->driver_count > 0;
}
