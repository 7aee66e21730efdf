#!/usr/bin/env bash
# Messages are shown while they are recorded, through a relay daemon.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

host=$DRVTRACE_BUILD/drivers/host/drvhost
if ! command -v lttng-relayd >/dev/null || [ ! -x "$host" ]; then
	echo "skipped: lttng-relayd is not installed, or there are no drivers" >&2
	exit 77
fi

read -r control data live nobody no_data <<<"$(python3 -c '
import socket
sockets = [socket.socket() for _ in range(5)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])')"
mkdir relay
lttng-relayd -C "tcp://127.0.0.1:$control" -D "tcp://127.0.0.1:$data" -L "tcp://127.0.0.1:$live" \
	-o "$PWD/relay" >relayd.log 2>&1 &
relayd=$!
trap 'kill $relayd; wait $relayd 2>/dev/null; rm -rf "$scratch"' EXIT
url=net://127.0.0.1:$live

wait_for_text() { # wait_for_text TEXT FILE
	for _ in $(seq 600); do
		grep -qF -e "$1" "$2" 2>/dev/null && return
		sleep 0.05
	done
	fail "'$1' is not in $2: $(cat "$2")"
}

# Nobody records yet, or nobody is there.
wait_for_relayd() {
	for _ in $(seq 200); do
		timeout 20 "$drvtrace" log --follow "$url" 2>&1 | grep -q "no live session" && return
		sleep 0.05
	done
	fail "the relay daemon does not answer: $(cat relayd.log)"
}
wait_for_relayd
run 2 "$drvtrace" log --follow "$url"
expect_error "drvtrace: $url: no live session is recorded there"
run 2 "$drvtrace" log --follow "$url/host/nowhere/nothing"
expect_error "drvtrace: $url/host/nowhere/nothing: no live session of this name is recorded there"
run 2 "$drvtrace" log --follow "net://127.0.0.1:$nobody"
grep -q "Connection refused" "$scratch/err" || fail "nobody is there: $(cat "$scratch/err")"
run 2 "$drvtrace" record --url="net://127.0.0.1:$nobody:$no_data" -- true
grep -q "cannot record: .*lttng-relayd" "$scratch/err" || fail "no relay: $(cat "$scratch/err")"

# A driver is loaded again and again until it has been seen.
cat >command <<'END'
until [ -e seen ]; do
	"$1" "$2"
	sleep 0.1
done
END
record() { # record: in the background, its pid is in $recorder
	rm -f seen record.err followed # or what the last one said is found
	"$drvtrace" record --url="net://127.0.0.1:$control:$data" -- sh ./command "$host" \
		"$DRVTRACE_BUILD/drivers/samples/kmdf_control.so" >record.out 2>record.err &
	recorder=$!
	wait_for_text "follow it: drvtrace log --follow net://127.0.0.1:5344/host/" record.err
}

record
session=$(sed -n 's|.*--follow net://127.0.0.1:5344\(/host/.*\)|\1|p' record.err)
timeout 60 "$drvtrace" log --follow "$url$session" >followed 2>followed.err &
follower=$!
wait_for_text "[kmdf_control]EvtDriverContextCleanup: tracing ends" followed
# One viewer is enough for a session.
run 2 "$drvtrace" log --follow "$url"
grep -q "already a viewer attached" "$scratch/err" || fail "a second viewer: $(cat "$scratch/err")"
touch seen
wait $recorder || fail "the recording has failed: $(cat record.err)"
grep -q "recorded by the relay daemon as session ${session##*/}" record.err ||
	fail "where is the recording: $(cat record.err)"
wait $follower || fail "the follower has failed: $(cat followed.err)"
grep -q "^SUMMARY: log shown=[1-9]" followed || fail "no counts: $(cat followed)"
run 0 "$drvtrace" log relay
expect_output "[kmdf_control]DriverEntry: driver object "

# The follower is interrupted, and counts.
record
env --default-signal=INT timeout 60 "$drvtrace" log --format=json --follow "$url" >followed 2>&1 &
follower=$!
wait_for_text '"type":"message"' followed
kill -INT "$(ps -o pid= --ppid $follower | tr -d ' ')"
wait $follower || fail "an interrupted follower ends with $?"
tail -1 followed | grep -q '"type":"end","shown":[1-9]' || fail "no counts: $(tail -1 followed)"
touch seen
wait $recorder || fail "the recording has failed: $(cat record.err)"

run 2 "$drvtrace" log --follow "net6://[::1]"
expect_error "drvtrace: net6://[::1]: a relay daemon is followed over IPv4 alone: net://HOST"

# Over IPv6 it is recorded, and followed over IPv4.
if python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; then
	read -r control data live <<<"$(python3 -c '
import socket
sockets = [socket.socket(socket.AF_INET6) for _ in range(3)]
for s in sockets:
    s.bind(("::1", 0))
print(*[s.getsockname()[1] for s in sockets])')"
	kill $relayd
	wait $relayd 2>/dev/null
	mkdir relay6
	lttng-relayd -C "tcp6://[::1]:$control" -D "tcp6://[::1]:$data" -L "tcp://127.0.0.1:$live" \
		-o "$PWD/relay6" >relayd.log 2>&1 &
	relayd=$!
	url=net://127.0.0.1:$live
	wait_for_relayd
	run 0 "$drvtrace" record --url="net6://[::1]:$control:$data" -- "$host" \
		"$DRVTRACE_BUILD/drivers/samples/kmdf_control.so"
	grep -q "follow it, by an IPv4 address: drvtrace log --follow net://HOST:5344/host/" "$scratch/err" ||
		fail "nobody says how to follow it: $(cat "$scratch/err")"
	run 0 "$drvtrace" log relay6
	expect_output "[kmdf_control]DriverEntry: driver object "
fi

expect_nothing_left
finish
