#include "viewer/lifetime/internal.h"

static struct lifetime_step step_of(const struct occurrence *at)
{
	return (struct lifetime_step){
		.process = at->process,
		.thread = at->thread,
		.driver = at->driver->name,
		.frame = span_innermost(at->thread),
		.time_ns = at->event->time_ns,
	};
}

int span_begin(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct lifetime_observer *observer = lifetime->observer;
	struct frame frame = { .driver = at->event->driver, .begin_ns = at->event->time_ns };
	struct lifetime_step step;
	int status = strings_add(&lifetime->strings, &frame.name, at->event->span.name);

	if (status == 0)
		status = process_site(
			&lifetime->processes, &frame.site, at->process, at->event->site);
	if (status == 0)
		status = thread_push(at->thread, &frame);
	if (status < 0)
		return status;
	if (frame.name == lifetime->names.wdf_driver_create)
		at->driver->tried_create = true;
	step = step_of(at);
	return observer->span_begin ? observer->span_begin(observer->data, &step) : 0;
}

/* What was acquired before the WDFDRIVER was there, and still is when a good DriverEntry returns. */
static int check_order(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct driver *driver = at->driver;

	if (!driver->wdfdriver_order)
		return 0;
	for (const struct object *object = driver->first; object; object = object->next) {
		struct lifetime_finding finding = finding_of(object, at->event->time_ns);
		bool is_tracing = object->kind == KIND_TRACING;
		int status;

		if (object->order >= driver->wdfdriver_order || object->owner ||
			!(object->flags & OBJECT_IN_ENTRY) || object->kind == KIND_DRIVER_EXTENSION)
			continue;
		status = finding_add(lifetime,
			is_tracing ? "wpp-init-before-driver-create"
				   : "acquired-before-driver-create",
			&finding);
		if (status < 0)
			return status;
	}
	return 0;
}

/* A failed span whose inner span failed in the same way only passes the failure on. */
static void blame(struct frame *frame, int32_t status)
{
	if (status >= 0) {
		frame->failed_name = 0;
		return;
	}
	if (!frame->failed_name || frame->failed_status != status) {
		frame->failed_name = frame->name;
		frame->failed_status = status;
	}
}

static void pop(struct thread *thread, const struct frame *ended, int64_t time_ns)
{
	struct frame *outer;

	thread->frame_count--;
	outer = span_innermost(thread);
	if (!outer)
		return;
	outer->inner_ns += time_ns - ended->begin_ns;
	if (ended->failed_name) {
		outer->failed_name = ended->failed_name;
		outer->failed_status = ended->failed_status;
	}
}

/* Of its driver: drivers call each other. */
static bool is_outermost(const struct thread *thread)
{
	const struct frame *last = span_innermost(thread);

	for (const struct frame *frame = thread->frames; frame < last; frame++)
		if (frame->driver == last->driver && !frame->kind)
			return false;

	return true;
}

/* What made the entry fail, should it turn out to have failed; other threads end spans meanwhile. */
static void remember(struct driver *driver, const struct frame *frame, bool has_failed)
{
	if (driver->has_failed_span && !has_failed)
		return;
	driver->has_failed_span = has_failed;
	driver->entry_span = frame->name;
	driver->failed_span = frame->failed_name != frame->name ? frame->failed_name : 0;
}

static int end_frame(struct lifetime *lifetime, const struct occurrence *at, int32_t status_value)
{
	const struct lifetime_observer *observer = lifetime->observer;
	struct lifetime_step step = step_of(at);
	struct frame *frame = step.frame;
	int status = 0;

	blame(frame, status_value);
	step.status = status_value;
	if (is_outermost(at->thread))
		remember(at->driver, frame, status_value < 0);
	if (frame->name == lifetime->names.driver_entry && status_value >= 0)
		status = check_order(lifetime, at);
	if (status == 0 && observer->span_end)
		status = observer->span_end(observer->data, &step);
	if (status == 0) {
		struct frame ended = *frame;

		pop(at->thread, &ended, at->event->time_ns);
	}
	return status;
}

/* An end whose begin was not recorded says nothing; begins without an end are left behind. */
int span_end(struct lifetime *lifetime, const struct occurrence *at)
{
	struct thread *thread = at->thread;
	const struct frame *frame;
	uint32_t name;
	int status = strings_add(&lifetime->strings, &name, at->event->span.name);

	if (status < 0)
		return status;
	frame = span_find(thread, at->event->driver, name);
	if (!frame)
		return 0;
	thread->frame_count = (size_t)(frame - thread->frames) + 1;
	return end_frame(lifetime, at, at->event->span.status);
}

/* Its time is its span's own, that of spans within is not. */
static void leave_callback(struct thread *thread, const struct frame *callback)
{
	int64_t inner_ns = callback->inner_ns;

	thread->frame_count = (size_t)(callback - thread->frames);
	if (thread->frame_count)
		span_innermost(thread)->inner_ns += inner_ns;
}

/* A callback is a frame as a span is, so that what it releases can be named. */
int span_stage(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	struct frame frame = {
		.driver = event->driver, .kind = event->kind, .begin_ns = event->time_ns
	};
	const struct frame *open;
	int status;

	frame.name = event->stage.stage == EVENT_STAGE_CLEANUP ? lifetime->names.evt_cleanup
							       : lifetime->names.evt_destroy;
	if (event->stage.phase == EVENT_PHASE_END) {
		open = span_find(at->thread, event->driver, frame.name);
		if (open)
			leave_callback(at->thread, open);
		return 0;
	}
	status = process_site(&lifetime->processes, &frame.site, at->process, event->site);
	if (status < 0)
		return status;
	return thread_push(at->thread, &frame);
}

static int tell_unfinished(
	struct lifetime *lifetime, struct process *process, struct thread *thread)
{
	const struct lifetime_observer *observer = lifetime->observer;
	bool has_died = process_is_dead(&lifetime->processes, process);
	int status = 0;

	while (status == 0 && thread->frame_count) {
		struct frame *frame = span_innermost(thread);
		struct lifetime_step step = { process, thread, 0, frame, process->end_ns, 0 };
		struct frame ended = *frame;
		struct driver *driver;

		status = driver_find(lifetime, &driver, process, frame->driver);
		if (status < 0)
			return status;
		step.driver = driver->name;
		if (!frame->kind)
			status = observer->span_unfinished(observer->data, &step, has_died);
		pop(thread, &ended, process->end_ns);
	}
	return status;
}

int span_finish(struct lifetime *lifetime)
{
	const struct processes *processes = &lifetime->processes;

	if (!lifetime->observer->span_unfinished)
		return 0;
	for (size_t i = 0; i < processes->count; i++) {
		size_t position = 0;
		struct thread *thread;

		while ((thread = table_next(&processes->items[i]->threads, &position))) {
			int status = tell_unfinished(lifetime, processes->items[i], thread);

			if (status < 0)
				return status;
		}
	}
	return 0;
}
