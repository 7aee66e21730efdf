#!/usr/bin/env bash
# Every message of messages.c, compiled by each compiler as C and as C++, and of classes.cpp arrives
# with the fields that the program itself says it must have.
. "$(dirname "$0")/common.sh"

record() { # record PROGRAM: the events of the driver of its name; its own words in $work/said
	local trace=$work/trace
	rm -rf "$trace"
	export LTTNG_HOME=${LTTNG_HOME:-$work}
	{
		timeout 60 lttng -n create messages --output="$trace"
		timeout 60 lttng -n enable-channel -u -s messages --buffers-uid --num-subbuf=4 \
			--subbuf-size="$("$source_root/tests/support/buffer-size" 1024)" c
		timeout 60 lttng -n enable-event -u -s messages -c c '*'
		timeout 60 lttng -n start messages
		LTTNG_UST_REGISTER_TIMEOUT=30000 timeout 60 "$1" >"$work/said"
		timeout 60 lttng -n destroy messages
	} >"$work/log" 2>&1 || { cat "$work/log"; fail "recording $1"; }
	timeout 60 babeltrace2 "$trace" 2>"$work/log" >"$work/events" || { cat "$work/log"; fail "reading"; }
	sed -n "s/.* ${1##*/}:\([^ ]*\): { cpu_id = [0-9]* }, { pid = [0-9]*, tid = [0-9]*,\{0,1\} \{0,1\}\(.*\) }\$/\1: \2/p" \
		"$work/events" | sed 's/ $//' >"$work/recorded"
	sed 's/ $//' "$work/said" >"$work/expected"
}

check() { # check COMPILER NAME SOURCE...: of the folder NAME
	local compiler=$1 name=$2
	shift 2
	# shellcheck disable=SC2046
	compile "$compiler" $(sanitize) -DDRVTRACE_DRIVER_NAME="\"$name\"" -I"$work" -I"$here/$name" \
		"${@/#/$here/$name/}" "${link_flags[@]}" -o "$work/$name"
	record "$work/$name"
	[ -s "$work/expected" ] || fail "the program said nothing"
	diff -u "$work/expected" "$work/recorded" | cut -c1-300 >&2 ||
		fail "the trace differs from the truth ($compiler)"
	cmp -s "$work/expected" "$work/recorded" || fail "the trace differs from the truth ($compiler)"
}

"$tracewpp" -odir:"$work" "$here/messages/messages.c" "$here/messages/second.c"
"$tracewpp" -odir:"$work" "$here/classes/classes.cpp" "$here/classes/second.cpp"
for compiler in $(compilers); do
	usable "$compiler" || continue
	check "$compiler" messages messages.c second.c
	grep -q 'rule = "message-outside-tracing".*text = "messages.c:[0-9]*: 3 messages before WPP_INIT_TRACING"' \
		"$work/events" || fail "messages before WPP_INIT_TRACING are not told ($compiler)"
	grep -q 'rule = "message-outside-tracing".*text = "messages.c:[0-9]*: 1 message after WPP_CLEANUP"' \
		"$work/events" || fail "a message after WPP_CLEANUP is not told ($compiler)"
	[[ $compiler != *++* ]] || check "$compiler" classes classes.cpp second.cpp
done
