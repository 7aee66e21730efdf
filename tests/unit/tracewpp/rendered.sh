#!/usr/bin/env bash
# Every message of messages.c, and of classes.cpp, from its source to the line that drvtrace log prints.
. "$(dirname "$0")/common.sh"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
render() { # render COMPILER NAME SOURCE...: of the folder NAME
	local compiler=$1 name=$2
	shift 2
	"$tracewpp" -odir:"$work" "${@/#/$here/$name/}"
	# shellcheck disable=SC2046
	compile "$compiler" $(sanitize) -DDRVTRACE_DRIVER_NAME="\"$name\"" -I"$work" -I"$here/$name" \
		"${@/#/$here/$name/}" "${link_flags[@]}" -o "$work/$name"
	timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/$name.trace" -- "$work/$name" \
		>"$work/said" 2>"$work/log" || { cat "$work/log"; fail "recording"; }
	TRACE_FORMAT_PREFIX='%!LEVEL! %!FLAGS! %!FUNC!: ' \
		timeout 60 "$build/viewer/cli/drvtrace" log "$work/$name.trace" >>"$work/lines" ||
		fail "reading"
}

render cc messages messages.c second.c
! command -v g++ >/dev/null || render g++ classes classes.cpp second.cpp

# One text is 64 KiB long.
LC_ALL=C awk '{ print (length($0) > 1000 ? substr($0, 1, 60) " and so on, " length($0) " bytes" : $0) }' \
	"$work/lines" >"$work/rendered"
"$source_root/tests/support/golden" "$here/rendered.expect" <"$work/rendered"
