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

expect_nothing_left
finish
