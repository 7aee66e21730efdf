#!/usr/bin/env bash
# A native project builds with find_package and with pkg-config, runs, and is recorded.
. "$(dirname "$0")/common.sh"

check() {
	local expected=$1
	shift
	record "$@" >"$scratch/events"
	grep -q '^driver_init .*name=outside' "$scratch/events" || fail "not recorded: $*"
	grep -q '^acquire .*size=64 .*site=initialise' "$scratch/events" || fail "no acquire: $*"
	[ "$(tail -1 "$scratch/events")" = "exit $expected" ] || fail "exit status: $*"
}

build_outside "$here/native" "$scratch/native"
check 0 "$scratch/native/outside"
check 3 env DRVTRACE_FAIL_AT=register "$scratch/native/outside"

export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name drvtrace.pc)")
# It prints words as a shell reads them: a blank of the prefix has a backslash.
eval "package=($(pkg-config --cflags --libs drvtrace))"
cc $flags -g -o "$scratch/outside" "$here/native/outside.c" "${package[@]}" \
	>"$scratch/log" 2>&1 || fail "pkg-config build"
export LD_LIBRARY_PATH
eval "LD_LIBRARY_PATH=$(pkg-config --variable=libdir drvtrace)"
check 0 "$scratch/outside"

# The man page's example is a program.
man=$(find "$prefix" -name drvtrace.3)
sed -n '/^\.Bd -literal$/,/^\.Ed$/{/^\./d;p}' "$man" >"$scratch/ring.c"
cc $flags -Wall -Wextra -Werror -o "$scratch/ring" "$scratch/ring.c" \
	"${package[@]}" >"$scratch/log" 2>&1 || fail "example of the man page"
DRVTRACE_FAIL_AT=buffer "$scratch/ring" && fail "the example does not fail"
"$scratch/ring" || fail "the example fails"

pkg-config --exists 'drvtrace >= 99' && fail "pkg-config takes any version"
exit 0
