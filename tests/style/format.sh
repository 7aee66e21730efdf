#!/usr/bin/env bash
# Every C file is as clang-format 14 writes it. Another version writes something else.
set -u
cd "${DRVTRACE_SOURCE:-$(dirname "$0")/../..}" || exit 1

formatter=
for name in clang-format-14 clang-format; do
	if command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then
		formatter=$name
		break
	fi
done
if [ -z "$formatter" ]; then
	echo "SKIPPED: clang-format 14 is not installed: the format of the code was not checked" >&2
	exit 77
fi

find tracelib drivers viewer tests -name build -prune -o \
	\( -name '*.c' -o -name '*.h' -o -name '*.cpp' \) -print0 |
	xargs -0 "$formatter" --dry-run --Werror
