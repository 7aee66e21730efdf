#include "drivers/host/crash.h"

#include <ntstatus.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include <drvtrace/driver.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
static void (*run_at_end)(void);

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

/* Async-signal-safe enough: formatting into a buffer, and one write. */
static void report(struct io_driver *driver, int number, const void *address, const void *site)
{
	char place[256];
	char line[512];

	snprintf(line, sizeof(line), "drvhost: %s crashed: %s at address %p\n\tin %s\n",
		driver ? io_driver_name(driver) : "the host", signal_name(number), address,
		io_site_text(site, place, sizeof(place)));
	write_error(line);
}

/* Events only where the probe is not itself interrupted: there they would hang or be torn. */
static void trace(struct io_driver *driver, int number, const void *address, const void *site)
{
	if (!driver || drvtrace_in_probe())
		return;
	if (number != SIGABRT && io_driver_owns_ended_path(driver, address)) {
		write_error("\tthis is the RegistryPath, which ended when DriverEntry returned\n"
			    "\trule registry-path-dies-with-entry\n");
		drvtrace_violation(io_driver_trace(driver), "registry-path-dies-with-entry",
			address, (const char *)site + 1,
			"RegistryPath is used after DriverEntry has returned");
	}
	drvtrace_driver_state(io_driver_trace(driver), DRVTRACE_STATE_CRASHED, status_of(number));
}

static void handle(int number, siginfo_t *info, void *context)
{
	const void *site = program_counter(context);
	struct io_driver *driver = io_driver_at(site);

	if (!driver)
		driver = io_driver_current();
	report(driver, number, info->si_addr, site);
	trace(driver, number, info->si_addr, site);
	if (run_at_end)
		run_at_end();

	/* SA_RESETHAND has put the default back: the fault happens again, and is fatal. */
	if (info->si_code <= 0 || number == SIGABRT)
		raise(number);
}

void crash_catch(void (*at_end)(void))
{
	struct sigaction action = { .sa_sigaction = handle,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND };

	run_at_end = at_end;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}
