#include "drivers/host/crash.h"

#include <errno.h>
#include <execinfo.h>
#include <ntstatus.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <drvtrace/driver.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/guard.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/host/source_line.h"

/* That takes the process which names call sites for the signal handler which has made it. */
#if defined(__SANITIZE_THREAD__)
#define IS_THREAD_SANITIZED true
#elif defined(__has_feature)
#define IS_THREAD_SANITIZED __has_feature(thread_sanitizer)
#else
#define IS_THREAD_SANITIZED false
#endif

enum {
	FRAMES_MAX = 64,
	CHILD_SECONDS = 10,
	STACK_SIZE = 1 << 20,
};

static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
static void (*run_at_end)(void);
static char *child_stack = MAP_FAILED;

static const void *program_counter(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (const void *)(uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (const void *)(uintptr_t)context->uc_mcontext.pc;
#else
#error "where does this machine keep its program counter?"
#endif
}

/* Where the machine does not tell, it is a read. */
static bool is_write(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (context->uc_mcontext.gregs[REG_ERR] & 2) != 0;
#else
	(void)context;
	return false;
#endif
}

static const char *signal_name(int number)
{
	switch (number) {
	case SIGSEGV:
		return "SIGSEGV";
	case SIGBUS:
		return "SIGBUS";
	case SIGILL:
		return "SIGILL";
	case SIGFPE:
		return "SIGFPE";
	default:
		return "SIGABRT";
	}
}

/* A driver's status is an NTSTATUS: the signal's number would be read as an errno. */
static NTSTATUS status_of(int number)
{
	return number == SIGSEGV || number == SIGBUS ? STATUS_ACCESS_VIOLATION
						     : STATUS_UNSUCCESSFUL;
}

static void write_error(const char *text)
{
	ssize_t written = write(STDERR_FILENO, text, strlen(text));

	(void)written;
}

/* The rule that the fault says was broken. */
struct broken {
	const char *rule; /* NULL: none that is known */
	const void *handle;
	char text[256];
	struct ex_guard_place place;
	bool is_guarded; /* then that is where */
};

/* What the process that names a call site is given. */
struct place {
	const char *what;
	const void *site;
};

/* A fault, and the driver's code that led to it. */
struct fault {
	int number;
	const void *address;
	const void *counter; /* where it happened, perhaps in a routine that the driver called */
	struct io_driver *driver;
	const void *site; /* the return address of the driver's call, or just behind its own code */
};

/*
 * The driver's frame nearest to the fault: drivers copy memory by calling the framework or the C
 * library. An unwinder is not async-signal-safe; the process is dying anyway.
 */
static void find_driver(struct fault *fault)
{
	void *frames[FRAMES_MAX];
	int count = backtrace(frames, FRAMES_MAX);
	int i = 0;

	fault->driver = io_driver_at(fault->counter);
	fault->site = (const char *)fault->counter + 1;
	while (i < count && frames[i] != fault->counter)
		i++;
	for (i++; i < count && !fault->driver; i++) {
		fault->driver = io_driver_at(frames[i]);
		if (fault->driver)
			fault->site = frames[i];
	}
	if (!fault->driver)
		fault->driver = io_driver_current();
}

static int write_source_line(void *argument)
{
	const struct place *place = argument;
	char text[256];
	char line[320];

	alarm(CHILD_SECONDS);
	if (source_line_name(place->site, text, sizeof(text)) < 0)
		_exit(1);
	snprintf(line, sizeof(line), "\t%s %s\n", place->what, text);
	write_error(line);
	_exit(0);
}

/*
 * In a process of its own, as this one may hold any lock, and on a stack of its own, as that of signals is
 * small. What takes too long there is given up.
 */
static bool tell_source_line(const char *what, const void *site)
{
	struct place place = { what, site };
	int status = -1;
	pid_t child;

	if (IS_THREAD_SANITIZED || child_stack == MAP_FAILED)
		return false;
	/* Its end sends no signal: where whoever started us ignores SIGCHLD, it could not be waited for. */
	child = clone(write_source_line, child_stack + STACK_SIZE, 0, &place);
	if (child < 0)
		return false;
	while (waitpid(child, &status, __WALL) < 0 && errno == EINTR)
		;
	return status == 0;
}

static void tell_where(const char *what, const void *site)
{
	char place[256];
	char line[320];

	if (tell_source_line(what, site))
		return;
	snprintf(line, sizeof(line), "\t%s %s\n", what, io_site_text(site, place, sizeof(place)));
	write_error(line);
}

/* Async-signal-safe enough: formatting into a buffer, and one write. */
static void report(const struct fault *fault, const struct broken *broken)
{
	const void *behind = (const char *)fault->counter + 1;
	char line[512];

	snprintf(line, sizeof(line), "drvhost: %s crashed: %s at address %p\n",
		fault->driver ? io_driver_name(fault->driver) : "the host",
		signal_name(fault->number), fault->address);
	write_error(line);
	tell_where("in", behind);
	if (fault->site != behind)
		tell_where("called from", fault->site);
	if (!broken->rule)
		return;
	snprintf(line, sizeof(line), "\t%s\n\trule %s\n", broken->text, broken->rule);
	write_error(line);
	if (!broken->is_guarded)
		return;
	tell_where("allocated at", broken->place.allocated_at);
	if (broken->place.is_freed)
		tell_where("freed at", broken->place.freed_at);
}

static void find_guarded(struct broken *out, const struct fault *fault)
{
	struct ex_guard_place *place = &out->place;

	if (!ex_guard_find_now(place, fault->address))
		return;
	out->is_guarded = true;
	out->rule = place->is_freed ? "use-after-free" : "pool-overrun";
	out->handle = place->memory;
	if (place->is_freed)
		snprintf(out->text, sizeof(out->text),
			"%p is in a block of %s that is free: %zu bytes, tag '%.4s', %s's",
			fault->address, place->what, place->size, (const char *)&place->tag,
			place->driver);
	else
		snprintf(out->text, sizeof(out->text),
			"%p is %zu bytes beyond the end of a block of %s: %zu bytes, tag '%.4s', "
			"%s's",
			fault->address, place->beyond, place->what, place->size,
			(const char *)&place->tag, place->driver);
}

static void find_rule(struct broken *out, const struct fault *fault)
{
	out->rule = NULL;
	out->is_guarded = false;
	if (!fault->driver || (fault->number != SIGSEGV && fault->number != SIGBUS))
		return;
	if (io_driver_owns_ended_path(fault->driver, fault->address)) {
		out->rule = "registry-path-dies-with-entry";
		out->handle = fault->address;
		snprintf(out->text, sizeof(out->text),
			"RegistryPath is used after DriverEntry has returned");
		return;
	}
	find_guarded(out, fault);
}

/* Events only where the probe is not itself interrupted: there they would hang or be torn. */
static void trace(const struct fault *fault, const struct broken *broken)
{
	if (!fault->driver || drvtrace_in_probe())
		return;
	if (broken->rule)
		drvtrace_violation(io_driver_trace(fault->driver), broken->rule, broken->handle,
			fault->site, broken->text);
	drvtrace_driver_state(
		io_driver_trace(fault->driver), DRVTRACE_STATE_CRASHED, status_of(fault->number));
}

static void handle(int number, siginfo_t *info, void *context)
{
	struct fault fault = {
		.number = number, .address = info->si_addr, .counter = program_counter(context)
	};
	struct sigaction action = { .sa_handler = SIG_DFL };
	struct broken broken;

	/* An exception that the driver handles, and none that somebody has sent. */
	if (info->si_code > 0)
		ex_fault_raise(&(struct ex_fault){ number, fault.address, fault.counter,
			is_write(context), &((const ucontext_t *)context)->uc_sigmask });
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
	find_driver(&fault);
	find_rule(&broken, &fault);
	/* First, as other threads go on while call sites are named. */
	trace(&fault, &broken);
	report(&fault, &broken);
	if (run_at_end)
		run_at_end();

	/* With the default put back the fault happens again, and is fatal. */
	if (info->si_code <= 0 || number == SIGABRT)
		raise(number);
}

void crash_catch(void (*at_end)(void))
{
	struct sigaction action = { .sa_sigaction = handle,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	void *first[1];

	/* The unwinder is loaded at its first use, which allocates. */
	backtrace(first, 1);
	child_stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	run_at_end = at_end;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}
