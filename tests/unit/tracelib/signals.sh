#!/usr/bin/env bash
# A signal handler may emit while the probe is at work: nothing is lost, nothing is counted twice.
. "$(dirname "$0")/common.sh"

# All events of the loop must fit.
needs_buffers 16384

start_session signals --buffers-uid
client disable-channel -u -s signals channel
client enable-channel -u -s signals --subbuf-size=16M --num-subbuf=4 big
client enable-event -u -s signals -c big 'drvtrace:*'
client start signals
timeout 60 "$programs/tracelib_emit" signals >"$scratch/counts" || fail "exit status $?"
end_session signals
events signals >"$scratch/text" || fail "unreadable"

read -r _ emitted _ handled _ _ inside <"$scratch/counts"
[ "$inside" -gt 0 ] || { echo "no signal hit the probe" >&2; exit 77; }
expect "$emitted" 'kind = \( "memory"' "$scratch/text"
expect "$handled" 'kind = \( "timer"' "$scratch/text"
perl -ne '
	/seq = (\d+),/ or die "no prefix: $_";
	$seen{$1}++ and die "$1 twice\n";
	$count++; $max = $1 if $1 > $max;
	END { $max == $count or die "$count events, numbered to $max\n" }
' "$scratch/text" || fail "numbers"
