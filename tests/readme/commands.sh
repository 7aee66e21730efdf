#!/usr/bin/env bash
# Does what the README says, in its order, in a scratch home: writes the files it shows (```c FILE), runs
# each ```sh block. Those that lead outside the tree begin in an empty folder; the two commands at the top
# are tested by scenario/demo, and by whoever runs this.
set -u
# What pkg-config prints is split into words by the shell, so no prefix may have a blank.
case ${TMPDIR:-} in *[[:space:]]*) TMPDIR=/tmp ;; esac
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-readme.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

# block NAME N: the N-th block of the README whose fence is "```NAME"
block() {
	awk -v fence="\`\`\`$1" -v wanted="$2" '
		inside && $0 == "```" { inside = 0 }
		inside && count == wanted { print }
		$0 == fence { inside = 1; count++ }' "$DRVTRACE_SOURCE/README.md"
}

mkdir -p "$scratch/home" "$scratch/work" "$scratch/source" || exit 1
for entry in CMakeLists.txt LICENSE README.md tracelib drivers viewer tests; do
	cp -r "$DRVTRACE_SOURCE/$entry" "$scratch/source" || exit 1
done
for file in hello.c CMakeLists.txt station.c; do
	language=${file##*.}
	[ "$language" = txt ] && language=cmake
	block "$language $file" 1 >"$scratch/work/$file"
	[ -s "$scratch/work/$file" ] || { echo "the README has no $file" >&2; exit 1; }
done

count=$(grep -c '^```sh$' "$DRVTRACE_SOURCE/README.md")
{
	echo "cd '$scratch/source'"
	block sh 1
	echo "cd '$scratch/work'"
	for number in $(seq 2 "$count"); do
		block sh "$number"
	done
} >"$scratch/commands"
HOME=$scratch/home bash -eu "$scratch/commands" >"$scratch/out" 2>&1 || {
	cat "$scratch/out"
	echo "a command of the README failed" >&2
	exit 1
}

expect() { # expect COUNT TEXT
	[ "$(grep -c -- "$2" "$scratch/out")" -ge "$1" ] || {
		cat "$scratch/out"
		echo "not $1 times in the output: $2" >&2
		exit 1
	}
}
expect 2 "^verdict   CLEAN"
expect 1 "cleanup-only-in-unload"
expect 4 "^verdict   LEAKED: 1 object"
expect 1 "released by HelloUnload (hello.c:[0-9]*), within EvtDriverUnload, when entry succeeds; not run when entry fails"
expect 3 "^exit status 1"
expect 1 "^call 3: exit status 1"
expect 1 "DriverEntry hello.c:3[0-9]"
expect 1 "no table: 0xc000009a(STATUS_INSUFFICIENT_RESOURCES)"
expect 1 "station_open station.c:"
expect 1 "'sink.drvtrace.leaks'"
