#!/usr/bin/env bash
# A Linux program's messages have printf's formats, with the sizes that types have there, and its texts.
. "$(dirname "$0")/common.sh"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
"$tracewpp" -odir:"$work" "$here/native/native.c"
for compiler in $(compilers); do
	usable "$compiler" || continue
	# shellcheck disable=SC2046
	compile "$compiler" $(sanitize) -I"$work" "$here/native/native.c" "${link_flags[@]}" -o "$work/native"
	rm -rf "$work/trace"
	timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/native" >"$work/expected" \
		2>"$work/log" || { cat "$work/log"; fail "recording"; }
	TRACE_FORMAT_PREFIX='' timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" | sed '/^$/,$d' >"$work/lines"
	[ -s "$work/expected" ] || fail "the program said nothing"
	diff -u "$work/expected" "$work/lines" >&2 || fail "the texts differ ($compiler)"
	timeout 60 babeltrace2 "$work/trace" | grep -q 'native.c:[0-9]*: 1 message before drvtrace_driver_init' ||
		fail "the message that comes too early is not told ($compiler)"
done
