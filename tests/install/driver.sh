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

# A changed header declares the function: now the message is one. A wrong format ends the build.
cat >>"$scratch/source/outside_trace.h" <<'END'
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) WPP_LEVEL_ENABLED(flags)
// begin_wpp config
// FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
// end_wpp
END
cmake --build "$scratch/build" >"$scratch/log" 2>&1 || {
	cat "$scratch/log" >&2
	fail "build with a function that a header declares"
}
sed -i 's/"text"/"%d"/' "$scratch/source/outside_wdm.c"
cmake --build "$scratch/build" >"$scratch/log" 2>&1 && fail "a format without its argument compiles"
grep -q 'outside_wdm\.c:[0-9]*:[0-9]*: error: TraceEvents: the format takes 1 argument, 0 are given' \
	"$scratch/log" || fail "the reason is not said"

# The same driver in C++: where the project has no C++, that is said.
cp "$here/driver/outside_wdm.c" "$scratch/source/outside_cpp.cpp"
cp "$here/driver/outside_wdm.c" "$here/driver/outside_trace.h" "$scratch/source"
sed -i 's/outside_wdm.tmh/outside_cpp.tmh/' "$scratch/source/outside_cpp.cpp"
echo 'drvtrace_add_driver(outside_cpp SOURCES outside_cpp.cpp)' >>"$scratch/source/CMakeLists.txt"
cmake "$scratch/build" >"$scratch/log" 2>&1 && fail "a driver in C++ in a project without it"
tr -s '\n ' '  ' <"$scratch/log" | grep -q 'outside_cpp.cpp is written in C++; enable_language(CXX) is missing' ||
	fail "the reason is not said"
if command -v c++ >/dev/null; then
	sed -i 's/LANGUAGES C/LANGUAGES C CXX/' "$scratch/source/CMakeLists.txt"
	build_outside "$scratch/source" "$scratch/build"
	run outside_cpp
	expect "^acquire .*kind=pool .*size=48 .*tag='Owdm' site=DriverEntry"
	expect '^release .*kind=pool .*site=[^ ]*DriverUnload'
	expect '^driver_cleanup .*how=called site=[^ ]*DriverUnload'
	expect '^exit 0$'
fi
exit 0
