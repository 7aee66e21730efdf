#include "viewer/cli/recording_command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "viewer/cli/daemon.h"
#include "viewer/cli/message.h"

static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

void recording_command_signals(sigset_t *out)
{
	sigemptyset(out);
	sigaddset(out, SIGUSR1); /* a daemon says that it is ready */
	sigaddset(out, SIGCHLD);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		sigaddset(out, passed_on[i]);
}

static void run_command(const struct recording_command *command, char **arguments, int report)
{
	int error;

	sigprocmask(SIG_SETMASK, command->signals, NULL);
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

	command->pid = fork();
	if (command->pid == 0)
		run_command(command, arguments, ends[1]);
	if (command->pid < 0)
		error = errno;
	close(ends[1]);
	/* Closed by a successful exec. */
	do
		size = command->pid > 0 ? read(ends[0], &error, sizeof(error)) : 0;
	while (size < 0 && errno == EINTR);
	close(ends[0]);

	command->has_run = error == 0;
	if (error == 0)
		return 0;

	if (command->pid > 0)
		waitpid(command->pid, NULL, 0);
	message_error("%s: cannot be run: %s", arguments[0], strerror(error));
	return -error;
}

/* What the terminal sends goes to the whole process group, so the command has it already. */
static void pass_on(const struct recording_command *command, const siginfo_t *info)
{
	if (info->si_signo != SIGCHLD && info->si_signo != SIGUSR1 && info->si_code != SI_KERNEL)
		kill(command->pid, info->si_signo);
}

void recording_command_wait(struct recording_command *command, const struct daemon *daemon)
{
	bool is_daemon_gone = false;
	sigset_t signals;

	recording_command_signals(&signals);
	while (waitpid(command->pid, &command->status, WNOHANG) != command->pid) {
		siginfo_t info;

		if (sigwaitinfo(&signals, &info) > 0)
			pass_on(command, &info);
		if (!is_daemon_gone && daemon_has_died(daemon)) {
			is_daemon_gone = true;
			message_note("the session daemon died: nothing is recorded from now on");
		}
	}
}

int recording_command_exit_status(const struct recording_command *command)
{
	return WIFSIGNALED(command->status) ? 128 + WTERMSIG(command->status)
					    : WEXITSTATUS(command->status);
}
