#!/usr/bin/env bash
# Strings have the bounds of the schema and are cut between characters.
. "$(dirname "$0")/common.sh"

start_session strings --buffers-uid
enable strings 'drvtrace:*'
client start strings
timeout 20 "$programs/tracelib_emit" long-strings || fail "exit status $?"
end_session strings
events strings >"$scratch/text" || fail "unreadable"

# Event, field, bytes of what it holds.
perl -ne '
	my ($event) = /drvtrace:(\w+):/;
	while (/(\w+) = "((?:é)+)(.*?)"/g) {
		$3 eq "" or die "$event: $1 ends in half a character\n";
		print "$event $1 ", length($2), "\n";
	}
' "$scratch/text" | diff - <(cat <<'END'
state name 254
driver_init name 254
driver_init control_guid 2046
driver_init flag_names 2046
state name 254
span_begin name 254
span_end name 254
kind name 126
reference file 1022
fault point 126
violation rule 126
violation text 1022
state name 254
END
) || fail "lengths"
