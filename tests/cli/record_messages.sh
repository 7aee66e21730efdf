#!/usr/bin/env bash
# Which messages of drivers a recording asks the tracer for.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

# The command is asked what its own recording has enabled.
cat >list <<'END'
session=$(lttng --no-sessiond list | sed -n 's/.*\(drvtrace-[0-9-]*\) .*/\1/p')
lttng --no-sessiond list "${session%:}" | sed -n 's/^ *\(.*\) (type: tracepoint) \[enabled\]/\1/p'
END

expect_rules() { # expect_rules "OPTIONS" RULE...
	local options=$1
	shift
	# shellcheck disable=SC2086 # several options
	run 0 "$drvtrace" record $options -o recorded -- sh ./list
	rm -rf recorded
	sort "$scratch/out" >rules
	printf '%s\n' 'drvtrace:*' "$@" | sort | diff - rules >&2 ||
		fail "record $options enables other events than that"
}

expect_rules "" '*:*(*)*'
expect_rules --level=warning '*:*(*)* (loglevel <= TRACE_WARNING (4))' \
	"*:*(*)* [filter: 'level <= 3']"
expect_rules --level=verbose '*:*(*)* (loglevel <= TRACE_DEBUG (14))' \
	"*:*(*)* [filter: 'level <= 5']"
expect_rules --flags=INIT,DBG_* '*:INIT.*(*)*' '*:DBG_*.*(*)*'
expect_rules "--flags=IO --level=1" '*:IO.*(*)* (loglevel <= TRACE_CRIT (2))' \
	"*:IO.*(*)* [filter: 'level <= 1']"

# And which ones are in it: two of level INFORMATION and flag TRACE_INIT are written.
host=$DRVTRACE_BUILD/drivers/host/drvhost
expect_messages() { # expect_messages COUNT OPTIONS...
	local count=$1
	shift
	run 0 "$drvtrace" record "$@" -o recorded -- "$host" "$DRVTRACE_BUILD/drivers/samples/kmdf_control.so"
	run 0 "$drvtrace" log --reader=babeltrace recorded
	cp "$scratch/out" babeltrace
	run 0 "$drvtrace" log --reader=native recorded
	expect_output "SUMMARY: log shown=$count messages=$count "
	cmp babeltrace "$scratch/out" >&2 || fail "the readers differ"
	run 0 "$drvtrace" leaks --reader=native recorded
	rm -rf recorded
}

# What drivers would not understand is said before anything runs.
refused() { # refused DRVTRACE_WPP REASON
	for command in record check; do
		run 2 env DRVTRACE_WPP="$1" "$drvtrace" $command -- touch has_run
		expect_error "drvtrace: cannot record: DRVTRACE_WPP in the environment: $2"
	done
	[ ! -e has_run ] || fail "DRVTRACE_WPP=$1: the command was run"
}
levels="none, critical, error, warning, information, verbose, or a number"
refused "ring:erorr" "'erorr' is no level; it takes $levels"
refused "a;*:2;ring:5x:A" "'5x' is no level; it takes $levels"
refused "ring:3:FLAG-A" "'FLAG-A' is no flag; it takes names, or a mask such as 0x3"
refused "ring::A,,0x3" "'' is no flag; it takes names, or a mask such as 0x3"
refused "ring::0x3g" "'0x3g' is no flag; it takes names, or a mask such as 0x3"
refused ":3" "'' is no driver; it takes a driver's name or *"

if [ -x "$host" ]; then
	export DRVTRACE_WPP=";other:1;*:TRACE_LEVEL_WARN:TRACE_INIT,0x10;"
	expect_messages 0
	DRVTRACE_WPP="*:info:TRACE_DEVICE,0x1"
	expect_messages 2
	unset DRVTRACE_WPP
	expect_messages 2
	expect_messages 2 --level=information --flags=TRACE_*
	expect_messages 0 --level=warning
	expect_messages 0 --flags=TRACE_DEVICE
fi

expect_nothing_left
finish
