#!/usr/bin/env bash
# Each specifier of WPP gives the text that C's own formats give of the same value, from C and from C++.
. "$(dirname "$0")/common.sh"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
"$tracewpp" -odir:"$work" "$here/specifiers/specifiers.c"
for compiler in $(compilers); do
	usable "$compiler" || continue
	# shellcheck disable=SC2046
	compile "$compiler" $(sanitize) -DDRVTRACE_DRIVER_NAME='"specifiers"' -I"$work" \
		"$here/specifiers/specifiers.c" "${link_flags[@]}" -o "$work/specifiers"
	rm -rf "$work/trace"
	timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/specifiers" >"$work/expected" \
		2>"$work/log" || { cat "$work/log"; fail "recording"; }
	TRACE_FORMAT_PREFIX='' timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" | sed '/^$/,$d' >"$work/lines"
	[ -s "$work/expected" ] || fail "the program said nothing"
	diff -u "$work/expected" "$work/lines" >&2 || fail "the texts differ ($compiler)"
done
