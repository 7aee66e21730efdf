#!/usr/bin/env bash
# demo.sh: shows a driver's leak, and the repaired driver. Installs the Debian packages that are
# missing, builds into build/demo, and records there. Root, or a user with sudo for the packages.
set -u
cd "$(dirname "$0")/.." || exit 1

build=build/demo
log=$build/build.log

say() {
	printf '%s\n' "$@"
}

show() { # show COMMAND...: prints it as one would type it, without the folders, and runs it
	local word line='$'

	for word in "$@"; do
		line+=" ${word##*/}"
	done
	printf '\n%s\n' "$line"
	"$@" 9>&- # a session daemon that stays must not keep the lock
}

build_all() {
	mkdir -p "$build/traces" || exit 1
	exec 9>"$build/lock"
	flock 9 # one demo at a time in one tree
	say "Building into $build ..."
	if ! { cmake -S . -B "$build" -G Ninja -DDRVTRACE_TESTS=OFF &&
		cmake --build "$build" --target drvtrace_cli drvhost wdm_leaky wdm_fixed; } \
		>"$log" 2>&1; then
		cat "$log"
		say "the build failed"
		exit 1
	fi
}

record() { # record FOLDER ARGUMENTS...: of drvhost
	rm -rf "$build/traces/$1"
	show "$build/viewer/cli/drvtrace" record -o "$build/traces/$1" -- \
		"$build/drivers/host/drvhost" "${@:2}" 2>&1 |
		grep -Ev '^drvtrace: (recorded in|next:) '
}

demonstrate() { # demonstrate DRIVER: a good run, a failing one, and what was not released
	record "$1-good" "$build/drivers/samples/$1.so"
	record "$1-failed" --fail-at HidRegisterMinidriver "$build/drivers/samples/$1.so"
	show "$build/viewer/cli/drvtrace" leaks "$build/traces/$1-good" "$build/traces/$1-failed"
}

tests/support/install-packages || exit 1
build_all

say "" \
	"1. A driver that leaks" \
	"" \
	"drivers/samples/wdm_leaky copies its registry path into the pool, then registers with its" \
	"port driver. DriverUnload frees the copy. Here is a run in which all goes well, and one in" \
	"which the registration fails, and DriverEntry with it:"
demonstrate wdm_leaky
leaky=$?

say "" \
	"The block that leaked, the line that allocated it, why it leaked, and the line that frees it" \
	"when all goes well: all of that comes from the two traces." \
	"" \
	"2. The same driver, repaired" \
	"" \
	"drivers/samples/wdm_fixed frees the copy on its way out of DriverEntry, too:"
demonstrate wdm_fixed
fixed=$?

say "" "The traces are in $build/traces, the drivers in drivers/samples."

# The reports' exit statuses: something leaked, and nothing did.
[ "$leaky" = 1 ] && [ "$fixed" = 0 ]
