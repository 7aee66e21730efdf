#!/usr/bin/env bash
# A WDM and a KMDF driver outside the tree build with drvtrace_add_driver(), run under the installed
# drvhost, and are recorded; a source that includes another .tmh makes one more.
. "$(dirname "$0")/common.sh"

cp -r "$here/driver" "$scratch/source"
build_outside "$scratch/source" "$scratch/build"

# run DRIVER [drvhost options]: its events are in $scratch/events
run() {
	local driver=$1
	shift
	record "$prefix/bin/drvhost" "$@" "$scratch/build/$driver.so" >"$scratch/events"
}
expect() {
	grep -q -- "$1" "$scratch/events" || {
		cat "$scratch/events" >&2
		fail "no event: $1"
	}
}

run outside_wdm
expect '^driver_init .*name=outside_wdm .*flag_names=DBG_INIT,DBG_RW .*site=DriverEntry'
expect "^acquire .*kind=pool .*size=48 .*tag='Owdm' site=DriverEntry"
expect '^release .*kind=pool .*site=DriverUnload'
expect '^driver_cleanup .*how=called site=DriverUnload'
expect '^exit 0$'

run outside_kmdf
expect '^acquire .*kind=WDFDRIVER .*site=DriverEntry'
expect "^acquire .*kind=pool .*size=32 .*tag='kmdk' site=DriverEntry"
expect '^release .*kind=pool .*site=OutsideCleanup'
expect '^driver_cleanup .*how=called site=OutsideCleanup'
expect '^exit 0$'

run outside_kmdf --fail-at ExAllocatePoolWithTag
expect '^fault point=ExAllocatePoolWithTag .*site=DriverEntry'
expect '^driver_cleanup .*how=called site=OutsideCleanup'

# A changed source: its new .tmh is there, and a trace message is an error, not a silent loss.
sed -i 's/^#include "outside_wdm.tmh"/&\n#include "second.tmh"/' "$scratch/source/outside_wdm.c"
cmake --build "$scratch/build" >"$scratch/log" 2>&1 || fail "build with another .tmh"
echo 'void message(void) { TraceEvents(1, DBG_INIT, "text"); }' >>"$scratch/source/outside_wdm.c"
cmake --build "$scratch/build" >"$scratch/log" 2>&1 && fail "a trace message compiles"
exit 0
