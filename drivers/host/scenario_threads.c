/* The words of scenarios that are about threads: blocks of steps that are done beside the others. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/framework/wdm/file.h"
#include "drivers/host/scenario_private.h"

struct thread {
	const struct scenario_step *step; /* that began it */
	pthread_t id;
	void *process; /* that it is in */
	struct scenario_moment moment;
	int result;
	struct thread *next;
};

/* A request of a thread's, which may be completed after nobody waits for it any more. */
struct call {
	unsigned char *input;  /* owned */
	unsigned char *output; /* owned */
	IO_STATUS_BLOCK result;
	bool is_completed;
	unsigned int holders; /* who waits, and the completion */
};

static struct thread *threads; /* owned: those that have not been waited for */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the calls */
static pthread_cond_t completed = PTHREAD_COND_INITIALIZER;

/* What a thread may do: whatever a thread of a program does. */
static const char *const allowed[] = { "open", "read", "write", "ioctl", "cancel", "close",
	"set-event", "reset-event", "await-event", "expect", "expect-data", "end" };

static bool is_word(const struct scenario_step *step, const char *name)
{
	return strcmp(step->word->name, name) == 0;
}

static bool is_allowed(const struct scenario_step *step)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (is_word(step, allowed[i]))
			return true;
	}
	return false;
}

/* How many threads have begun and are not joined, where the scenario ends so far. */
static size_t count_running(const struct scenario *scenario)
{
	size_t count = 0;

	for (size_t i = 0; i < scenario->count; i++) {
		count += is_word(&scenario->steps[i], "thread");
		count -= is_word(&scenario->steps[i], "join");
	}
	return count;
}

const char *scenario_check_place(const struct scenario *scenario, const struct scenario_step *step)
{
	if (scenario->open_block)
		return is_allowed(step) ? NULL : "a thread does not do that";
	if (is_word(step, "end"))
		return "there is no thread before it";
	if ((is_word(step, "process") || is_word(step, "exit")) && count_running(scenario) > 0)
		return "the threads before it are to be joined first";
	return NULL;
}

/* Whether a thread of that name runs where the scenario ends so far. */
static bool is_running(const struct scenario *scenario, const char *name)
{
	bool is_running = false;

	for (size_t i = 0; i < scenario->count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (is_word(step, "thread") && strcmp(step->arguments[0], name) == 0)
			is_running = true;
		else if (is_word(step, "join") && strcmp(step->arguments[0], name) == 0)
			is_running = false;
	}
	return is_running;
}

const char *scenario_check_thread(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	uint64_t times;

	if (place == 0)
		return is_running(scenario, step->arguments[0]) ? "it runs already" : NULL;
	return scenario_number(&times, step->arguments[1]) && times > 0
		       ? NULL
		       : "a thread is done once, or so many times";
}

const char *scenario_check_join(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return is_running(scenario, step->arguments[place]) ? NULL : "no thread of that name runs";
}

static void *run(void *argument)
{
	struct thread *thread = argument;
	const struct scenario *scenario = thread->moment.scenario;
	size_t begin = (size_t)(thread->step - scenario->steps) + 1;
	uint64_t times = 1;

	scenario_adopt_process(thread->process);
	if (thread->step->count > 1)
		scenario_number(&times, thread->step->arguments[1]);
	for (; times > 0 && thread->result == 0; times--)
		thread->result = scenario_run_steps(&thread->moment, begin, thread->step->end);
	return NULL;
}

int scenario_run_thread(struct scenario_moment *moment)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	if (!thread)
		return -ENOMEM;
	thread->step = moment->step;
	thread->process = scenario_process_token();
	thread->moment =
		(struct scenario_moment){ .scenario = moment->scenario, .is_thread = true };
	if (pthread_create(&thread->id, NULL, run, thread) != 0) {
		free(thread);
		return -ENOMEM;
	}
	thread->next = threads;
	threads = thread;
	moment->status = STATUS_SUCCESS;
	return 0;
}

static int join(struct thread **link, struct scenario_moment *moment)
{
	struct thread *thread = *link;
	int result;

	*link = thread->next;
	pthread_join(thread->id, NULL);
	result = thread->result;
	moment->is_unexpected |= thread->moment.is_unexpected;
	free(thread->moment.output);
	free(thread);
	return result;
}

int scenario_run_join(struct scenario_moment *moment)
{
	struct thread **link = &threads;

	while (strcmp((*link)->step->arguments[0], moment->step->arguments[0]) != 0)
		link = &(*link)->next;
	moment->status = STATUS_SUCCESS;
	return join(link, moment);
}

int scenario_join_all(struct scenario_moment *moment)
{
	int result = 0;

	while (threads) {
		int one = join(&threads, moment);

		if (one != 0)
			result = one;
	}
	return result;
}

/* The end of a block is where its thread ends; nobody else comes here. */
int scenario_run_end(struct scenario_moment *moment)
{
	(void)moment;
	return 0;
}

static void leave_locked(struct call *call)
{
	if (--call->holders > 0)
		return;
	free(call->input);
	free(call->output);
	free(call);
}

static void complete(void *argument, const IO_STATUS_BLOCK *result)
{
	struct call *call = argument;

	pthread_mutex_lock(&lock);
	call->result = *result;
	call->is_completed = true;
	pthread_cond_broadcast(&completed);
	leave_locked(call);
	pthread_mutex_unlock(&lock);
}

static bool wait_for(const struct call *call, unsigned int seconds)
{
	struct timespec end;
	bool is_completed;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += seconds;
	pthread_mutex_lock(&lock);
	while (!call->is_completed && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&completed, &lock, &end);
	is_completed = call->is_completed;
	pthread_mutex_unlock(&lock);
	return is_completed;
}

/* What it has read is the thread's answer. */
static void collect(struct scenario_moment *moment, struct call *call)
{
	free(moment->output);
	moment->output = call->output;
	moment->answer = call->output;
	moment->answer_length =
		call->output && !NT_ERROR(call->result.Status) ? call->result.Information : 0;
	call->output = NULL;
	moment->status = call->result.Status;
}

int scenario_call(struct scenario_moment *moment, struct io_file *file,
	struct io_file_request *request, unsigned char *input)
{
	struct call *call = calloc(1, sizeof(*call));
	bool is_started;

	if (call)
		call->output = calloc(1, request->output_length + 1);
	if (!call || !call->output) {
		free(call);
		free(input);
		return -ENOMEM;
	}
	call->input = input;
	call->holders = 2;
	request->output = call->output;
	request->completed = complete;
	request->argument = call;
	moment->status = io_file_start(file, request, &is_started);
	if (!is_started)
		call->holders--;
	else if (wait_for(call, IO_FILE_PATIENCE_S) ||
		 (io_file_cancel_started(file, call), wait_for(call, IO_FILE_LAST_WAIT_S)))
		collect(moment, call);
	else
		moment->status = STATUS_PENDING;
	pthread_mutex_lock(&lock);
	leave_locked(call);
	pthread_mutex_unlock(&lock);
	return 0;
}
