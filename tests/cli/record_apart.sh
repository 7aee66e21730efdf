#!/usr/bin/env bash
# Recordings that run at the same time have each its own events, also with a session of others.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

pids=()
for i in 1 2 3; do
	timeout 90 "$drvtrace" record -o "run$i" -- "$program" acquire "$i" touch "up$i" sleep 2 \
		2>"$scratch/err$i" &
	pids+=($!)
done
for pid in "${pids[@]}"; do
	wait "$pid" || fail "a parallel recording ended with status $?"
done
for i in 1 2 3; do
	expect_events $((i + 1)) "run$i" acquire
done

# The daemon that everybody uses records what everybody does; here, the one of a session before.
if [ "$(id -u)" = 0 ]; then
	export source_folder drvtrace program
	"$source_folder/tests/support/with-session-daemon" bash -c '
		lttng --no-sessiond create others --output="$PWD/others" &&
		lttng --no-sessiond enable-event -u "drvtrace:*" &&
		lttng --no-sessiond start &&
		"$drvtrace" record -o mine -- "$program" acquire 1 &&
		"$drvtrace" record --daemon=running -o shared -- "$program" acquire 2 &&
		lttng --no-sessiond list others &&
		timeout 30 lttng --no-sessiond destroy others' >"$scratch/out" 2>&1 || {
		fail "recording beside another session"
		cat "$scratch/out" >&2
	}
	expect_events 2 mine acquire
	expect_events 3 shared acquire
	expect_events 3 others acquire
fi

expect_nothing_left
finish
