#include "viewer/model/process.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "viewer/model/kind.h"

struct process_key {
	uint32_t recording;
	int32_t pid;
};

void processes_init(struct processes *processes, const struct trace_list *list,
	struct strings *strings, struct sites *sites)
{
	*processes = (struct processes){ .list = list, .strings = strings, .sites = sites };
}

static void destroy_process(struct process *process)
{
	size_t position = 0;
	struct thread *thread;

	while ((thread = table_next(&process->threads, &position))) {
		free(thread->frames);
		free(thread);
	}
	table_finish(&process->threads);
	free(process->modules);
	free(process->kinds);
	free(process->traces);
	free(process);
}

void processes_finish(struct processes *processes)
{
	for (size_t i = 0; i < processes->count; i++)
		destroy_process(processes->items[i]);
	free(processes->items);
	free(processes->recordings);
	table_finish(&processes->current);
	*processes = (struct processes){ 0 };
}

/* Without a start time nothing says that two traces belong together: each is its own recording. */
static int name_recording(struct processes *processes, uint32_t *out, uint32_t trace)
{
	const struct trace_list *list = processes->list;
	char *text;
	int status;

	if (trace < list->trace_count && *list->traces[trace].start_time)
		status = asprintf(
			&text, "%s\n%s", list->traces[trace].host, list->traces[trace].start_time);
	else
		status = asprintf(&text, "\n%" PRIu32, trace);
	if (status < 0)
		return -ENOMEM;
	status = strings_add(processes->strings, out, text);
	free(text);
	return status;
}

int processes_recording(struct processes *processes, uint32_t *out, uint32_t trace)
{
	int status = 0;

	if (trace >= processes->recording_count) {
		size_t count = (size_t)trace + 1;
		uint32_t *grown = realloc(processes->recordings, count * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		for (size_t i = processes->recording_count; i < count; i++)
			grown[i] = 0;
		processes->recordings = grown;
		processes->recording_count = count;
	}
	if (!processes->recordings[trace])
		status = name_recording(processes, &processes->recordings[trace], trace);
	if (status == 0)
		*out = processes->recordings[trace];
	return status;
}

static bool has_key(const void *item, const void *key)
{
	const struct process *process = item;
	const struct process_key *wanted = key;

	return process->pid == wanted->pid && process->recording == wanted->recording;
}

static int reserve(struct processes *processes)
{
	size_t capacity = processes->capacity ? processes->capacity * 2 : 16;
	struct process **grown;

	if (processes->count < processes->capacity)
		return 0;
	grown = realloc(processes->items, capacity * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	processes->items = grown;
	processes->capacity = capacity;
	return 0;
}

/* A process whose parent is traced too is a fork of it, or at least may be. */
static bool is_fork(
	const struct processes *processes, uint32_t recording, const struct event *event)
{
	struct process_key parent = { recording, 0 };

	if (event->type != EVENT_PROCESS_START)
		return false;
	parent.pid = event->process_start.ppid;
	return parent.pid != event->pid &&
	       table_find(&processes->current, hash_number(recording, (uint32_t)parent.pid),
		       has_key, &parent);
}

static int add_process(struct processes *processes, struct process **out,
	const struct process_key *key, uint64_t hash, const struct event *event)
{
	const struct trace_list *list = processes->list;
	struct process *process;
	int status = reserve(processes);

	if (status < 0)
		return status;
	process = calloc(1, sizeof(*process));
	if (!process)
		return -ENOMEM;
	process->index = (uint32_t)processes->count + 1;
	process->recording = key->recording;
	process->pid = key->pid;
	process->begin_ns = event->time_ns;
	process->is_fork = is_fork(processes, key->recording, event);
	process->is_whole = event->type == EVENT_PROCESS_START && event->seq == 1;
	if (event->trace < list->trace_count)
		status = strings_add(
			processes->strings, &process->host, list->traces[event->trace].host);
	if (status == 0)
		status = table_add(&processes->current, hash, process);
	if (status < 0) {
		destroy_process(process);
		return status;
	}
	processes->items[processes->count++] = process;
	*out = process;
	return 0;
}

static bool has_tid(const void *item, const void *key)
{
	const struct thread *thread = item;

	return thread->tid == *(const int32_t *)key;
}

static struct thread *find_thread(const struct process *process, int32_t tid)
{
	return table_find(&process->threads, hash_number(0, (uint32_t)tid), has_tid, &tid);
}

/* Only the main thread lives as long as its process: other threads' ids are used again in it. */
static bool begins_anew(const struct process *process, const struct event *event)
{
	const struct thread *main_thread;

	/* Without a number, a session is told of a process that was there before it. */
	if (event->type == EVENT_PROCESS_START)
		return event->seq != 0;
	if (event->tid != event->pid || !event->seq)
		return false;
	main_thread = find_thread(process, event->tid);
	return main_thread && event->seq < main_thread->last_seq;
}

static bool is_duplicate(const struct process *process, const struct event *event)
{
	const struct thread *thread = find_thread(process, event->tid);

	return thread && event->seq && event->seq == thread->last_seq &&
	       event->time_ns == thread->last_ns;
}

static int find_process(
	struct processes *processes, struct process **out, const struct event *event)
{
	struct process_key key = { 0, event->pid };
	struct process *process;
	uint64_t hash;
	int status = processes_recording(processes, &key.recording, event->trace);

	if (status < 0)
		return status;
	hash = hash_number(key.recording, (uint32_t)key.pid);
	process = table_find(&processes->current, hash, has_key, &key);
	if (process && is_duplicate(process, event))
		return PROCESS_DUPLICATE;
	if (process && begins_anew(process, event)) {
		process->is_reused = true;
		table_remove(&processes->current, hash, process);
		process = NULL;
	}
	if (!process) {
		status = add_process(processes, &process, &key, hash, event);
		if (status < 0)
			return status;
	}
	*out = process;
	return 0;
}

struct thread *processes_find_thread(
	const struct processes *processes, struct process **process, const struct event *event)
{
	struct process_key key = { 0, event->pid };

	if (event->trace >= processes->recording_count || !processes->recordings[event->trace])
		return NULL;
	key.recording = processes->recordings[event->trace];
	*process = table_find(
		&processes->current, hash_number(key.recording, (uint32_t)key.pid), has_key, &key);
	return *process ? find_thread(*process, event->tid) : NULL;
}

static int add_thread(struct process *process, struct thread **out, const struct event *event)
{
	struct thread *thread = calloc(1, sizeof(*thread));
	int status;

	if (!thread)
		return -ENOMEM;
	thread->tid = event->tid;
	thread->last_ns = process->begin_ns;
	/* What came before the recording is no loss. */
	thread->last_seq = process->is_whole || !event->seq ? 0 : event->seq - 1;
	status = table_add(&process->threads, hash_number(0, (uint32_t)event->tid), thread);
	if (status < 0) {
		free(thread);
		return status;
	}
	*out = thread;
	return 0;
}

static int follow_thread(struct processes *processes, struct process *process, struct thread **out,
	struct gap *gap, const struct event *event)
{
	const struct trace_list *list = processes->list;
	bool has_all =
		event->trace < list->trace_count && list->traces[event->trace].has_all_events;
	struct thread *thread = find_thread(process, event->tid);
	int status = thread ? 0 : add_thread(process, &thread, event);

	if (status < 0)
		return status;
	if (event->seq && event->seq <= thread->last_seq) {
		/* Another thread was given the id. */
		thread->last_seq = 0;
		thread->frame_count = 0;
	}
	*gap = (struct gap){ 0 };
	if (has_all && event->seq > thread->last_seq + 1)
		*gap = (struct gap){ event->seq - thread->last_seq - 1, thread->last_ns,
			event->time_ns };
	if (event->seq)
		thread->last_seq = event->seq;
	thread->last_ns = event->time_ns;
	*out = thread;
	return 0;
}

static int add_module(
	struct processes *processes, struct process *process, const struct event *event)
{
	struct module module = {
		.base = event->module.base,
		.size_bytes = event->module.size_bytes,
		.is_framework = !event->driver,
	};
	struct module *grown;
	size_t kept = 0;
	int status = strings_add(processes->strings, &module.path, event->module.path);

	if (status == 0)
		status = strings_add(processes->strings, &module.build_id, event->module.build_id);
	if (status < 0)
		return status;

	for (size_t i = 0; i < SITE_CACHE_COUNT; i++)
		processes->cache[i].process = NULL;
	/* What it overlaps is gone. */
	for (size_t i = 0; i < process->module_count; i++) {
		const struct module *old = &process->modules[i];

		if (old->base - module.base >= module.size_bytes &&
			module.base - old->base >= old->size_bytes && old->base != module.base)
			process->modules[kept++] = *old;
	}
	process->module_count = kept;
	grown = realloc(process->modules, (kept + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	process->modules = grown;
	process->modules[process->module_count++] = module;
	return 0;
}

static int add_kind(struct processes *processes, struct process *process, const struct event *event)
{
	struct own_kind kind = { event->kind_name.id, 0 };
	struct own_kind *grown;
	int status = strings_add(processes->strings, &kind.name, event->kind_name.name);

	if (status < 0)
		return status;
	for (size_t i = 0; i < process->kind_count; i++) {
		if (process->kinds[i].id == kind.id) {
			process->kinds[i] = kind;
			return 0;
		}
	}
	grown = realloc(process->kinds, (process->kind_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	process->kinds = grown;
	process->kinds[process->kind_count++] = kind;
	return 0;
}

/* Rotated and snapshot recordings spread a process over several traces. */
static int follow_trace(struct process *process, uint32_t trace)
{
	uint32_t *grown;

	for (size_t i = process->trace_count; i-- > 0;)
		if (process->traces[i] == trace)
			return 0;
	grown = realloc(process->traces, (process->trace_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	process->traces = grown;
	process->traces[process->trace_count++] = trace;
	return 0;
}

int processes_follow(struct processes *processes, struct process **process, struct thread **thread,
	struct gap *gap, const struct event *event)
{
	int status = find_process(processes, process, event);

	if (status)
		return status;
	status = follow_trace(*process, event->trace);
	if (status == 0)
		status = follow_thread(processes, *process, thread, gap, event);
	if (status < 0)
		return status;

	(*process)->end_ns = event->time_ns;
	switch (event->type) {
	case EVENT_PROCESS_START:
		return strings_add(
			processes->strings, &(*process)->name, event->process_start.name);
	case EVENT_PROCESS_END:
		(*process)->has_ended = true;
		return 0;
	case EVENT_MODULE:
		return add_module(processes, *process, event);
	case EVENT_KIND:
		return add_kind(processes, *process, event);
	default:
		return 0;
	}
}

static int resolve_site(
	struct processes *processes, uint32_t *out, const struct process *process, uint64_t address)
{
	struct site site = { .process = process->index, .offset = address };

	for (size_t i = process->module_count; i-- > 0;) {
		const struct module *module = &process->modules[i];

		if (address - module->base < module->size_bytes) {
			site = (struct site){ .module_path = module->path,
				.build_id = module->build_id,
				.is_framework = module->is_framework,
				.offset = address - module->base };
			break;
		}
	}
	return sites_add(processes->sites, out, &site);
}

int process_site(
	struct processes *processes, uint32_t *out, const struct process *process, uint64_t address)
{
	struct cached_site *cached = &processes->cache[(address ^ address >> 8) % SITE_CACHE_COUNT];
	int status;

	if (!address) {
		*out = 0;
		return 0;
	}
	if (cached->process == process && cached->address == address) {
		*out = cached->id;
		return 0;
	}
	status = resolve_site(processes, out, process, address);
	if (status == 0)
		*cached = (struct cached_site){ process, address, *out };
	return status;
}

int process_kind(
	struct processes *processes, uint32_t *out, const struct process *process, uint32_t kind)
{
	uint32_t *known = kind < KIND_CACHE_COUNT ? &processes->kind_names[kind] : NULL;
	const char *name;
	char text[32];

	if (known && *known) {
		*out = *known;
		return 0;
	}
	name = kind_name(kind);
	if (name) {
		int status = strings_add(processes->strings, out, name);

		if (status == 0 && known)
			*known = *out;
		return status;
	}
	for (size_t i = 0; i < process->kind_count; i++) {
		if (process->kinds[i].id == kind && process->kinds[i].name) {
			*out = process->kinds[i].name;
			return 0;
		}
	}
	snprintf(text, sizeof(text), "kind-%" PRIu32, kind);
	return strings_add(processes->strings, out, text);
}

static bool is_running(const struct trace *trace, int32_t pid)
{
	for (size_t i = 0; i < trace->running_pid_count; i++)
		if (trace->running_pids[i] == pid)
			return true;

	return false;
}

bool process_is_dead(const struct processes *processes, const struct process *process)
{
	const struct trace_list *list = processes->list;
	bool is_known = false;

	if (process->has_ended || process->is_crashed || process->is_reused)
		return true;
	for (size_t i = 0; i < process->trace_count; i++) {
		const struct trace *trace;

		if (process->traces[i] >= list->trace_count)
			continue;
		trace = &list->traces[process->traces[i]];
		if (!trace->running_pids)
			continue;
		if (is_running(trace, process->pid))
			return false;
		is_known = true;
	}
	return is_known;
}

int thread_push(struct thread *thread, const struct frame *frame)
{
	if (thread->frame_count == thread->frame_capacity) {
		size_t capacity = thread->frame_capacity ? thread->frame_capacity * 2 : 8;
		struct frame *grown = realloc(thread->frames, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		thread->frames = grown;
		thread->frame_capacity = capacity;
	}
	thread->frames[thread->frame_count++] = *frame;
	return 0;
}
