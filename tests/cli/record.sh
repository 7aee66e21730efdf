#!/usr/bin/env bash
# A recording ends with a readable trace, whatever becomes of the command.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

note() { # note FOLDER: what the recorder noted, in one line
	cat "$1/drvtrace-recording.json"
}

# All went well.
run 0 "$drvtrace" record -o good -- "$program" acquire 3 release 3
expect_error "drvtrace: recorded in $PWD/good
drvtrace: next: drvtrace leaks $PWD/good"
expect_nothing_on_stdout
expect_events 4 good acquire
expect_events 4 good release
[ "$(note good)" = "{\"schema\":\"drvtrace.recording/1\",\"command\":[\"$program\",\"acquire\",\"3\",\
\"release\",\"3\"],\"exit_status\":0,\"signal\":0,\"running_pids\":[]}" ] || fail "the note: $(note good)"
[ -z "$(find good -mindepth 2 -name drvtrace-recording.json)" ] || fail "the note lies in a trace"

# What the command reads and prints is its own.
echo text | timeout 60 "$drvtrace" record -o echo -- sh -c 'cat; echo more >&2' \
	>"$scratch/out" 2>"$scratch/err"
expect_output text
grep -qx more "$scratch/err" || fail "the command's stderr is lost"
grep -q "nothing was recorded: no process of sh uses libdrvtrace" "$scratch/err" ||
	fail "nobody says that nothing was recorded"

# The command fails, or is killed.
run 7 "$drvtrace" record -o failing -- "$program" acquire 1 exit 7
expect_events 2 failing acquire
run 137 "$drvtrace" record -o killed -- "$program" acquire 5 kill 9
expect_events 6 killed acquire
case $(note killed) in
*'"exit_status":0,"signal":9,'*) ;;
*) fail "the note on a killed command: $(note killed)" ;;
esac

# Whoever starts it has closed a file that everybody else has open, or ignores that children end.
"$drvtrace" record -o closed -- "$program" acquire 2 <&- >&- 2>&- || fail "without files: status $?"
expect_events 3 closed acquire
run 5 env --ignore-signal=CHLD "$drvtrace" record -o ignoring -- "$program" acquire 2 exit 5
expect_events 3 ignoring acquire
run 1 env --ignore-signal=CHLD "$drvtrace" check -- "$program" acquire 2

# There is no place for the tracer's buffers.
if unshare -m true 2>/dev/null; then
	run 2 unshare -m sh -c 'mount -t tmpfs -o ro none /dev/shm && exec "$0" "$@"' \
		"$drvtrace" record -o nowhere -- "$program" acquire 1
	expect_error "drvtrace: /dev/shm cannot be written: Read-only file system; LTTng keeps its buffers there"
	[ ! -e nowhere ] || fail "a folder without a trace is left"
fi

# It cannot be run.
run 2 "$drvtrace" record -o none -- ./no-such-command
expect_error "drvtrace: ./no-such-command: cannot be run: No such file or directory"
[ ! -e none ] || fail "a folder is left of what was not recorded"
echo text >script
run 2 "$drvtrace" record -o none -- ./script
expect_error "drvtrace: ./script: cannot be run: Permission denied"

# Any argument can be noted: quotes, line feeds, UTF-8, and bytes that are none.
run 0 "$drvtrace" record -o arguments -- "$program" acquire 1 $'"a\nb\\' ü $'\xff'
python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))["command"][4] == "ü" or sys.exit(1)' \
	arguments/drvtrace-recording.json || fail "the note is not valid: $(note arguments)"

# Folders.
run 2 "$drvtrace" record -o good -- "$program"
expect_error "drvtrace: good: is not empty; a recording needs a folder of its own"
expect_events 4 good acquire
run 2 "$drvtrace" record -o script -- "$program"
expect_error "drvtrace: script: cannot create the folder: Not a directory"
run 2 "$drvtrace" record -o no/where -- "$program"
expect_error "drvtrace: no/where: cannot create the folder: No such file or directory"
mkdir ready
run 0 "$drvtrace" record -o ready -- "$program" acquire 1
expect_events 2 ready acquire
mkdir 'a folder *'
run 0 "$drvtrace" record -o 'a folder *' -- "$program" acquire 1
expect_events 2 'a folder *' acquire
mkdir default
(cd default && run 0 "$drvtrace" record "$program" acquire 1)
ls default | grep -qxE 'drvtrace-cli_program-[0-9]{8}-[0-9]{6}' ||
	fail "the default folder is named $(ls default)"

# Who is still there at the end is noted.
run 0 "$drvtrace" record -o running -- sh -c '"$0" acquire 1 touch up sleep 30 &
	while [ ! -e up ]; do sleep 0.05; done; echo $! >pid; exec "$0"' "$program"
[ "$(note running | sed 's/.*"running_pids":\[\(.*\)\].*/\1/')" = "$(cat pid)" ] ||
	fail "running: $(cat pid) instead of $(note running)"
kill "$(cat pid)"

# Waiting instead of losing.
run 0 "$drvtrace" record --loss=wait -o wait -- "$program" acquire 300000
expect_events 300001 wait acquire

expect_nothing_left
finish
