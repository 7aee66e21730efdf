#!/usr/bin/env bash
# The messages of a recording, as text and as JSON, and the filters on them.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

trace=$source_folder/tests/traces/messages
log() { # log ARGUMENTS...: times are shown in UTC
	run 0 env TZ=UTC "$drvtrace" log "$@" "$trace"
}

shown() { # shown COUNT [MESSAGES]: so many, of so many that were looked at
	expect_output "SUMMARY: log shown=$1 messages=${2:-19} lost_events=0 lost_packets=0 "
	[ "$(grep -c "\[station\]" "$scratch/out")" = "$1" ] || fail "not $1 lines are shown"
}

# What depends on the recording is the same in every line: CPU and time.
log
sed -E 's/^\[[0-9]+\]/[CPU]/; s|[0-9/]{10}-[0-9:]{8}\.[0-9]{3}|TIME|' "$scratch/out" >text
"$source_folder/tests/support/golden" "$source_folder/tests/cli/log.expect" <text ||
	fail "the text is another one"

log --level=error
shown 2
log --level=WARNING --flag=IO
shown 4
log --function=OnRead
shown 5
log --driver=nobody
shown 0
log --driver=station
shown 19
log --grep='Green'
shown 1
log --until=2001-01-01T00:00:00Z
shown 0 0
log --since=+0
shown 19

log --time=relative
expect_output "::+0.000000000s [station]DriverEntry entry"
log --time=utc
cp "$scratch/out" utc
log --time=local
cmp utc "$scratch/out" >&2 || fail "local time in UTC is another one than UTC"
TRACE_FORMAT_PREFIX='%2!-14s!%7!03d! %!FLAGS! %8!d!: ' log --level=error
expect_output "station_c12   002 INIT 11: WdfDeviceCreate failed 0xc000009a(STATUS_INSUFFICIENT"

# Both readers have the same to say.
for options in --time=utc --format=json "--level=3 --color=always" "--grep=a --time=relative"; do
	# shellcheck disable=SC2086 # several options
	log --reader=babeltrace $options
	cp "$scratch/out" babeltrace
	# shellcheck disable=SC2086
	log --reader=native $options
	cmp babeltrace "$scratch/out" >&2 || fail "the readers differ with $options"
done

# No byte of a message reaches the terminal but as text.
for format in text json; do
	log --format=$format
	LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$scratch/out" && fail "$format has control bytes"
	iconv -f utf-8 -t utf-8 "$scratch/out" >utf8 2>&1 || fail "$format is not UTF-8"
done
log --color=always --level=error
expect_output $'\033[1;31m['
log --color=never --level=error
grep -q $'\033' "$scratch/out" && fail "colours are not wanted"

log --format=json
python3 - "$scratch/out" <<'END' || fail "the JSON is not what it should be"
import json
import sys

lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert lines[0] == {"type": "begin", "schema": "drvtrace.log/1"}, lines[0]
assert lines[-1]["type"] == "end" and lines[-1]["shown"] == 19 and lines[-1]["complete"]
assert lines[-1]["unknown_formats"] == 9 and lines[-1]["format_errors"] == 1
messages = lines[1:-1]
assert [m["number"] for m in messages] == list(range(1, 20))
failed = messages[1]
assert failed["text"] == "WdfDeviceCreate failed 0xc000009a(STATUS_INSUFFICIENT_RESOURCES) for " \
    "FFFFE18072C39B10", failed["text"]
assert failed["arguments"][0] == {"specifier": "!STATUS!", "expression": "status",
                                  "value": "0xc000009a"}
assert failed["level"] == 2 and failed["level_name"] == "ERROR" and failed["host"] == "station"
assert failed["file"] == "station.c" and failed["line"] == 12 and failed["flag"] == "INIT"
assert messages[4]["arguments"][0]["value"].startswith("\"q\" \\ 'a' \\x0a\\x0d")
assert messages[5]["arguments"][6]["value"] == 0.5
assert "problem" in messages[10]
END

# Losses stand where they happened, in a trace without messages, too.
run 0 "$drvtrace" log "$source_folder/tests/traces/lost"
expect_output "events were lost here: "
expect_output "lost_events=5086 "
expect_output "complete=no"
run 0 "$drvtrace" log "$source_folder/tests/traces/clean"
expect_output "SUMMARY: log shown=0 messages=0 "
run 2 "$drvtrace" log "$source_folder/tests/traces/foreign"
expect_error "drvtrace: $source_folder/tests/traces/foreign: no message or event of drvtrace; the trace holds lttng_ust_tracef:event (5)"
run 2 "$drvtrace" leaks "$trace"
expect_error "drvtrace: $trace: no event of drvtrace; the trace holds 19 messages: see 'drvtrace log'"

# What cannot be written is not a log without messages.
if [ -w /dev/full ]; then
	timeout 60 "$drvtrace" log "$trace" >/dev/full 2>"$scratch/err"
	[ $? = 2 ] || fail "a log to a full disk does not end with status 2"
	expect_error "drvtrace: cannot write the report to standard output"
fi

finish
