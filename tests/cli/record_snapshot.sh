#!/usr/bin/env bash
# The newest events are kept in memory, and written when the command fails or when they are wanted.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

snapshot_count() { # snapshot_count FOLDER
	find "$1" -mindepth 1 -maxdepth 1 -name 'snapshot-*' -type d | wc -l
}

# All goes well.
run 0 "$drvtrace" record --snapshot -o good -- "$program" acquire 3
grep -qxF "drvtrace: $program ended well: nothing is written" "$scratch/err" ||
	fail "nobody says that nothing is written: $(cat "$scratch/err")"
[ ! -e good ] || fail "a folder is left of what nobody wanted"

# It fails, or is killed; what the dead process left in memory is there.
run 7 "$drvtrace" record --snapshot -o failing -- "$program" acquire 5 exit 7
expect_events 6 failing acquire
[ "$(snapshot_count failing)" = 1 ] || fail "$(snapshot_count failing) snapshots instead of 1"
run 137 "$drvtrace" record --snapshot -o crashing -- "$program" acquire 5 kill 9
expect_events 6 crashing acquire
run 0 "$drvtrace" objects crashing
expect_output "shown=6 "

# The newest ones: more than the buffers hold are emitted, and the last one is there.
run 7 "$drvtrace" record --snapshot -o many -- "$program" acquire 300000 exit 7
[ "$(event_count many acquire)" -lt 300001 ] || fail "memory has held everything"
babeltrace2 many 2>/dev/null | grep -q "handle = 0x493E00," || fail "the newest event is not there"

# When they are wanted; twice the same events, which count once.
in_background "$drvtrace" record --snapshot -o asked -- "$program" acquire 4 touch up wait
recorder=$!
wait_for_file up
for wanted in 1 2; do
	kill -USR1 $recorder
	for _ in $(seq 200); do
		grep -q "asked: snapshot $wanted is written" "$scratch/err" && break
		sleep 0.05
	done
	[ "$(snapshot_count asked)" = $wanted ] || fail "no snapshot $wanted: $(cat "$scratch/err")"
done
kill -TERM $recorder
wait $recorder
[ $? = 5 ] || fail "the command's status is lost"
[ "$(snapshot_count asked)" = 3 ] || fail "no snapshot at the end"
run 0 "$drvtrace" objects asked
expect_output "shown=5 "

# Without --snapshot the signal does nothing.
in_background "$drvtrace" record -o plain -- "$program" acquire 4 touch plain_up wait
recorder=$!
wait_for_file plain_up
kill -USR1 $recorder
kill -TERM $recorder
wait $recorder
[ $? = 5 ] || fail "SIGUSR1 has ended a plain recording"
expect_events 5 plain acquire

expect_nothing_left
finish
