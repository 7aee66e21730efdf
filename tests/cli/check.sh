#!/usr/bin/env bash
# check is record and then leaks: its exit status is that of leaks, and nothing stays but with -o.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

run 0 "$drvtrace" check -- "$program" acquire 3 release 3
run 1 "$drvtrace" check -- "$program" acquire 3 release 2
expect_output "program"
run 1 "$drvtrace" check --format=json -- "$program" acquire 1
expect_output '"drvtrace.leaks/1"'

# A failing command hides no leak, and is told.
run 1 "$drvtrace" check -- sh -c '"$0" acquire 1; exit 3' "$program"
grep -qx "drvtrace: sh ended with status 3" "$scratch/err" || fail "nobody says that sh failed"
run 0 "$drvtrace" check -- sh -c '"$0"; exit 3' "$program"
grep -qx "drvtrace: sh ended with status 3" "$scratch/err" || fail "nobody says that sh failed"
timeout 60 "$drvtrace" check -- "$program" acquire 1 kill 9 >"$scratch/out" 2>"$scratch/err"
grep -qx "drvtrace: $program was ended by signal 9 (Killed)" "$scratch/err" ||
	fail "nobody says that the command was killed"

run 2 "$drvtrace" check -- ./no-such-command
expect_error "drvtrace: ./no-such-command: cannot be run: No such file or directory"
run 2 "$drvtrace" check -- true
expect_error "drvtrace: nothing was recorded: no process of true uses libdrvtrace"
run 1 "$drvtrace" check -o kept --driver=program -- "$program" acquire 1
run 1 "$drvtrace" leaks kept
run 2 "$drvtrace" check -o kept -- "$program"

[ "$(ls)" = kept ] || fail "left in the current folder: $(ls)"
expect_nothing_left
finish
