#!/usr/bin/env bash
# framework.sh FOLDER COMPILER...: every public header of the framework compiles alone, as drivers are
# compiled, in C and in C++.
set -u

folder=$1
shift
failed=0
check() { # check HEADER COMPILER OPTIONS...
	"${@:2}" -fms-extensions -fshort-wchar -Wall -Wextra -Werror -Wno-unknown-pragmas -fsyntax-only \
		-I"$folder" -I"$DRVTRACE_SOURCE/tracelib/include" -include "$1" /dev/null || {
		echo "$1: not by ${*:2}" >&2
		failed=1
	}
}

count=0
while read -r header; do
	count=$((count + 1))
	# It says what is not supported, and nothing else.
	if [[ $header = */ntifs.h ]]; then
		"$1" -fsyntax-only -x c "$header" 2>&1 | grep -q 'drvtrace has no file systems' || {
			echo "$header: does not say what is not supported" >&2
			failed=1
		}
		continue
	fi
	# These are one end of a pair.
	[[ $header = */pshpack*.h || $header = */poppack.h ]] && continue
	for compiler; do
		check "$header" "$compiler" -std=gnu11 -x c
		check "$header" "$compiler" -std=gnu++17 -x c++
	done
done < <(find "$folder" -name '*.h')
[ "$count" -gt 0 ] || { echo "no headers in $folder" >&2; exit 1; }
exit $failed
