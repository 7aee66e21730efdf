#!/usr/bin/env bash
# Every event is recorded with every field, enumerations by name, with the log level it should have.
here=$(dirname "$0")
. "$here/common.sh"

start_session all --buffers-uid
enable all 'drvtrace:*'
client add-context -u -s all -t ip
start_session errors --buffers-uid
enable errors 'drvtrace:*' --loglevel=WARNING
client start all
client start errors
timeout 20 "$programs/tracelib_emit" every-event
[ $? = 3 ] || fail "exit status"
end_session all
end_session errors

events errors >"$scratch/errors.txt" || fail "unreadable"
expect 1 'drvtrace:fault:' "$scratch/errors.txt"
expect 1 'drvtrace:violation:' "$scratch/errors.txt"
expect 2 '' "$scratch/errors.txt"

events all >"$scratch/text" || fail "unreadable"
# The ip context is the call site.
perl -ne 'print if /ip = (0x[0-9A-F]+) .*, site = (0x[0-9A-F]+)/ && $1 ne $2' "$scratch/text" |
	grep -v ':\(process\|module\|kind\|state\|stage\)' && fail "ip is not the call site"

# What differs from run to run gets a name.
perl -pe '
	s/^\[.*?\] \(.*?\) \S+ //; s/\{ cpu_id = \d+ \}, //; s/\{ ip = \w+ \}, //;
	s/\b(pid|tid|ppid) = \d+/$1 = N/g; s/\b(base) = 0x\w+/$1 = X/g; s/ size = \d{5,9}\b/ size = N/;
	s/(\b(site|handle)) = 0x[0-9A-F]{7,}/$1 = X/g;
	s/path = "[^"]*\//path = "/; s/build_id = "[0-9a-f]{40}"/build_id = "X"/;
' "$scratch/text" | "$DRVTRACE_SOURCE/tests/support/golden" "$here/every_event.expect"
