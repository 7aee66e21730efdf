#include "viewer/cli/child.h"

#include <sys/wait.h>
#include <time.h>

static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static void list_signals(sigset_t *out)
{
	sigemptyset(out);
	sigaddset(out, SIGUSR1); /* a session daemon is ready, or a snapshot is wanted */
	sigaddset(out, SIGCHLD);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		sigaddset(out, passed_on[i]);
}

void child_hold_signals(struct child_signals *before)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t signals;

	list_signals(&signals);
	sigprocmask(SIG_BLOCK, &signals, &before->mask);
	/* Where it is ignored, children vanish unseen, and nobody could wait for them. */
	sigaction(SIGCHLD, &usual, &before->on_end);
}

void child_restore_signals(const struct child_signals *before)
{
	sigaction(SIGCHLD, &before->on_end, NULL);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

/* What the terminal sends goes to the whole process group, so the child has it already. */
static void pass_on(const struct child *child, const siginfo_t *info)
{
	if (info->si_signo != SIGCHLD && info->si_signo != SIGUSR1 && info->si_code != SI_KERNEL)
		kill(child->pid, info->si_signo);
}

bool child_wait(struct child *child)
{
	siginfo_t info;
	sigset_t signals;

	if (waitpid(child->pid, &child->status, WNOHANG) == child->pid)
		return true;

	list_signals(&signals);
	if (sigwaitinfo(&signals, &info) > 0) {
		child->is_asked |= info.si_signo == SIGUSR1;
		pass_on(child, &info);
	}
	return false;
}

int child_exit_status(const struct child *child)
{
	return WIFSIGNALED(child->status) ? 128 + WTERMSIG(child->status)
					  : WEXITSTATUS(child->status);
}

void child_drop_signals(void)
{
	struct timespec none = { 0 };
	sigset_t signals;

	list_signals(&signals);
	while (sigtimedwait(&signals, NULL, &none) > 0)
		;
}
