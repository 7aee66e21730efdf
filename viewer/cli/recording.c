#include "viewer/cli/recording.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "viewer/cli/bounded.h"
#include "viewer/cli/child.h"
#include "viewer/cli/daemon.h"
#include "viewer/cli/folder.h"
#include "viewer/cli/message.h"
#include "viewer/cli/recording_clock.h"
#include "viewer/cli/recording_command.h"
#include "viewer/cli/recording_note.h"
#include "viewer/cli/recording_selection.h"
#include "viewer/cli/session.h"

/* Everything that a recording holds while it runs. */
struct run {
	const struct recording_settings *settings;
	struct session_settings session;
	struct bounded_reply *reply; /* owned */
	struct daemon daemon;
	char *folder; /* owned */
	struct recording_command command;
	unsigned int snapshot_count;
};

static int refuse_clock(void)
{
	message_error(
		"cannot record with the time stamp counter: the session daemon that everybody "
		"uses has a clock of its own");
	return -EINVAL;
}

/*
 * A daemon for this recording. When root may not have a namespace, the one that everybody uses
 * must do: the one that runs, or one of ours.
 */
static int find_daemon(struct run *run)
{
	bool is_shared = run->settings->is_shared;
	bool is_running = false;
	int result;

	if (!is_shared) {
		result = daemon_start_private(&run->daemon);
		if (result != DAEMON_NOT_PERMITTED)
			return result;
		if (run->settings->is_tsc)
			return refuse_clock();
		message_note("no mount namespace is permitted here: recording with the session "
			     "daemon that everybody uses, and so what others trace meanwhile");
	}

	result = session_daemon_is_running(run->reply, &is_running);
	if (result < 0)
		message_error("cannot record: %s", run->reply->text);
	else if (!is_running)
		result = daemon_start_shared(&run->daemon);
	return result;
}

static int start_session(struct run *run)
{
	struct timespec now;
	int result;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(run->session.name, sizeof(run->session.name), "drvtrace-%d-%lld", (int)getpid(),
		(long long)now.tv_sec);
	run->session.folder = run->folder;
	run->session.url = run->settings->url;
	run->session.is_waiting = run->settings->is_waiting;
	run->session.is_private = run->daemon.is_private;
	run->session.is_snapshot = run->settings->is_snapshot;
	run->session.level = run->settings->level;
	run->session.flags = run->settings->flags;
	result = session_start(run->reply, &run->session);
	if (result < 0)
		message_error("cannot record: %s", run->reply->text);
	return result;
}

/* A signal that came before the command was there ends the recording as it would end us. */
static int check_signals(void)
{
	struct timespec none = { 0 };
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	return sigtimedwait(&signals, NULL, &none) > 0 ? -EINTR : 0;
}

/* What the user knows the recording by. */
static const char *place_of(const struct run *run)
{
	return run->folder ? run->folder : run->session.name;
}

/*
 * The end of a private daemon ends the session, too. But where something was killed, a session
 * that cannot be destroyed tells that the buffers were blocked.
 */
static void end_session(struct run *run)
{
	bool is_killed = child_exit_status(&run->command.child) >= 128;
	/* A relay daemon must be told that the session is over. */
	bool is_destroy = !run->daemon.is_private || is_killed || run->settings->url;
	struct session_end end;

	session_stop(run->reply, &run->session, is_destroy, &end);
	if (!end.is_stopped)
		message_note("%s: the recording may lack its end: %s", place_of(run),
			daemon_has_died(&run->daemon) ? "the session daemon died"
			: run->reply->text[0]         ? run->reply->text
						      : "it could not be written in time");
	else if (is_destroy && !end.is_destroyed)
		message_note("%s: the session did not end in time; a process killed while it "
			     "emitted an event has probably blocked the buffers, and later events "
			     "are lost",
			place_of(run));
}

/* A daemon that others have come to use while we did is theirs from now on. */
static void leave_daemon(struct run *run)
{
	if (run->daemon.pid > 0 && !run->daemon.is_private && !session_daemon_is_idle(run->reply) &&
		!daemon_has_died(&run->daemon)) {
		message_note("the session daemon started here is now used by others: it stays");
		daemon_abandon(&run->daemon);
	}
	daemon_finish(&run->daemon);
}

static int write_note(struct run *run)
{
	struct recording_note note = {
		.command = run->settings->command,
		.status = run->command.child.status,
		.has_pids = run->reply->has_pids,
		.pids = run->reply->pids,
		.pid_count = run->reply->pid_count,
	};
	int result = recording_note_write(&note, run->folder);

	if (result < 0)
		message_error("%s: cannot write the recording's notes: %s", run->folder,
			strerror(-result));
	return result;
}

/* Each snapshot is a folder of its own; where they overlap, readers see the events once. */
static void write_snapshot(struct run *run)
{
	if (session_snapshot(run->reply, &run->session) < 0)
		message_note("%s: a snapshot is missing: %s", run->folder, run->reply->text);
	else
		run->snapshot_count++;
}

static void wait_for_command(struct run *run)
{
	bool is_daemon_gone = false;

	if (run->settings->is_snapshot)
		message_note("keeping the newest events in memory; 'kill -USR1 %d' writes them",
			(int)getpid());
	while (!child_wait(&run->command.child)) {
		if (run->settings->is_snapshot && run->command.child.is_asked) {
			write_snapshot(run);
			message_note(
				"%s: snapshot %u is written", run->folder, run->snapshot_count);
		}
		run->command.child.is_asked = false;
		if (!is_daemon_gone && daemon_has_died(&run->daemon)) {
			is_daemon_gone = true;
			message_note("the session daemon died: nothing is recorded from now on");
		}
	}
}

static int record_command(struct run *run)
{
	int result = check_signals();

	if (result == 0)
		result = recording_command_start(&run->command, run->settings->command);
	if (result == 0)
		wait_for_command(run);
	if (result == 0 && run->settings->is_snapshot &&
		child_exit_status(&run->command.child) != 0)
		write_snapshot(run);

	end_session(run);
	return result;
}

/*
 * The relay daemon names a session after the machine that records, too. Where it serves those who
 * follow is not to be known from here: 5344, unless it was told another port.
 */
static void say_how_to_follow(const struct run *run)
{
	static const char scheme[] = "net://";
	const char *url = run->settings->url;
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	if (strncmp(url, scheme, strlen(scheme)) == 0)
		message_note("follow it: drvtrace log --follow %.*s:5344/host/%s/%s",
			(int)(strlen(scheme) + strcspn(url + strlen(scheme), ":/")), url, host,
			run->session.name);
	else
		message_note("follow it, by an IPv4 address: drvtrace log --follow "
			     "net://HOST:5344/host/%s/%s",
			host, run->session.name);
}

/* Without it the tracer fails in COMMAND, silently. */
static int check_shared_memory(void)
{
	if (access("/dev/shm", W_OK | X_OK) == 0)
		return 0;
	message_error(
		"/dev/shm cannot be written: %s; LTTng keeps its buffers there", strerror(errno));
	return -EACCES;
}

static int run_all(struct run *run)
{
	int result = bounded_reply_create(&run->reply);

	if (result == 0)
		result = recording_selection_check();
	if (result == 0)
		result = check_shared_memory();
	if (result == 0 && run->settings->is_tsc)
		result = run->settings->is_shared ? refuse_clock() : recording_clock_use_tsc();
	if (result < 0)
		return result;

	if (!run->settings->url)
		result = folder_create(
			&run->folder, run->settings->folder, run->settings->command[0]);
	if (result < 0)
		return result;

	result = find_daemon(run);
	if (result == 0)
		result = start_session(run);
	if (result == 0 && run->settings->url)
		say_how_to_follow(run);
	if (result == 0)
		result = record_command(run);
	if (result == 0 && run->folder)
		result = write_note(run);
	return result;
}

/* Nothing was recorded: the folder of ours goes, a given one is empty again. */
static void drop_folder(struct run *run)
{
	folder_remove(run->folder);
	free(run->folder);
	run->folder = NULL;
}

int recording_run(struct recording *out, const struct recording_settings *settings)
{
	struct run run = { .settings = settings };
	enum folder_content content;
	struct child_signals before;
	int result;

	*out = (struct recording){ .exit_status = RECORDING_FAILED };
	daemon_init(&run.daemon);
	child_hold_signals(&before);
	run.command.signals = &before;
	run.command.is_waiting = settings->is_waiting;

	result = run_all(&run);
	leave_daemon(&run);
	if (settings->is_tsc)
		recording_clock_reset();
	bounded_reply_destroy(run.reply);
	if (result < 0 && run.folder && !run.command.has_run)
		drop_folder(&run);
	child_drop_signals();
	child_restore_signals(&before);

	if (result == -EINTR)
		message_error("interrupted before the command was started");
	else if (result == -ENOMEM)
		message_error("out of memory");
	out->folder = run.folder;
	if (result < 0)
		return result;

	if (WIFSIGNALED(run.command.child.status))
		out->signal = WTERMSIG(run.command.child.status);
	out->exit_status = child_exit_status(&run.command.child);
	if (settings->is_snapshot && run.snapshot_count == 0 && out->exit_status == 0) {
		out->is_unwanted = true;
		drop_folder(&run);
		out->folder = NULL;
		return 0;
	}
	if (settings->url) {
		memcpy(out->session, run.session.name, sizeof(out->session));
		return 0;
	}
	content = folder_look(run.folder);
	if (content == FOLDER_UNREADABLE) {
		out->exit_status = RECORDING_FAILED;
		message_error("%s: the recording cannot be read: its metadata was never written",
			run.folder);
		return -EIO;
	}
	out->has_trace = content == FOLDER_TRACE;
	return 0;
}

void recording_finish(struct recording *recording)
{
	free(recording->folder);
	*recording = (struct recording){ 0 };
}
