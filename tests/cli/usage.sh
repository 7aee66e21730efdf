#!/usr/bin/env bash
# A wrong call is one clear line, says where the help is, and ends with status 2.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

wrong() { # wrong COMMAND MESSAGE ARGUMENTS...
	local command=$1 message=$2
	shift 2
	run 2 "$drvtrace" "$@"
	expect_error "$command: $message
Try '$command --help'."
	expect_nothing_on_stdout
}

wrong "drvtrace" "a command is missing"
wrong "drvtrace" "unknown command 'leak'" leak
wrong "drvtrace" "unknown option '--frobnicate'" --frobnicate
wrong "drvtrace" "unknown command 'a\\x0ab'" $'a\nb'
wrong "drvtrace leaks" "a trace is missing" leaks
wrong "drvtrace objects" "a trace is missing" objects --tree
wrong "drvtrace init" "a trace is missing" init
wrong "drvtrace record" "the command to run is missing" record
wrong "drvtrace check" "the command to run is missing" check --
wrong "drvtrace leaks" "unknown option '--frobnicate'" leaks --frobnicate .
wrong "drvtrace leaks" "unknown option '-x'" leaks -x .
wrong "drvtrace leaks" "unknown option '--tree'" leaks --tree .
wrong "drvtrace leaks" "unknown option '--output'" leaks --output=x .
wrong "drvtrace record" "unknown option '--format'" record --format=json true
wrong "drvtrace objects" "option '--tree' takes no value" objects --tree=yes .
wrong "drvtrace leaks" "option '--format' needs a value: text|json" leaks --format
wrong "drvtrace leaks" "'xml' is no value for '--format'; it takes text|json" leaks --format=xml .
wrong "drvtrace leaks" "'red' is no value for '--color'; it takes auto|always|never" \
	leaks --color red .
wrong "drvtrace record" "'never' is no value for '--loss'; it takes discard|wait" \
	record --loss=never -- true
wrong "drvtrace record" "'none' is no value for '--daemon'; it takes private|running" \
	record --daemon=none -- true
wrong "drvtrace record" "'sundial' is no value for '--clock'; it takes monotonic|tsc" \
	record --clock=sundial -- true
wrong "drvtrace record" "'0' is no value for '--level'; it takes critical, error, warning, information, verbose, or a number from 1" \
	record --level=0 true
for flags in '' , A, ,A 'A B' 'A(' 'A,,B'; do
	wrong "drvtrace record" "'$flags' is no value for '--flags'; it takes NAME,..." \
		record "--flags=$flags" -- true
done
wrong "drvtrace record" "'host' is no value for '--url'; it takes net://HOST" record --url=host true
for option in --snapshot --output=x; do
	wrong "drvtrace record" "'--url' is instead of '--output' and of '--snapshot'" \
		record $option --url=net://host -- true
done
wrong "drvtrace log" "one session can be followed at a time" log --follow net://a net://b
wrong "drvtrace check" "unknown option '--snapshot'" check --snapshot -- true
wrong "drvtrace record" "'' is no value for '--output'; it takes DIR" record -o '' -- true
wrong "drvtrace log" "a trace is missing" log
wrong "drvtrace log" "the URL of a session is missing" log --follow
wrong "drvtrace log" "unknown option '--tag'" log --tag=x .
wrong "drvtrace log" "'loud' is no value for '--level'; it takes critical, error, warning, information, verbose, or a number from 1" \
	log --level=loud .
wrong "drvtrace log" "'0' is no value for '--level'; it takes critical, error, warning, information, verbose, or a number from 1" \
	log --level=0 .
wrong "drvtrace log" "'noon' is no value for '--time'; it takes local|utc|relative" \
	log --time=noon .
for time in yesterday +1.5parsecs + +ms 12:30 2026-02-30 99999999999999999999 1e9; do
	wrong "drvtrace objects" "'$time' is no value for '--at'; it takes +1.5ms (from the first event), ns since 1970, or 2026-11-21T09:34:19Z" \
		objects --at "$time" .
done

run 0 "$drvtrace" --help
expect_output "Usage: drvtrace COMMAND"
run 0 "$drvtrace" --version
expect_output "drvtrace "
for command in record check leaks objects init log; do
	run 0 "$drvtrace" "$command" --help
	expect_output "Usage: drvtrace $command"
	run 0 "$drvtrace" --help
	expect_output "  $command "
done

# What cannot be written is not a report without leaks.
if [ -w /dev/full ]; then
	timeout 60 "$drvtrace" leaks "$source_folder/tests/traces/leaky" >/dev/full 2>"$scratch/err"
	[ $? = 2 ] || fail "a report to a full disk does not end with status 2"
	expect_error "drvtrace: cannot write the report to standard output"
fi
timeout 60 "$drvtrace" leaks "$source_folder/tests/traces/leaky" >&- 2>"$scratch/err"
[ $? = 2 ] || fail "a report to nowhere does not end with status 2"
expect_error "drvtrace: cannot write the report to standard output"

finish
