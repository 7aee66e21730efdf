#!/usr/bin/env bash
# Whatever names and texts a trace, a command or a path has: every report is lines of clean text, and JSON
# that can be read.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

cat >check.py <<'END'
"""check.py text|json NAME, of standard input: what it must not hold; and something that it must."""
import json
import sys

data = sys.stdin.buffer.read()
text = data.decode('utf-8')
lines = text.split('\n')
if sys.argv[1] == 'json':
    for document in lines if 'log' in sys.argv[2] else [text]:
        if document:
            json.loads(document)
bad = [c for c in text if c != '\n' and (ord(c) < 0x20 or 0x7f <= ord(c) < 0xa0 or
    0x2028 <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069 or ord(c) in (0x61c, 0x200e, 0x200f, 0xfeff))]
if bad or len(lines) < 2:
    sys.exit(f'{sys.argv[2]}: {bad[:9]!r} in {text[:3000]!a}')
END
check() { # check text|json NAME: what run has left
	python3 check.py "$1" "$2" <"$scratch/out" || fail "$2 as $1"
	[ ! -s "$scratch/err" ] || python3 check.py text "$2" <"$scratch/err" || fail "what $2 says on stderr"
}

name=$'evil \033[31m"\'\\\n\xff\xe2\x80\xae\xc2\x9b'
cp "$DRVTRACE_BUILD/tests/cli/cli_hostile" "$name" || fail "no program"
run 0 "$drvtrace" record -o "of $name" -- "./$name"
python3 check.py text record <"$scratch/err" || fail "what is said of the recording"
python3 -m json.tool "of $name/drvtrace-recording.json" >/dev/null || fail "the recording's notes"

for format in text json; do
	for report in leaks objects "objects --tree" init "init --blame" log; do
		status=0
		[ "$report" != leaks ] || status=1
		# shellcheck disable=SC2086
		run $status "$drvtrace" $report --format=$format "of $name"
		check $format "$report"
		[ "$report" = log ] || grep -q 'kind\|span' "$scratch/out" || fail "$report is empty"
	done
	run 1 "$drvtrace" check --format=$format -- "./$name"
	check $format check
done

# The command to run next is one that can be run.
run 1 "$drvtrace" leaks "of $name"
next=$(sed -n 's/^next: drvtrace //p' "$scratch/out")
eval "run 0 '$drvtrace' $next"
expect_output "SUMMARY: objects shown="

# Every message is there, on a line of its own.
TRACE_FORMAT_PREFIX='' run 0 "$drvtrace" log "of $name"
[ "$(sed '/^$/,$d' "$scratch/out" | wc -l)" = 6 ] || fail "messages are more or less than their lines"
expect_output 'text \x1b[31m"'"'"'\\x0a\x0d\x09\x08\x07\x7f\xff\xc2\x9b\u{202e}%s%n{}<b>&amp;'
expect_output 'wide \x1b[2J'
expect_output 'characters \x1b \u{202e}'
expect_output 'format \x1b[31m"\\x0a\x0d\u{202e}\xff% 1'

plugins=$DRVTRACE_BUILD/viewer/plugin
# The stock babeltrace2 cannot load a plugin with a sanitizer in it.
if [ -z "$DRVTRACE_SANITIZE" ] && [ -e "$plugins/babeltrace-plugin-drvtrace.so" ]; then
	for report in leaks objects init log; do
		# shellcheck disable=SC2016
		run 0 env BABELTRACE_PLUGIN_PATH="$plugins" babeltrace2 "of $name" --component="sink.drvtrace.$report"
		check text "sink $report"
	done
fi

run 2 "$drvtrace" leaks "no $name"
python3 check.py text "no folder" <"$scratch/err" || fail "a folder that is not there"
run 2 "$drvtrace" leaks "--$name"
run 2 "$drvtrace" "$name"
python3 check.py text usage <"$scratch/err" || fail "an unknown command"

finish
