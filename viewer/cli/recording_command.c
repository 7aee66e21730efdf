#include "viewer/cli/recording_command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "viewer/cli/message.h"

static void run_command(const struct recording_command *command, char **arguments, int report)
{
	int error;

	child_restore_signals(command->signals);
	/* On a busy machine the tracer's own 3 s let a process run on unrecorded, silently. */
	setenv("LTTNG_UST_REGISTER_TIMEOUT", "10000", 0);
	if (command->is_waiting)
		setenv("LTTNG_UST_ALLOW_BLOCKING", "1", 1);
	execvp(arguments[0], arguments);
	error = errno;
	if (write(report, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

int recording_command_start(struct recording_command *command, char **arguments)
{
	int ends[2];
	int error = 0;
	ssize_t size;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;

	command->child.pid = fork();
	if (command->child.pid == 0)
		run_command(command, arguments, ends[1]);
	if (command->child.pid < 0)
		error = errno;
	close(ends[1]);
	/* Closed by a successful exec. */
	do
		size = command->child.pid > 0 ? read(ends[0], &error, sizeof(error)) : 0;
	while (size < 0 && errno == EINTR);
	close(ends[0]);

	command->has_run = error == 0;
	if (error == 0)
		return 0;

	if (command->child.pid > 0)
		waitpid(command->child.pid, NULL, 0);
	message_error("%s: cannot be run: %s", arguments[0], strerror(error));
	return -error;
}
