#!/usr/bin/env bash
# clang-tidy.sh [FILE.c...]: holds the C files of the tree, or those given, to .clang-tidy. By hand:
# it takes minutes, and different versions of clang-tidy find different things (14 is meant). Prints
# what is found, each line once, and ends with 1 when there is anything. JOBS is how many run at once.
# Its analyzer does not follow the lists of the framework: "memory after it is freed" must be judged.
set -eu
cd "$(dirname "$0")/.."

cmake --preset dev -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null
# Headers that are generated must be there.
cmake --build --preset dev >/dev/null

# Public driver samples are compiled, too, but are not ours.
files() {
	if [ $# -gt 0 ]; then
		realpath "$@"
	else
		sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' build/dev/compile_commands.json |
			grep "^$PWD/.*\.c\$" | grep -v "^$PWD/build/" | sort -u
	fi
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
# Warnings of gcc's that clang does not know are no finding. Of headers, ours count.
files "$@" | xargs -P "${JOBS:-2}" -n 4 clang-tidy -p build/dev --quiet \
	--header-filter="^$PWD/(tracelib|drivers|viewer|tests)/" \
	--extra-arg=-Wno-unknown-warning-option >"$scratch" 2>/dev/null || true
grep -E '^/[^:]*:[0-9]+:[0-9]+: (warning|error):' "$scratch" | sed "s|^$PWD/||" | sort -u ||
	{ echo "nothing is found" && exit 0; }
exit 1
