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

#include "tracelib/tracewpp/run.h"

int main(int argc, char **argv)
{
	struct run run;
	const char *wrong;
	int status = 2;

	run_init(&run);
	wrong = options_read(&run.options, argc, argv);
	if (wrong)
		fprintf(stderr, "tracewpp: %s\n", wrong);
	else
		status = run_generate(&run);
	pool_free_all();
	return status;
}
