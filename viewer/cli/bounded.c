#include "viewer/cli/bounded.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "viewer/cli/clock.h"

int bounded_reply_create(struct bounded_reply **out)
{
	void *memory = mmap(NULL, sizeof(struct bounded_reply), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return -errno;

	*out = memory;
	return 0;
}

void bounded_reply_destroy(struct bounded_reply *reply)
{
	if (reply)
		munmap(reply, sizeof(*reply));
}

/* The child holds the only writing end: it is hung up when the child is gone, however it ended. */
static bool ends_in_time(int fd, int timeout_ms)
{
	int64_t deadline = clock_ms() + timeout_ms;
	struct pollfd end = { .fd = fd, .events = POLLIN };
	int result;

	do {
		int64_t left = deadline - clock_ms();

		result = poll(&end, 1, left > 0 ? (int)left : 0);
	} while (result < 0 && errno == EINTR);

	return result > 0;
}

int bounded_call(struct bounded_reply *reply, int timeout_ms,
	int (*call)(struct bounded_reply *reply, const void *context), const void *context)
{
	bool in_time;
	int ends[2];
	pid_t child;

	memset(reply, 0, sizeof(*reply));
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;

	child = fork();
	if (child < 0) {
		int error = errno;

		close(ends[0]);
		close(ends[1]);
		return -error;
	}
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		reply->status = call(reply, context);
		reply->is_done = true;
		_exit(0);
	}

	close(ends[1]);
	in_time = ends_in_time(ends[0], timeout_ms);
	close(ends[0]);
	if (!in_time)
		kill(child, SIGKILL);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;

	if (reply->is_done)
		return 0;
	return in_time ? BOUNDED_DIED : BOUNDED_TIME_IS_UP;
}
