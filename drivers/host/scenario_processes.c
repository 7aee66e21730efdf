/* The words of scenarios that are about processes and their events. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/client_private.h"
#include "drivers/framework/wdm/process.h"
#include "drivers/host/scenario_private.h"

#include <drvtrace/client.h>

enum {
	EVENT_PATIENCE_MS = 5000,
};

struct process {
	const char *name; /* borrowed from the scenario; "": the one that is there from the start */
	struct drvtrace_client *client; /* owned */
	struct process *next;
};

struct event {
	const char *name; /* borrowed from the scenario */
	struct process *process;
	HANDLE handle;
	struct event *next;
};

static struct process *processes; /* owned; the newest first */
static struct event *events;      /* owned; the newest first */
static __thread struct process *current;

/* Of the events: threads of the scenario look them up. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct process *find_process(const char *name)
{
	struct process *process = processes;

	while (process && strcmp(process->name, name) != 0)
		process = process->next;
	return process;
}

static struct process *enter(const char *name)
{
	struct process *process = find_process(name);

	if (!process) {
		process = calloc(1, sizeof(*process));
		if (!process)
			return NULL;
		if (!NT_SUCCESS(drvtrace_client_create(&process->client))) {
			free(process);
			return NULL;
		}
		process->name = name;
		process->next = processes;
		processes = process;
	}
	current = process;
	return process;
}

static struct process *current_process(void)
{
	return current ? current : enter("");
}

void *scenario_process_token(void)
{
	return current_process();
}

void scenario_adopt_process(void *token)
{
	current = token;
}

struct ps_process *scenario_process(void)
{
	struct process *process = current_process();

	return process ? process->client->process : NULL;
}

/* One that is found stays until its process ends, which it does not while there are threads. */
static struct event *find_event(const char *name)
{
	struct event *event;

	pthread_mutex_lock(&lock);
	event = events;
	while (event && strcmp(event->name, name) != 0)
		event = event->next;
	pthread_mutex_unlock(&lock);
	return event;
}

bool scenario_event_number(uint64_t *out, const char *name, size_t length)
{
	bool is_found = false;

	pthread_mutex_lock(&lock);
	for (struct event *event = events; event && !is_found; event = event->next) {
		is_found = strlen(event->name) == length && memcmp(event->name, name, length) == 0;
		if (is_found)
			*out = (uintptr_t)event->handle;
	}
	pthread_mutex_unlock(&lock);
	return is_found;
}

const char *scenario_check_event(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (strcmp(step->word->name, "event") == 0)
		return place == 0 || strcmp(step->arguments[1], "automatic") == 0
			       ? NULL
			       : "an event is `automatic`, or it is not";
	for (size_t i = 0; i < scenario->count; i++) {
		const struct scenario_step *earlier = &scenario->steps[i];

		if (strcmp(earlier->word->name, "event") == 0 &&
			strcmp(earlier->arguments[0], step->arguments[0]) == 0)
			return NULL;
	}
	return "no step before it creates that event";
}

const char *scenario_check_exit(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	(void)place;
	for (size_t i = 0; i < scenario->count; i++) {
		const struct scenario_step *earlier = &scenario->steps[i];

		if (strcmp(earlier->word->name, "process") == 0 &&
			strcmp(earlier->arguments[0], step->arguments[0]) == 0)
			return NULL;
	}
	return "no step before it is of that process";
}

int scenario_run_process(struct scenario_moment *moment)
{
	moment->status = STATUS_SUCCESS;
	return enter(moment->step->arguments[0]) ? 0 : -ENOMEM;
}

static void destroy_events_of(const struct process *process)
{
	struct event **link = &events;

	while (*link) {
		struct event *event = *link;

		if (event->process != process) {
			link = &event->next;
			continue;
		}
		*link = event->next;
		free(event);
	}
}

static void destroy(struct process *process)
{
	struct process **link = &processes;

	while (*link != process)
		link = &(*link)->next;
	*link = process->next;
	destroy_events_of(process);
	if (current == process)
		current = NULL;
	drvtrace_client_exit(process->client);
	free(process);
}

/* Its requests are cancelled, then its handles are closed. */
int scenario_run_exit(struct scenario_moment *moment)
{
	struct process *process = find_process(moment->step->arguments[0]);

	moment->status = STATUS_INVALID_HANDLE;
	if (!process)
		return 0;
	moment->file = NULL;
	scenario_close_handles_of(process->client->process);
	destroy(process);
	moment->status = STATUS_SUCCESS;
	return 0;
}

void scenario_end_processes(void)
{
	while (processes)
		destroy(processes);
}

int scenario_run_event(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;
	struct event *event = calloc(1, sizeof(*event));

	if (!event || !current_process()) {
		free(event);
		return -ENOMEM;
	}
	event->name = step->arguments[0];
	event->process = current;
	if (find_event(event->name)) {
		moment->status = STATUS_OBJECT_NAME_COLLISION;
		free(event);
		return 0;
	}
	moment->status = drvtrace_client_create_event(
		current->client, &event->handle, step->count < 2, FALSE);
	pthread_mutex_lock(&lock);
	event->next = events;
	events = event;
	pthread_mutex_unlock(&lock);
	return 0;
}

int scenario_run_change_event(struct scenario_moment *moment)
{
	struct event *event = find_event(moment->step->arguments[0]);
	bool is_set = strcmp(moment->step->word->name, "set-event") == 0;

	if (!event)
		moment->status = STATUS_INVALID_HANDLE;
	else if (is_set)
		moment->status = drvtrace_client_set_event(event->process->client, event->handle);
	else
		moment->status = drvtrace_client_reset_event(event->process->client, event->handle);
	return 0;
}

int scenario_run_await_event(struct scenario_moment *moment)
{
	struct event *event = find_event(moment->step->arguments[0]);

	moment->status = event ? drvtrace_client_wait(
					 event->process->client, event->handle, EVENT_PATIENCE_MS)
			       : STATUS_INVALID_HANDLE;
	return 0;
}
