/*
 * tracewpp [OPTION]... SOURCE...: writes the file x.tmh for each source, and each header found by
 * its quoted includes, that includes one.
 *
 *	-func:NAME(PARAMETERS)  a trace function        -scan:FILE   a header with config blocks
 *	-ini:FILE               a file of directives    -vcxproj:FILE  a project's settings
 *	-odir:FOLDER            where files are written -I:FOLDER    where headers are, too
 *	-ctl:GUID               the control GUID of drivers that declare none
 *	-D:NAME, -km, -dll, ... as WPP's own tool takes them
 *	-depfile:FILE           what was read, for make and ninja
 *	-count                  only list and count the messages of each file
 *
 * Exits with 1 when a message cannot be understood: file:line:column and the reason are said.
 */
#include <stdio.h>
#include <unistd.h>

#include "tracelib/tracewpp/run.h"

static int generate(struct run *run)
{
	run_read(run);
	for (const struct unit *unit = run->first; unit; unit = unit->next)
		if (unit->output && run->options.is_counting)
			run_count_unit(run, unit);
		else if (unit->output)
			run_write_unit(run, unit);
	for (size_t i = 0; i < run->wanted.count && !run->options.is_counting; i++)
		run_write_empty(run, run->wanted.items[i]);
	if (source_error_count() || run->failed) {
		/* Nothing half-done is left behind to be compiled. */
		for (size_t i = 0; i < run->outputs.count; i++)
			unlink(run->outputs.items[i]);
		return 1;
	}
	if (run->options.depfile)
		run_write_depfile(run);
	return run->failed != 0;
}

int main(int argc, char **argv)
{
	struct run run = { 0 };
	const char *wrong = options_read(&run.options, argc, argv);
	int status = 2;

	run.end = &run.first;
	config_init(&run.config);
	if (wrong)
		fprintf(stderr, "tracewpp: %s\n", wrong);
	else
		status = generate(&run);
	pool_free_all();
	return status;
}
