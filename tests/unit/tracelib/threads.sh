#!/usr/bin/env bash
# Every thread counts its own events from 1, without a gap.
. "$(dirname "$0")/common.sh"

start_session threads --buffers-uid
enable threads 'drvtrace:*'
client start threads
timeout 60 "$programs/tracelib_emit" threads || fail "exit status $?"
end_session threads
events threads >"$scratch/text" || fail "unreadable"

expect 20000 'kind = \( "memory"' "$scratch/text"
perl -ne '
	/tid = (\d+), seq = (\d+),/ or die "no prefix: $_";
	$2 == ++$last{$1} or die "thread $1: $2 where $last{$1} is due\n";
	END { keys %last == 5 or die "not 5 threads\n" }
' "$scratch/text" || fail "numbers"
