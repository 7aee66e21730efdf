#!/usr/bin/env bash
# process_end is the last event of a process that exits, with its status; while other threads emit,
# too. A process that just vanishes has none.
. "$(dirname "$0")/common.sh"

start_session exits --buffers-uid
enable exits 'drvtrace:*'
client start exits
timeout 20 "$programs/tracelib_emit" vanish
[ $? = 6 ] || fail "exit status"
for _ in $(seq 20); do
	timeout 20 "$programs/tracelib_emit" leave
	[ $? = 5 ] || fail "exit status"
done
timeout 20 "$programs/tracelib_load" "$programs/libtracelib_driver_module.so" 1 nc ||
	fail "exit status"
end_session exits
events exits >"$scratch/text" || fail "unreadable"

expect 22 'process_start:' "$scratch/text"
expect 20 'process_end: .* status = 5 ' "$scratch/text"
expect 1 'process_end: .* status = 0 ' "$scratch/text"
expect 21 'process_end:' "$scratch/text"
