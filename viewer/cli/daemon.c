#include "viewer/cli/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "viewer/cli/clock.h"
#include "viewer/cli/folder.h"
#include "viewer/cli/message.h"

enum {
	START_TIMEOUT_MS = 30000, /* one that dies is noticed at once, and a busy machine is slow */
	STOP_TIMEOUT_MS = 3000,
	HURRY_MS = 10,
	HOME_MAX_BYTES =
		48, /* the daemon's sockets lie deeper, and a socket's path has 107 bytes */
};

static const char run_directory[] = "/var/run/lttng"; /* fixed in lttng-tools 2.13, for root */

void daemon_init(struct daemon *daemon)
{
	*daemon = (struct daemon){ .log = -1 };
}

/*
 * Mounts made outside still arrive here (slave), none of ours goes outside. /dev/shm stays as it
 * is: COMMAND may share memory with others, and the buffers' names there are unlinked at once.
 */
static int enter_namespace(void)
{
	if (unshare(CLONE_NEWNS) < 0)
		return errno == EPERM || errno == ENOSYS || errno == ENOSPC ? DAEMON_NOT_PERMITTED
									    : -errno;
	if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0)
		return DAEMON_NOT_PERMITTED;
	if (mkdir(run_directory, 0755) < 0 && errno != EEXIST)
		return DAEMON_NOT_PERMITTED;
	if (mount("tmpfs", run_directory, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") < 0)
		return DAEMON_NOT_PERMITTED;

	return 0;
}

static int make_home(struct daemon *daemon)
{
	const char *base = getenv("TMPDIR");
	char path[HOME_MAX_BYTES + 32];

	if (!base || base[0] != '/' || strlen(base) > HOME_MAX_BYTES)
		base = "/tmp";
	snprintf(path, sizeof(path), "%s/drvtrace-XXXXXX", base);
	if (!mkdtemp(path)) {
		int error = errno;

		message_error("%s: cannot create a folder: %s", base, strerror(error));
		return -error;
	}

	daemon->home = strdup(path);
	if (!daemon->home) {
		rmdir(path);
		return -ENOMEM;
	}
	return setenv("LTTNG_HOME", daemon->home, 1) < 0 ? -errno : 0;
}

/* In the child. A private one ends with us, even when we are killed; Ctrl-C is not for it. */
static void run_daemon(int log, bool is_private)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0);
	if (is_private)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	dup2(null, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	/* What is preloaded into COMMAND, helper libraries of the tracer too, is not for it. */
	unsetenv("LD_PRELOAD");
	execlp("lttng-sessiond", "lttng-sessiond", "--sig-parent", "--no-kernel", (char *)NULL);
	dprintf(STDERR_FILENO, "cannot run it: %s\n", strerror(errno));
	_exit(127);
}

/* Why the daemon failed: the last line that it printed. */
static void print_log(const struct daemon *daemon)
{
	char text[2048];
	ssize_t size;
	off_t end = lseek(daemon->log, 0, SEEK_END);
	char *line;

	if (end > (off_t)sizeof(text) - 1)
		lseek(daemon->log, -(off_t)(sizeof(text) - 1), SEEK_END);
	else
		lseek(daemon->log, 0, SEEK_SET);
	size = read(daemon->log, text, sizeof(text) - 1);
	while (size > 0 && text[size - 1] == '\n')
		size--;
	text[size > 0 ? size : 0] = '\0';
	line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	message_error("lttng-sessiond did not start: %s", line[0] ? line : "it said nothing");
}

bool daemon_has_died(const struct daemon *daemon)
{
	siginfo_t info = { 0 };

	return daemon->pid > 0 &&
	       waitid(P_PID, (id_t)daemon->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid != 0;
}

static int wait_until_ready(const struct daemon *daemon)
{
	int64_t deadline = clock_ms() + START_TIMEOUT_MS;
	sigset_t signals;
	int64_t left;

	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	while ((left = deadline - clock_ms()) > 0) {
		struct timespec timeout = { left / 1000, left % 1000 * 1000000 };
		siginfo_t info;
		int signal = sigtimedwait(&signals, &info, &timeout);

		if (signal == SIGUSR1)
			return 0;
		if (signal == SIGINT || signal == SIGTERM)
			return -EINTR;
		if (daemon_has_died(daemon)) {
			print_log(daemon);
			return -ECHILD;
		}
	}

	message_error("lttng-sessiond is not ready after %d s", START_TIMEOUT_MS / 1000);
	return -ETIMEDOUT;
}

static int start(struct daemon *daemon)
{
	daemon->log = memfd_create("lttng-sessiond", MFD_CLOEXEC);
	if (daemon->log < 0)
		return -errno;

	daemon->pid = fork();
	if (daemon->pid < 0) {
		daemon->pid = 0;
		return -errno;
	}
	if (daemon->pid == 0)
		run_daemon(daemon->log, daemon->is_private);
	/* Both sides do it: whoever comes first, it is done when either goes on. */
	setpgid(daemon->pid, daemon->pid);
	return wait_until_ready(daemon);
}

int daemon_start_private(struct daemon *daemon)
{
	int result;

	daemon->is_private = true;
	result = geteuid() == 0 ? enter_namespace() : make_home(daemon);
	if (result == 0)
		return start(daemon);

	daemon->is_private = false;
	return result;
}

int daemon_start_shared(struct daemon *daemon)
{
	return start(daemon);
}

/*
 * What a daemon that ends in its own time does last: instrumented processes on the machine look
 * at this word, and while it is set they wake up every few seconds to look for a daemon.
 */
static void clear_wait_word(void)
{
	static const int none = 0;
	char path[64];
	int fd;

	if (geteuid() == 0)
		snprintf(path, sizeof(path), "/dev/shm/lttng-ust-wait-8");
	else
		snprintf(path, sizeof(path), "/dev/shm/lttng-ust-wait-8-%u", (unsigned)geteuid());
	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return;

	if (pwrite(fd, &none, sizeof(none), 0) < 0)
		message_note("%s: %s", path, strerror(errno));
	close(fd);
}

/* What a private daemon has not written by now it will not: it need not close its sessions. */
static void stop(struct daemon *daemon)
{
	int64_t deadline = clock_ms() + (daemon->is_private ? HURRY_MS : STOP_TIMEOUT_MS);

	kill(daemon->pid, SIGTERM);
	while (!daemon_has_died(daemon) && clock_ms() < deadline)
		clock_sleep_ms(2);

	/* Its consumer too. Not reaped yet, so that the number of the group is still ours. */
	kill(-daemon->pid, SIGKILL);
	while (waitpid(daemon->pid, NULL, 0) < 0 && errno == EINTR)
		;
	daemon->pid = 0;
	clear_wait_word();
}

void daemon_abandon(struct daemon *daemon)
{
	daemon->pid = 0;
}

void daemon_finish(struct daemon *daemon)
{
	if (daemon->pid > 0)
		stop(daemon);
	if (daemon->log >= 0)
		close(daemon->log);
	if (daemon->home) {
		folder_remove(daemon->home);
		unsetenv("LTTNG_HOME");
		free(daemon->home);
	}
	daemon_init(daemon);
}
