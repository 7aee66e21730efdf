#!/usr/bin/env bash
# Every benchmark against its peer, in one run: they take turns, so that whatever else the machine
# does hits both. Prints medians, ratios and targets as a table, and as JSON when that is wanted.
#
#   tests/bench/run.sh [OPTIONS]
#     --rows=NAME[,NAME...]  only these rows; --list names them
#     --list                 what there is, and no more
#     --rounds=N             how often each side is measured (5)
#     --events=N             acquire and release events of the generated trace (20000000)
#     --live=N               objects alive at any time in it (1000)
#     --long=N               events of the trace that memory is measured with (200000000)
#     --messages=N           messages of the trace that is printed (5000000)
#     --json=FILE            write all that was measured to FILE
#
# Builds the release preset. Traces are written below TMPDIR (50 bytes per event) and are read once
# before anything is measured. What records does so under a session daemon of its own; nothing
# needs root. The exit status says that all was measured, not that a target was met.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
rows= rounds=5 json=
events=20000000 live=1000 long=200000000 messages=5000000

usage() {
	sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
}

wrong() {
	echo "run.sh: $1" >&2
	usage >&2
	exit 2
}

all_rows() {
	for file in "$here"/rows/*.sh; do
		basename "$file" .sh
	done
}

list_rows() {
	for row in $(all_rows); do
		(
			. "$here/rows/$row.sh"
			printf '%-18s %s, against: %s\n' "$row" "$title" "$peer_title"
		)
	done
}

number() {
	case $2 in
	'' | 0 | *[!0-9]*) wrong "$1 takes a number, not '$2'" ;;
	esac
	echo "$2"
}

while [ $# -gt 0 ]; do
	# "--json FILE" is "--json=FILE".
	case $1 in
	--rows | --rounds | --events | --live | --long | --messages | --json)
		[ $# -ge 2 ] || wrong "$1 needs a value"
		set -- "$1=$2" "${@:3}"
		;;
	esac
	value=${1#*=}
	case $1 in
	--rows=*) rows=${value//,/ } ;;
	--rounds=*) rounds=$(number --rounds "$value") ;;
	--events=*) events=$(number --events "$value") ;;
	--live=*) live=$(number --live "$value") ;;
	--long=*) long=$(number --long "$value") ;;
	--messages=*) messages=$(number --messages "$value") ;;
	--json=*) json=$value ;;
	--list) list_rows && exit 0 ;;
	-h | --help) usage && exit 0 ;;
	*) wrong "unknown option '$1'" ;;
	esac
	shift
done
for row in ${rows:=$(all_rows)}; do
	[ -f "$here/rows/$row.sh" ] || wrong "there is no row '$row'"
done

cmake -S "$source" --preset release >/dev/null
cmake --build "$source/build/release" >/dev/null
build=$source/build/release

work=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
. "$here/lib.sh"

# A row runs in a shell of its own; what it defines is in the comment of lib.sh.
run_row() {
	. "$here/rows/$1.sh"
	prepare
	for round in $(seq "$rounds"); do
		measure_both
	done
}

mkdir "$work/results"
python3 "$here/report.py" head
for row in $rows; do
	result=$work/results/$row
	# Not behind "||": there, a command that fails would not end the row.
	set +e
	(set -e; run_row "$row") 2>"$work/errors"
	status=$?
	set -e
	case $status in
	0) ;;
	77) cp "$work/errors" "$result.skipped" ;;
	*)
		echo "run.sh: row $row failed:" >&2
		cat "$work/errors" >&2
		exit 1
		;;
	esac
	(. "$here/rows/$row.sh" && printf '%s\n' "$title" "$peer_title" "$unit" "$ratio" "$target") \
		>"$result.row"
	python3 "$here/report.py" row "$result"
done
if [ -n "$json" ]; then
	cd "$work/results"
	python3 "$here/report.py" json "events=$events" "live=$live" "long=$long" \
		"messages=$messages" "rounds=$rounds" $rows >"$work/json"
	cd "$OLDPWD"
	cp "$work/json" "$json"
fi
