#!/usr/bin/env bash
# A recording ends in bounded time and leaves nothing behind, whatever goes wrong.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

# Signals are the command's, and the recording ends well.
for signal in INT TERM; do
	rm -f up
	in_background "$drvtrace" record -o "ended$signal" -- "$program" acquire 2 touch up wait
	recorder=$!
	wait_for_file up
	kill -"$signal" "$recorder"
	wait "$recorder"
	status=$?
	[ "$status" = 5 ] || fail "after SIG$signal the exit status is $status instead of 5"
	expect_events 3 "ended$signal" acquire
	expect_events 1 "ended$signal" driver_cleanup
done

# A daemon that does not answer.
rm -f up
in_background "$drvtrace" record -o stuck -- "$program" acquire 2 touch up wait
recorder=$!
wait_for_file up
kill -STOP "$(our_processes lttng-sessiond)"
kill -TERM "$recorder"
for _ in $(seq 600); do
	kill -0 "$recorder" 2>/dev/null || break
	sleep 0.1
done
if kill -KILL "$recorder" 2>/dev/null; then
	fail "a recording with a stopped daemon has not ended"
fi
wait "$recorder"
[ $? = 2 ] || fail "a recording that cannot be read does not end with status 2"
expect_error "drvtrace: $PWD/stuck: the recording may lack its end: the session daemon does not answer
drvtrace: $PWD/stuck: the recording cannot be read: its metadata was never written"
expect_nothing_left

# A daemon that dies.
rm -f up
in_background "$drvtrace" record -o died -- "$program" acquire 2 touch up wait
recorder=$!
wait_for_file up
kill -KILL "$(our_processes lttng-sessiond)"
for _ in $(seq 200); do
	grep -q "died" "$scratch/err" && break
	sleep 0.05
done
kill -TERM "$recorder"
wait "$recorder"
grep -qx "drvtrace: the session daemon died: nothing is recorded from now on" "$scratch/err" ||
	fail "nobody says that the daemon died: $(cat "$scratch/err")"
expect_nothing_left

# A daemon that does not start.
mkdir bin
printf '#!/bin/sh\necho "one line" >&2\necho "Error: the reason" >&2\nexit 1\n' >bin/lttng-sessiond
chmod 755 bin/lttng-sessiond
PATH=$PWD/bin:$PATH run 2 "$drvtrace" record -o unstarted -- "$program"
expect_error "drvtrace: lttng-sessiond did not start: Error: the reason"
[ ! -e unstarted ] || fail "a folder is left of what was not recorded"

# The recorder itself is killed: its daemon goes with it, the command stays.
rm -f up
in_background "$drvtrace" record -o orphan -- "$program" touch up wait
recorder=$!
wait_for_file up
command_pid=$(our_processes cli_program)
kill -KILL "$recorder"
wait "$recorder" 2>/dev/null
kill -TERM "$command_pid" || fail "the command was killed with the recorder"
rm -rf "$scratch"/tmp/drvtrace-*
expect_nothing_left

finish
