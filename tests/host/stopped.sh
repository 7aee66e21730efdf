#!/usr/bin/env bash
# A driver that breaks a rule is stopped with its name, the call, the rule, and the line that it is called from.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

grep -q '^DRVTRACE_SYMBOLS:BOOL=ON' "$DRVTRACE_BUILD/CMakeCache.txt" || exit 77
# A fault is the sanitizer's there, not the host's.
faults=yes
[ -z "$DRVTRACE_SANITIZE" ] || faults=

# stopped ARGUMENTS...: what drvhost says, the same in every run, and its exit status. Whether the kernel
# has written the core of what died, timeout says, too. That the end of children is ignored must not matter.
stopped() {
	(exec timeout 60 env --ignore-signal=CHLD "$drvhost" "$@") 2>&1 | sed -E '/^timeout: /d; s/0x[0-9a-f]{6,}/ADDRESS/g'
	echo "exit ${PIPESTATUS[0]}"
}

golden() {
	"$DRVTRACE_SOURCE/tests/support/golden" "$DRVTRACE_SOURCE/tests/host/$1.expect" <said ||
		failures=$((failures + 1))
}

own=$DRVTRACE_BUILD/tests/contract
{
	for driver in double_release dereference_to_zero wrong_type gone called_too_high acquires_twice \
		releases_unheld_mutex asserts; do
		stopped "$own/$driver.so"
	done
	# What it does not die of.
	stopped "$own/delete_driver.so"
} >said
golden stopped

[ -z "$faults" ] || {
	for driver in pool_overrun pool_late; do
		stopped --special-pool "$samples/$driver.so"
	done >said
	golden stopped_by_fault
}

finish
