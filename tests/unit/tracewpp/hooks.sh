#!/usr/bin/env bash
# A driver without control GUIDs of its own gets those of its project; the macros that it may define
# around its messages, and its callback, are called with what they are documented for.
. "$(dirname "$0")/common.sh"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
for compiler in $(compilers); do
	usable "$compiler" || continue
	"$tracewpp" -odir:"$work" -ctl:{d23a0c5a-D307-4f0e-ae8e-E2A355AD5DAB} -p:hooked "$here/hooks/hooks.c"
	# shellcheck disable=SC2046
	compile "$compiler" $(sanitize) -DDRVTRACE_DRIVER_NAME='"hooks"' -I"$work" "$here/hooks/hooks.c" \
		"${link_flags[@]}" -o "$work/hooks"
	rm -rf "$work/trace"
	timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/hooks" >"$work/said" \
		2>"$work/log" || { cat "$work/log"; fail "recording"; }
	diff -u - "$work/said" >&2 <<'END' || fail "the hooks are told something else ($compiler)"
enabled: d23a0c5a-d307-4f0e-ae8e-e2a355ad5dab 1 0xffffffff 255
always 1, Error: an error, %d
debug: an error, 5
always 2, Noise: noise, %s
debug: noise, loud
always 3, Unusual: enter
debug: enter
always 4, quiet: not %s
1
END
	TRACE_FORMAT_PREFIX='%1 %!FLAGS!: ' timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" |
		sed '/^$/,$d' >"$work/lines"
	diff -u - "$work/lines" >&2 <<'END' || fail "the messages are others ($compiler)"
hooked Error: an error, 5
hooked Noise: noise, loud
hooked Unusual: enter
END
done

# A message without a level counts as one of information, for the tracer and for the viewer.
shown() { # shown COUNT ARGUMENTS...
	timeout 60 "$build/viewer/cli/drvtrace" log "${@:2}" "$work/trace" | grep -q "^SUMMARY: log shown=$1 " ||
		fail "not $1 messages: ${*:2}"
}
shown 3 --level=information
shown 0 --level=warning
rm -rf "$work/trace"
timeout 100 "$build/viewer/cli/drvtrace" record --level=warning -o "$work/trace" -- "$work/hooks" >"$work/said" \
	2>"$work/log" || { cat "$work/log"; fail "recording warnings"; }
! timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" | grep -q "an error, 5" ||
	fail "a message without a level is recorded as a warning"

"$work/hooks" | grep -q enabled && fail "the callback is called though nobody records"
"$tracewpp" -odir:"$work" -ctl:d23a0c5a "$here/hooks/hooks.c" 2>"$work/log" && fail "half a GUID is taken"
grep -qx "\-ctl: error: 'd23a0c5a' is no control GUID" "$work/log" || fail "half a GUID is not named"

# What would have no effect is refused.
printf '#define WPP_TRACE mine\n#include "y.tmh"\n' >"$work/y.c"
"$tracewpp" -odir:"$work" -ctl:d23a0c5a-d307-4f0e-ae8e-e2a355ad5dab "$work/y.c"
compile cc -I"$work" -c "$work/y.c" -o "$work/y.o" 2>"$work/log" && fail "WPP_TRACE is ignored"
grep -q "WPP_TRACE is not supported" "$work/log" || fail "WPP_TRACE: the reason is not said"
