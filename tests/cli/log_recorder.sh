#!/usr/bin/env bash
# The messages of an in-flight recorder's log are told from others by its name; a snapshot of what a
# driver said last is saved when it is stopped.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

host=$DRVTRACE_BUILD/drivers/host/drvhost
driver=$DRVTRACE_BUILD/drivers/samples/recorder_leaky.so
if [ ! -x "$host" ]; then
	echo "skipped: there are no drivers" >&2
	exit 77
fi

run 0 "$drvtrace" record -o all -- "$host" "$driver"
run 0 "$drvtrace" log all
expect_output "]2 channels are open"
expect_output "SUMMARY: log shown=5 messages=5 "
run 0 "$drvtrace" log --recorder=Input all
expect_output "]opened, after 0 packets"
expect_output "]closed, channel 1"
expect_output "SUMMARY: log shown=2 messages=5 "
run 0 "$drvtrace" log --recorder Output all
expect_output "]closed, channel 2"
expect_output "SUMMARY: log shown=2 messages=5 "
run 0 "$drvtrace" log --recorder Inpu all
expect_output "SUMMARY: log shown=0 messages=5 "
run 0 "$drvtrace" log --recorder Input --format=json all
expect_output '"arguments":[{"specifier":"u","expression":"Channel->Packets","value":0},{"specifier":"!IFRLOG!","expression":"Channel->Log","value":"Input"}]'

# A driver that is stopped: what it said last is saved.
run 3 "$drvtrace" record --snapshot -o past -- "$host" \
	"$DRVTRACE_BUILD/tests/contract/logs_to_deleted_log.so"
run 0 "$drvtrace" log --recorder Gone past
expect_output "]in time"
expect_output "SUMMARY: log shown=1 messages=3 "
run 0 "$drvtrace" log --recorder "Renamed, and to" past
expect_output "]by another name"
run 0 "$drvtrace" log --recorder Device-0x10 past
expect_output "]numbered, 0xc00000bb(STATUS_NOT_SUPPORTED)"

expect_nothing_left
finish
