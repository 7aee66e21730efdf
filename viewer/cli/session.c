#include "viewer/cli/session.h"

#include <lttng/lttng.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "viewer/cli/bounded.h"
#include "viewer/cli/clock.h"

enum {
	SUB_BUFFER_COUNT = 4,
	SUB_BUFFER_MAX_BYTES = 512 * 1024,
	SUB_BUFFER_MIN_BYTES = 16 * 1024,
	WAIT_PER_EVENT_US = 100000, /* a busy machine leaves the consumer out for some 10 ms */
	CALL_TIMEOUT_MS = 10000,
	STOP_TIMEOUT_MS = 10000, /* a stopped process holds the daemon up for 5 s */
	DESTROY_TIMEOUT_MS = 3000,
	POLL_MS = 1,
	LIVE_PERIOD_US = 200000, /* how long a follower waits for an event */
};

static const char channel_name[] = "drvtrace";

/* With a private daemon a user of group "tracing" must not be led to root's. */
static void choose_daemon(const struct session_settings *settings)
{
	if (settings->is_private && geteuid() != 0)
		lttng_set_tracing_group("");
}

static int refuse(struct bounded_reply *reply, const char *what, int code)
{
	snprintf(reply->text, sizeof(reply->text), "cannot %s: %s", what, lttng_strerror(code));
	return -EIO;
}

/*
 * The buffers of every CPU together may take half of what /dev/shm has left: where it is small
 * (in containers), the tracer would otherwise fail in COMMAND, silently.
 */
static uint64_t sub_buffer_bytes(void)
{
	long cpu_count = sysconf(_SC_NPROCESSORS_CONF);
	uint64_t bytes = SUB_BUFFER_MAX_BYTES;
	struct statvfs shm;
	uint64_t budget;

	if (statvfs("/dev/shm", &shm) < 0)
		return bytes;

	budget = (uint64_t)shm.f_bavail * shm.f_frsize / 2;
	while (bytes > SUB_BUFFER_MIN_BYTES &&
		bytes * SUB_BUFFER_COUNT * (uint64_t)(cpu_count > 0 ? cpu_count : 1) > budget)
		bytes /= 2;
	return bytes;
}

static int enable_channel(struct bounded_reply *reply, const struct session_settings *settings,
	struct lttng_handle *handle, struct lttng_domain *domain)
{
	struct lttng_channel *channel = lttng_channel_create(domain);
	int code;

	if (!channel)
		return refuse(reply, "create a channel", -LTTNG_ERR_NOMEM);

	snprintf(channel->name, sizeof(channel->name), "%s", channel_name);
	channel->attr.overwrite = settings->is_snapshot;
	channel->attr.subbuf_size = sub_buffer_bytes();
	channel->attr.num_subbuf = SUB_BUFFER_COUNT;
	if (settings->is_waiting)
		lttng_channel_set_blocking_timeout(channel, WAIT_PER_EVENT_US);
	code = lttng_enable_channel(handle, channel);
	lttng_channel_destroy(channel);
	return code < 0 ? refuse(reply, "enable the channel", code) : 0;
}

/* `level`: of the tracer, -1: all. */
static int enable_event(struct bounded_reply *reply, struct lttng_handle *handle,
	const char *pattern, int level, const char *filter)
{
	struct lttng_event *event = lttng_event_create();
	int code;

	if (!event)
		return refuse(reply, "enable events", -LTTNG_ERR_NOMEM);

	event->type = LTTNG_EVENT_TRACEPOINT;
	event->loglevel_type = level < 0 ? LTTNG_EVENT_LOGLEVEL_ALL : LTTNG_EVENT_LOGLEVEL_RANGE;
	event->loglevel = level;
	snprintf(event->name, sizeof(event->name), "%s", pattern);
	code = lttng_enable_event_with_filter(handle, event, channel_name, filter);
	lttng_event_destroy(event);
	return code < 0 ? refuse(reply, "enable the events", code) : 0;
}

/* As the library maps the levels of messages. */
static int tracer_level(uint8_t level)
{
	static const int levels[] = {
		-1,
		LTTNG_LOGLEVEL_CRIT,
		LTTNG_LOGLEVEL_ERR,
		LTTNG_LOGLEVEL_WARNING,
		LTTNG_LOGLEVEL_INFO,
	};

	return level < sizeof(levels) / sizeof(levels[0]) ? levels[level] : LTTNG_LOGLEVEL_DEBUG;
}

/* A message whose level is known at run time only bears the least severe one, and a field. */
static int enable_messages(struct bounded_reply *reply, const struct session_settings *settings,
	struct lttng_handle *handle, const char *pattern)
{
	int level = tracer_level(settings->level);
	int result = enable_event(reply, handle, pattern, level, NULL);
	char filter[32];

	if (result < 0 || level < 0)
		return result;
	snprintf(filter, sizeof(filter), "level <= %u", settings->level);
	return enable_event(reply, handle, pattern, -1, filter);
}

/*
 * Messages are the events with parentheses in their names, "driver:FLAG.file.c(12)": no event that
 * a macro of the tracer declares has them.
 */
static int enable_events(struct bounded_reply *reply, const struct session_settings *settings,
	struct lttng_handle *handle)
{
	const char *flags = settings->flags;
	int result = enable_event(reply, handle, "drvtrace:*", -1, NULL);

	if (result == 0 && !flags)
		result = enable_messages(reply, settings, handle, "*:*(*)*");
	while (result == 0 && flags && *flags) {
		size_t length = strcspn(flags, ",");
		char pattern[LTTNG_SYMBOL_NAME_LEN];

		snprintf(pattern, sizeof(pattern), "*:%.*s.*(*)*", (int)length, flags);
		result = enable_messages(reply, settings, handle, pattern);
		flags += length + (flags[length] == ',');
	}
	return result;
}

static struct lttng_session_descriptor *describe(const struct session_settings *settings)
{
	if (settings->url)
		return lttng_session_descriptor_live_network_create(
			settings->name, settings->url, NULL, LIVE_PERIOD_US);
	if (settings->is_snapshot)
		return lttng_session_descriptor_snapshot_local_create(
			settings->name, settings->folder);
	return lttng_session_descriptor_local_create(settings->name, settings->folder);
}

static int create_session(struct bounded_reply *reply, const struct session_settings *settings)
{
	struct lttng_session_descriptor *descriptor = describe(settings);
	enum lttng_error_code code;

	if (!descriptor)
		return refuse(reply, "create a session", -LTTNG_ERR_INVALID);

	code = lttng_create_session_ext(descriptor);
	lttng_session_descriptor_destroy(descriptor);
	return code == LTTNG_OK ? 0 : refuse(reply, "create a session", -(int)code);
}

static int fill_session(struct bounded_reply *reply, const struct session_settings *settings)
{
	struct lttng_domain domain = {
		.type = LTTNG_DOMAIN_UST,
		.buf_type = LTTNG_BUFFER_PER_UID,
	};
	struct lttng_handle *handle = lttng_create_handle(settings->name, &domain);
	int result;

	if (!handle)
		return refuse(reply, "open the session", -LTTNG_ERR_NOMEM);

	result = enable_channel(reply, settings, handle, &domain);
	if (result == 0)
		result = enable_events(reply, settings, handle);
	lttng_destroy_handle(handle);
	if (result == 0) {
		int code = lttng_start_tracing(settings->name);

		result = code < 0 ? refuse(reply, "start recording", code) : 0;
	}
	return result;
}

static int start(struct bounded_reply *reply, const void *context)
{
	const struct session_settings *settings = context;
	int result;

	choose_daemon(settings);
	result = create_session(reply, settings);
	if (result < 0)
		return result;

	result = fill_session(reply, settings);
	if (result < 0)
		lttng_destroy_session_no_wait(settings->name);
	return result;
}

static int is_finished(struct bounded_reply *reply, int condition)
{
	if (condition == BOUNDED_TIME_IS_UP)
		snprintf(reply->text, sizeof(reply->text), "the session daemon does not answer");
	else if (condition == BOUNDED_DIED)
		snprintf(reply->text, sizeof(reply->text), "liblttng-ctl ended the conversation");
	else if (condition < 0)
		snprintf(reply->text, sizeof(reply->text), "%s", strerror(-condition));
	return condition == 0;
}

int session_start(struct bounded_reply *reply, const struct session_settings *settings)
{
	if (!is_finished(reply, bounded_call(reply, CALL_TIMEOUT_MS, start, settings)))
		return -EIO;

	return reply->status;
}

/* A registered process that has just ended may still be on the daemon's list. */
static bool is_alive(int32_t pid)
{
	char path[64], line[512], state = 'Z';
	const char *name_end;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;

	if (fgets(line, sizeof(line), file) && (name_end = strrchr(line, ')')) && name_end[1])
		state = name_end[2];
	fclose(file);
	return state != 'Z' && state != 'X';
}

static bool is_noted(const struct bounded_reply *reply, int32_t pid)
{
	for (size_t i = 0; i < reply->pid_count; i++)
		if (reply->pids[i] == pid)
			return true;
	return false;
}

/* A process is on the list as often as it has tracepoints. */
static void note_processes(struct bounded_reply *reply)
{
	struct lttng_domain domain = { .type = LTTNG_DOMAIN_UST };
	struct lttng_handle *handle = lttng_create_handle(NULL, &domain);
	struct lttng_event *events = NULL;
	int count = handle ? lttng_list_tracepoints(handle, &events) : -1;

	for (int i = 0; i < count; i++) {
		if (is_noted(reply, events[i].pid) || !is_alive(events[i].pid))
			continue;
		if (reply->pid_count == BOUNDED_PID_MAX)
			count = -1;
		else
			reply->pids[reply->pid_count++] = events[i].pid;
	}
	reply->has_pids = count >= 0;
	free(events);
	lttng_destroy_handle(handle);
}

static int stop(struct bounded_reply *reply, const void *context)
{
	const struct session_settings *settings = context;
	int code;

	choose_daemon(settings);
	code = lttng_stop_tracing_no_wait(settings->name);
	if (code < 0 && code != -LTTNG_ERR_TRACE_ALREADY_STOPPED)
		return refuse(reply, "stop recording", code);
	if (settings->is_private)
		note_processes(reply);

	/* The time limit of the whole call ends this, too. */
	while (lttng_data_pending(settings->name) == 1)
		clock_sleep_ms(POLL_MS);
	return 0;
}

/* Not lttng_destroy_session(): that waits for ever when a buffer is poisoned. */
static int destroy(struct bounded_reply *reply, const void *context)
{
	const struct session_settings *settings = context;
	struct lttng_destruction_handle *handle = NULL;
	enum lttng_destruction_handle_status status;
	enum lttng_error_code code;

	choose_daemon(settings);
	code = lttng_destroy_session_ext(settings->name, &handle);
	if (code != LTTNG_OK)
		return refuse(reply, "end the session", -(int)code);

	status = lttng_destruction_handle_wait_for_completion(handle, DESTROY_TIMEOUT_MS);
	lttng_destruction_handle_destroy(handle);
	return status == LTTNG_DESTRUCTION_HANDLE_STATUS_COMPLETED ? 0 : -ETIMEDOUT;
}

void session_stop(struct bounded_reply *reply, const struct session_settings *settings,
	bool is_destroy, struct session_end *end)
{
	struct bounded_reply *last = NULL;
	bool is_done;

	is_done = is_finished(reply, bounded_call(reply, STOP_TIMEOUT_MS, stop, settings));
	end->is_stopped = is_done && reply->status == 0;
	end->is_destroyed = false;
	if (!is_done || !is_destroy || bounded_reply_create(&last) < 0)
		return;

	if (is_finished(last, bounded_call(last, CALL_TIMEOUT_MS, destroy, settings)))
		end->is_destroyed = last->status == 0;
	bounded_reply_destroy(last);
}

static int snapshot(struct bounded_reply *reply, const void *context)
{
	const struct session_settings *settings = context;
	int code;

	choose_daemon(settings);
	code = lttng_snapshot_record(settings->name, NULL, 0);
	return code < 0 ? refuse(reply, "write what is in memory", code) : 0;
}

int session_snapshot(struct bounded_reply *reply, const struct session_settings *settings)
{
	if (!is_finished(reply, bounded_call(reply, CALL_TIMEOUT_MS, snapshot, settings)))
		return -EIO;

	return reply->status;
}

static int ask_alive(struct bounded_reply *reply, const void *context)
{
	(void)reply;
	(void)context;
	return lttng_session_daemon_alive();
}

int session_daemon_is_running(struct bounded_reply *reply, bool *is_running)
{
	if (!is_finished(reply, bounded_call(reply, CALL_TIMEOUT_MS, ask_alive, NULL)))
		return -EIO;

	*is_running = reply->status == 1;
	return 0;
}

static int count_sessions(struct bounded_reply *reply, const void *context)
{
	struct lttng_session *sessions = NULL;
	int count = lttng_list_sessions(&sessions);

	(void)reply;
	(void)context;
	free(sessions);
	return count;
}

bool session_daemon_is_idle(struct bounded_reply *reply)
{
	return bounded_call(reply, CALL_TIMEOUT_MS, count_sessions, NULL) == 0 &&
	       reply->status == 0;
}
