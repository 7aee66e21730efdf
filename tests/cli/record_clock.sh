#!/usr/bin/env bash
# With the time stamp counter as its clock, a recording is as any other: on disk, for a normal user,
# and while it is followed. Where the counter is not fit for it, recording is refused.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
needs_recording

refused="drvtrace: cannot record with the time stamp counter:"
run 2 "$drvtrace" record --clock=tsc --daemon=running -o never -- "$program"
expect_error "$refused the session daemon that everybody uses has a clock of its own"

"$drvtrace" record --clock=tsc -o first -- true 2>"$scratch/err"
status=$?
if [ $status = 2 ] && grep -q "^$refused " "$scratch/err" && [ ! -e first ]; then
	cat "$scratch/err" >&2
	[ "$failures" = 0 ] || exit 1
	exit 77
fi
[ $status = 0 ] || fail "neither recorded nor refused: $(cat "$scratch/err")"

# The plugin is found from where the program lies.
mkdir "$scratch/bin"
cp "$drvtrace" "$program" "$DRVTRACE_BUILD"/tracelib/libdrvtrace.so* "$scratch/bin"
run 2 "$scratch/bin/drvtrace" record --clock=tsc -o never -- "$program"
expect_error "$refused the plugin that reads it is not installed"
[ ! -e never ] || fail "a refused recording leaves a folder"
plugin=$(find "$DRVTRACE_BUILD/viewer" -name libdrvtrace-tsc.so)
folder=$(realpath -m --relative-to="$DRVTRACE_BUILD/viewer/cli" "$(dirname "$plugin")")
mkdir -p "$scratch/bin/$folder"
cp "$plugin" "$scratch/bin/$folder"

# Both readers agree, to the nanosecond, and the times are those of the day.
check_trace() { # check_trace FOLDER BEGIN END
	local first last packets
	"$DRVTRACE_BUILD/tests/differential/compare_traces" "$1" ||
		fail "$1: the readers do not agree"
	grep -qa 'description = "Time Stamp Counter"' "$(find "$1" -name metadata | head -1)" ||
		fail "$1: another clock"
	packets=$("$here/index_fits.py" "$1") && [ "$packets" -gt 0 ] || fail "$1: its index"
	first=$(babeltrace2 --clock-seconds "$1" | head -1 | sed 's/^\[\([0-9]*\).*/\1/')
	last=$(babeltrace2 --clock-seconds "$1" | tail -1 | sed 's/^\[\([0-9]*\).*/\1/')
	[ "$first" -ge $(($2 - 1)) ] && [ "$last" -le $(($3 + 1)) ] ||
		fail "$1: from $first to $last, but it was recorded from $2 to $3"
}

# Several processes, and packets; even if nobody empties them, the buffers hold all.
begin=$(date +%s)
run 0 "$drvtrace" record --clock=tsc -o several -- sh -c '
	"$0" acquire 8000 release 8000 & "$0" acquire 8000 release 8000; wait' "$program"
expect_events 16002 several acquire
expect_events 16002 several release
check_trace several "$begin" "$(date +%s)"
run 0 "$drvtrace" leaks several
run 1 "$drvtrace" check --clock=tsc -- "$program" acquire 2

# The environment is the command's only where the recording needs it.
run 0 "$drvtrace" record -o usual -- sh -c '[ -z "${LTTNG_UST_CLOCK_PLUGIN+x}" ]'

if [ "$(id -u)" = 0 ]; then
	chmod -R a+rX "$scratch"
	begin=$(date +%s)
	run 0 env LD_LIBRARY_PATH="$scratch/bin" setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$scratch/bin/drvtrace" record --clock=tsc -o user -- "$scratch/bin/cli_program" acquire 4
	expect_events 5 user acquire
	check_trace user "$begin" "$(date +%s)"
fi

# While it is followed, through a relay daemon.
if command -v lttng-relayd >/dev/null; then
	read -r control data live <<<"$(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])')"
	mkdir relay
	lttng-relayd -C "tcp://127.0.0.1:$control" -D "tcp://127.0.0.1:$data" \
		-L "tcp://127.0.0.1:$live" -o "$PWD/relay" >relayd.log 2>&1 &
	relayd=$!
	trap 'kill $relayd; wait $relayd 2>/dev/null; rm -rf "$scratch"' EXIT
	for _ in $(seq 200); do
		timeout 20 babeltrace2 -i lttng-live "net://127.0.0.1:$live" >/dev/null 2>&1 && break
		sleep 0.05
	done

	begin=$(date +%s)
	"$drvtrace" record --clock=tsc --url="net://127.0.0.1:$control:$data" -- sh -c '
		until [ -e seen ]; do "$0" acquire 10; sleep 0.1; done' "$program" 2>record.err &
	recorder=$!
	for _ in $(seq 600); do
		session=$(sed -n 's|.*--follow net://[^/]*\(/host/.*\)|\1|p' record.err)
		[ -z "$session" ] || break
		sleep 0.05
	done
	timeout 60 babeltrace2 --clock-seconds -i lttng-live "net://127.0.0.1:$live$session" \
		>followed 2>followed.err &
	follower=$!
	for _ in $(seq 600); do
		grep -q drvtrace:acquire followed && break
		sleep 0.05
	done
	touch seen
	wait $recorder || fail "the recording has failed: $(cat record.err)"
	wait $follower || fail "the follower has failed: $(cat followed.err)"
	sed -n 's/^\[\([0-9]*\).*/\1/p' followed | sort -n >times
	[ -s times ] && [ "$(head -1 times)" -ge $((begin - 1)) ] &&
		[ "$(tail -1 times)" -le $(($(date +%s) + 1)) ] ||
		fail "followed from $(head -1 times) to $(tail -1 times), but it began at $begin"
	check_trace relay "$begin" "$(date +%s)"
fi

expect_nothing_left
finish
