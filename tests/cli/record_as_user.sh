#!/usr/bin/env bash
# A normal user records too: with a daemon of the user's own, also one of group "tracing".
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

if [ "$(id -u)" != 0 ]; then
	echo "skipped: needs root, to be two users; record.sh has recorded as this one" >&2
	exit 77
fi

# Where any user can run them.
cp "$drvtrace" "$program" "$DRVTRACE_BUILD"/tracelib/libdrvtrace.so* "$scratch"
chmod -R a+rX "$scratch"
export LD_LIBRARY_PATH=$scratch

groups=$(getent group tracing | cut -d: -f3)
for groups in --clear-groups ${groups:+--groups=$groups}; do
	rm -rf mine
	run 0 setpriv --reuid=65534 --regid=65534 "$groups" \
		"$scratch/drvtrace" record -o mine -- "$scratch/cli_program" acquire 4
	expect_events 5 mine acquire
	[ "$(stat -c %u mine/ust)" = 65534 ] || fail "the recording is not the user's"
done

run 1 setpriv --reuid=65534 --regid=65534 --clear-groups \
	"$scratch/drvtrace" check -- "$scratch/cli_program" acquire 4
expect_nothing_left
finish
