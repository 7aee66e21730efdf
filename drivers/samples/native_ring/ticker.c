#include "ticker.h"

#include <drvtrace/drvtrace.h>
#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "station.h"

static int open_timer(struct ticker *ticker, long period_ns)
{
	const struct itimerspec period = { { 0, period_ns }, { 0, period_ns } };

	if (DRVTRACE_FAULT_POINT(&station_driver, "timerfd_create"))
		return -EMFILE;
	ticker->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (ticker->timer_fd < 0)
		return -errno;
	DRVTRACE_ACQUIRE(
		&station_driver, DRVTRACE_KIND_FD, DRVTRACE_FD(ticker->timer_fd), 0, 0, NULL);

	if (timerfd_settime(ticker->timer_fd, 0, &period, NULL) < 0)
		return -errno;
	return 0;
}

static int open_loop(struct ticker *ticker)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (DRVTRACE_FAULT_POINT(&station_driver, "epoll_create"))
		return -EMFILE;
	ticker->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (ticker->epoll_fd < 0)
		return -errno;
	DRVTRACE_ACQUIRE(
		&station_driver, DRVTRACE_KIND_FD, DRVTRACE_FD(ticker->epoll_fd), 0, 0, NULL);

	if (DRVTRACE_FAULT_POINT(&station_driver, "epoll_ctl"))
		return -ENOSPC;
	if (epoll_ctl(ticker->epoll_fd, EPOLL_CTL_ADD, ticker->timer_fd, &event) < 0)
		return -errno;
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd < 0)
		return;
	DRVTRACE_RELEASE(&station_driver, DRVTRACE_KIND_FD, DRVTRACE_FD(*fd));
	close(*fd);
	*fd = -1;
}

int ticker_init(struct ticker *ticker, long period_ns)
{
	DRVTRACE_SPAN(&station_driver, "ticker");
	int error;

	*ticker = (struct ticker){ -1, -1 };
	error = open_timer(ticker, period_ns);
	if (!error)
		error = open_loop(ticker);
	if (error)
		ticker_finish(ticker);
	return DRVTRACE_SPAN_STATUS(error);
}

void ticker_finish(struct ticker *ticker)
{
	close_fd(&ticker->epoll_fd);
	close_fd(&ticker->timer_fd);
}

int ticker_wait(struct ticker *ticker, uint64_t *ticks_out)
{
	struct epoll_event event;
	uint64_t ticks;
	int ready;

	do
		ready = epoll_wait(ticker->epoll_fd, &event, 1, -1);
	while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return -errno;
	if (read(ticker->timer_fd, &ticks, sizeof(ticks)) != sizeof(ticks))
		return -EIO;
	*ticks_out = ticks;
	return 0;
}
