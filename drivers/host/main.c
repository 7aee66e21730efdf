/* drvhost: loads drivers, starts them and unloads them; see drvhost(1). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <drvtrace/fault.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/guard.h"
#include "drivers/framework/wdm/registry.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/host/books.h"
#include "drivers/host/crash.h"
#include "drivers/host/cycle.h"
#include "drivers/host/options.h"
#include "drivers/host/registry_file.h"
#include "drivers/host/scenario.h"
#include "drivers/host/source_line.h"

/* As documented in drvhost(1). */
enum exit_status {
	EXIT_WENT = 0,
	EXIT_UNEXPECTED = 1,
	EXIT_CANNOT = 2,
	EXIT_STOPPED = 3,
};

static const char usage[] =
	"usage: drvhost [--scenario FILE | --no-start] [--fail N | --fail-at "
	"CALL[:N]] [--registry FILE] [--repeat N] [--clock-rate N[/M]]\n"
	"               [--books FILE] [--list-points] [--special-pool] DRIVER.so...\n";

static const char *books_path;

static void write_books(void)
{
	int result = books_path ? books_write(books_path) : 0;

	if (result < 0)
		fprintf(stderr, "drvhost: %s: %s\n", books_path, strerror(-result));
}

/* A bug check ends everything at once, and nothing of the drivers runs any more. */
static void bug_check(void)
{
	cycle_close_books();
	write_books();
	_exit(EXIT_STOPPED);
}

static void list_point(
	unsigned int nth, const char *point, struct io_driver *driver, const void *site)
{
	char text[256];

	printf("%u %s %s %s\n", nth, point, driver ? io_driver_name(driver) : "-",
		io_site_text(site, text, sizeof(text)));
}

static int exit_status_of(int result)
{
	if (result == CYCLE_UNEXPECTED)
		return EXIT_UNEXPECTED;
	return result == 0 || result == CYCLE_CANNOT_REPEAT ? EXIT_WENT : EXIT_CANNOT;
}

static int run_cycles(const struct options *options, const struct scenario *scenario)
{
	int result = 0;

	for (uint32_t i = 0; i < options->repeat && result == 0; i++)
		result = cycle_run(options, scenario);

	write_books();
	cycle_finish();
	io_resource_reclaim_all();
	ex_guard_finish();
	books_finish();
	return exit_status_of(result);
}

static int run(const struct options *options)
{
	struct scenario *scenario = NULL;
	int status;

	if (options->registry && registry_file_read(options->registry) < 0)
		return EXIT_CANNOT;
	if (options->scenario && scenario_read(&scenario, options) != 0)
		return EXIT_CANNOT;
	status = run_cycles(options, scenario);
	scenario_destroy(scenario);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	char error[256];
	int status;

	if (options_parse(&options, argc, argv, error, sizeof(error)) < 0) {
		fprintf(stderr, "drvhost: %s\n%s", error, usage);
		return EXIT_CANNOT;
	}
	if (options.wants_help) {
		fputs(usage, stdout);
		return EXIT_WENT;
	}
	if (options.wants_version) {
		puts("drvhost " DRVTRACE_VERSION);
		return EXIT_WENT;
	}

	books_path = options.books;
	if (books_path)
		books_begin();
	if (options.clock_rate != options.clock_per)
		ke_clock_set_rate(options.clock_rate, options.clock_per);
	if (options.special_pool)
		ex_guard_enable();
	if (options.list_points)
		io_fault_list(list_point);
	if (options.fail_nth != 0)
		drvtrace_fault_arm(options.fail_point, options.fail_nth);
	io_stop_set_handler(bug_check);
	io_site_set_namer(source_line_name);
	crash_catch(NULL);
	status = run(&options);
	reg_finish();
	return status;
}
