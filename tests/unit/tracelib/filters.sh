#!/usr/bin/env bash
# Filters see every kind of field: unsigned, signed, enumerations and strings.
. "$(dirname "$0")/common.sh"

# try COUNT EVENT FILTER PROGRAM-ARGUMENT
number=0
try() {
	number=$((number + 1))
	start_session f$number --buffers-uid
	enable f$number "$2" --filter="$3"
	client start f$number
	timeout 20 "$programs/tracelib_emit" "$4" >/dev/null
	end_session f$number
	echo "$2 $3"
	events f$number >"$scratch/text" 2>/dev/null
	expect "$1" '' "$scratch/text"
}

try 101 drvtrace:acquire 'size >= 100' sizes
try 1 drvtrace:acquire 'size == 0xffffffffffffffff' every-event
try 2 drvtrace:acquire 'kind == 1' every-event
try 1 drvtrace:acquire 'tag == 0x64636261 && owner == 0x2000 && handle == 0x1000' every-event
try 0 drvtrace:acquire 'handle == 0' every-event
try 1 drvtrace:span_begin 'name == "inn*"' every-event
try 1 drvtrace:span_end 'status < 0 && name == "inner"' every-event
try 1 drvtrace:dereference 'count == -1 && line == 78 && file == ""' every-event
try 1 drvtrace:stage 'stage == 1 && phase == 1' every-event
try 1 drvtrace:violation 'rule == "some-rule" && text != "x"' every-event
try 1 drvtrace:state 'state == 2 && name == "emit"' every-event
try 2 'drvtrace:driver_*' 'driver == 1 && seq > 0 && pid > 0' every-event
