#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>

struct driver_key {
	const struct process *process;
	uint32_t id;
};

static bool has_key(const void *item, const void *key)
{
	const struct driver *driver = item;
	const struct driver_key *wanted = key;

	return driver->process == wanted->process && driver->id == wanted->id;
}

static uint64_t hash_driver(const struct process *process, uint32_t id)
{
	return hash_number(process->index, id);
}

int driver_find(
	struct lifetime *lifetime, struct driver **out, struct process *process, uint32_t id)
{
	const struct driver_key key = { process, id };
	uint64_t hash = hash_driver(process, id);
	struct driver *driver = table_find(&lifetime->drivers, hash, has_key, &key);
	int status;

	if (!driver) {
		driver = calloc(1, sizeof(*driver));
		if (!driver)
			return -ENOMEM;
		driver->process = process;
		driver->id = id;
		status = table_add(&lifetime->drivers, hash, driver);
		if (status < 0) {
			free(driver);
			return status;
		}
		lifetime->results.driver_count += id != 0;
	}
	*out = driver;
	return 0;
}

void driver_destroy(struct driver *driver)
{
	while (driver->first) {
		struct object *object = driver->first;

		driver->first = object->next;
		free(object);
	}
	free(driver);
}

static bool has_name(const void *item, const void *key)
{
	const struct driver_name *name = item;
	const struct driver_name *wanted = key;

	return name->name == wanted->name && name->process == wanted->process;
}

static int find_name(
	struct lifetime *lifetime, struct driver_name **out, uint32_t process, uint32_t id)
{
	const struct driver_name key = { .process = process, .name = id };
	uint64_t hash = hash_number(process, id);
	struct driver_name *name = table_find(&lifetime->driver_names, hash, has_name, &key);
	int status;

	if (!name) {
		name = malloc(sizeof(*name));
		if (!name)
			return -ENOMEM;
		*name = key;
		status = table_add(&lifetime->driver_names, hash, name);
		if (status < 0) {
			free(name);
			return status;
		}
	}
	*out = name;
	return 0;
}

static void retire(struct lifetime *lifetime, struct driver *driver)
{
	table_remove(&lifetime->drivers, hash_driver(driver->process, driver->id), driver);
	driver_destroy(driver);
}

/*
 * Native drivers are never closed: their earlier cycles go when the next one begins, so that
 * memory does not grow with cycles.
 */
static void retire_earlier(struct lifetime *lifetime, const struct driver *driver)
{
	const struct driver_key key = { driver->process, driver->id - 1 };
	struct driver *earlier;

	earlier = table_find(&lifetime->drivers, hash_driver(key.process, key.id), has_key, &key);
	if (earlier && earlier->id && earlier->has_ended && !earlier->first)
		retire(lifetime, earlier);
}

/* The first name stays: it is the framework's, which every later event of the driver shares. */
static int set_name(struct lifetime *lifetime, struct driver *driver, const char *text)
{
	int status;

	if (driver->known_as || !driver->id || !*text)
		return 0;
	status = strings_add(&lifetime->strings, &driver->name, text);
	if (status == 0)
		status = find_name(lifetime, &driver->everywhere, 0, driver->name);
	if (status == 0)
		status = find_name(
			lifetime, &driver->known_as, driver->process->index, driver->name);
	if (status < 0)
		return status;
	driver->cycle = ++driver->known_as->cycles;
	if (driver->wdfdriver_order)
		driver->everywhere->has_wdfdriver = true;
	retire_earlier(lifetime, driver);
	return 0;
}

static void end_driver(struct driver *driver, int64_t time_ns)
{
	if (driver->has_ended)
		return;
	driver->has_ended = true;
	driver->ended_ns = time_ns;
}

int driver_state(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	struct driver *driver = at->driver;
	int status;

	if (!driver->id)
		return 0;
	status = set_name(lifetime, driver, event->state.name);
	if (status < 0)
		return status;
	switch (event->state.state) {
	case EVENT_STATE_ENTRY_FAILED:
		driver->has_entry_failed = true;
		driver->entry_status = event->state.status;
		driver->failed_ns = event->time_ns;
		break;
	case EVENT_STATE_UNLOADED:
		end_driver(driver, event->time_ns);
		break;
	case EVENT_STATE_MODULE_CLOSED:
		end_driver(driver, event->time_ns);
		if (!driver->first)
			retire(lifetime, driver);
		break;
	case EVENT_STATE_CRASHED:
		at->process->is_crashed = true;
		break;
	default:
		break;
	}
	return 0;
}

int driver_init(struct lifetime *lifetime, const struct occurrence *at)
{
	struct driver *driver = at->driver;
	struct lifetime_finding finding = { .time_ns = at->event->time_ns };
	uint32_t site;
	int status = set_name(lifetime, driver, at->event->driver_init.name);

	if (status == 0)
		status = process_site(&lifetime->processes, &site, at->process, at->event->site);
	if (status < 0)
		return status;
	if (driver->has_tracing && driver->id) {
		finding.driver = driver->name;
		finding.process = at->process->index;
		finding.site = site;
		finding.other_site = driver->tracing_site;
		finding.is_void_by_loss = true;
		return finding_add(lifetime, "wpp-init-twice", &finding);
	}
	driver->has_tracing = true;
	driver->had_tracing = true;
	driver->is_wpp = *at->event->driver_init.control_guid;
	driver->tracing_site = site;
	return 0;
}

static int tell_missing_init(struct lifetime *lifetime, const struct occurrence *at)
{
	struct lifetime_finding finding = {
		.driver = at->driver->name,
		.process = at->process->index,
		.time_ns = at->event->time_ns,
		.is_void_by_loss = true,
	};
	int status;

	if (!at->process->is_whole || at->process->is_fork || !at->driver->id ||
		at->driver->had_tracing)
		return 0;
	status = process_site(&lifetime->processes, &finding.site, at->process, at->event->site);
	if (status < 0)
		return status;
	return finding_add(lifetime, "wpp-cleanup-without-init", &finding);
}

int driver_cleanup(struct lifetime *lifetime, const struct occurrence *at)
{
	struct driver *driver = at->driver;
	enum event_how how = at->event->driver_cleanup.how;
	struct lifetime_finding finding = {
		.driver = driver->name,
		.process = at->process->index,
		.time_ns = at->event->time_ns,
		.severity = how == EVENT_HOW_TIED ? RULE_WARNING : RULE_ERROR,
		.site = driver->tracing_site,
	};

	if (!driver->has_tracing)
		return tell_missing_init(lifetime, at);
	driver->has_tracing = false;
	if (how == EVENT_HOW_CALLED)
		return 0;
	driver->has_tracing_finding = true;
	return finding_add(lifetime, "wpp-not-cleaned-up", &finding);
}

/* A fault belongs to the driver whose code runs, which is not always the one that is named. */
int driver_fault(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct frame *frame = span_innermost(at->thread);
	struct driver *driver = at->driver;
	int status = 0;

	if (!driver->id && frame)
		status = driver_find(lifetime, &driver, at->process, frame->driver);
	if (status == 0)
		status = strings_add(
			&lifetime->strings, &driver->fault_point, at->event->fault.point);
	if (status == 0)
		status = process_site(
			&lifetime->processes, &driver->fault_site, at->process, at->event->site);
	if (status == 0 && driver->fault_point == lifetime->names.wdf_driver_create)
		driver->tried_create = true;
	return status;
}

int driver_violation(struct lifetime *lifetime, const struct occurrence *at)
{
	struct lifetime_finding finding = {
		.driver = at->driver->name,
		.process = at->process->index,
		.handle = at->event->handle,
		.time_ns = at->event->time_ns,
		.severity = RULE_ERROR,
	};
	int status = strings_add(&lifetime->strings, &finding.text, at->event->violation.text);

	object_describe(lifetime, &finding, at);
	if (status == 0)
		status = process_site(
			&lifetime->processes, &finding.site, at->process, at->event->site);
	if (status < 0)
		return status;
	/* The call that was wrong can be the one that the resource came from. */
	if (finding.other_site == finding.site)
		finding.other_site = 0;
	return finding_add(lifetime, at->event->violation.rule, &finding);
}
