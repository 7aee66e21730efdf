#!/usr/bin/env bash
# Every message of messages.c, from its source to the line that drvtrace log prints of it.
. "$(dirname "$0")/common.sh"

"$tracewpp" -odir:"$work" "$here/messages/messages.c" "$here/messages/second.c"
# shellcheck disable=SC2046
compile cc $(sanitize) -DDRVTRACE_DRIVER_NAME='"messages"' -I"$work" -I"$here/messages" \
	"$here/messages/messages.c" "$here/messages/second.c" $(link_flags) -o "$work/messages"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/messages" \
	>"$work/said" 2>"$work/log" || { cat "$work/log"; fail "recording"; }
TRACE_FORMAT_PREFIX='%!LEVEL! %!FLAGS! %!FUNC!: ' \
	timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" >"$work/lines" || fail "reading"

# One text is 64 KiB long.
LC_ALL=C awk '{ print (length($0) > 1000 ? substr($0, 1, 60) " and so on, " length($0) " bytes" : $0) }' \
	"$work/lines" >"$work/rendered"
"$source_root/tests/support/golden" "$here/rendered.expect" <"$work/rendered"
