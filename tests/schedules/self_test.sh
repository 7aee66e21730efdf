#!/usr/bin/env bash
# self_test.sh DELAYS TAKES_WORK: schedules.sh, on a build of its own, finds that an item is missed, says
# with which seed, and finds it with that seed; it does not find it where the item cannot be missed; and
# programs of other folders are left alone.
set -u
schedules=$(dirname "$0")/../schedules.sh
build=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-schedules-test.XXXXXX") || exit 1
build=$(cd "$build" && pwd -P)
trap 'rm -rf "$build"' EXIT
failures=0

fail() {
	echo "$1:" >&2
	cat "$build/log" >&2
	failures=$((failures + 1))
}

mkdir -p "$build/tests/schedules" && cp "$1" "$build/tests/schedules/delays.so" &&
	cp "$2" "$build/takes_work" || exit 1
for test in early late; do
	echo "add_test($test \"$build/takes_work\" $test)"
done >"$build/CTestTestfile.cmake"

"$schedules" "$build" --seeds=2 --tests='^early$' --jobs=1 >"$build/log" 2>&1 ||
	fail "early: found what is not there"
"$schedules" "$build" --seeds=5 --tests='^late$' --jobs=1 >"$build/log" 2>&1 &&
	fail "late: not found"
seed=$(sed -n 's/^seed \([0-9]*\): late failed$/\1/p' "$build/log" | tail -1)
for _ in $(seq 10); do
	"$schedules" "$build" --first="$seed" --seeds=1 --tests='^late$' >"$build/log" 2>&1 || break
done
tail -1 "$build/log" | grep -qx "seed $seed: late failed" || fail "late: not found again"

SCHEDULES_FOLDER=$build SCHEDULES_SEED=1 SCHEDULES_COUNTER=$build/counter \
	LD_PRELOAD=$build/tests/schedules/delays.so "$2" early
[ ! -e "$build/counter" ] || fail "delayed: a program that is not below the folder"
exit "$failures"
