#!/usr/bin/env bash
# Driver modules come and go, with and without cleanup, and every time is recorded.
. "$(dirname "$0")/common.sh"

module=$programs/libtracelib_driver_module.so

# try COUNT HOW BUFFERS: leaves the text in $text
number=0
try() {
	number=$((number + 1))
	text=$scratch/text$number
	start_session m$number "$3"
	enable m$number 'drvtrace:*'
	client start m$number
	timeout 60 "$programs/tracelib_load" "$module" "$1" "$2" || fail "$2: exit status $?"
	end_session m$number
	events m$number >"$text" || fail "unreadable"
	expect "$1" 'drvtrace:driver_init:' "$text"
	expect "$1" 'drvtrace:module: .* path = "/.*driver_module.so", build_id = "[0-9a-f]{40}"' "$text"
	expect "$1" 'drvtrace:acquire: .* kind = \( "tracing"' "$text"
}

for buffers in --buffers-uid --buffers-pid; do
	for how in nc wc oc; do
		try 200 $how $buffers
		expect 200 'driver_cleanup: .* how = \( "called"' "$text"
		expect 200 'release: .* kind = \( "tracing"' "$text"
	done
	try 200 ot $buffers
	expect 200 'driver_cleanup: .* how = \( "tied"' "$text"

	# Nobody cleans up: the next registration finds out, or the framework's close.
	for how in n- w-; do
		try 200 $how $buffers
		expect 199 'driver_cleanup: .* how = \( "unload"' "$text"
		expect 0 'release: .* kind = \( "tracing"' "$text"
	done
	try 200 o- $buffers
	expect 200 'driver_cleanup: .* how = \( "unload"' "$text"
done

try 1000 nc --buffers-uid
