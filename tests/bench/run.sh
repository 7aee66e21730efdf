#!/bin/sh
# Every benchmark against its peer, in one run: they take turns, so that whatever else the machine
# does hits both. Prints medians and ratios as a table, and as JSON into FILE.
#
#   tests/bench/run.sh [-n EVENTS] [-l LIVE_OBJECTS] [-r ROUNDS] [-o FILE]
#
# Builds the release preset. The traces are written to a temporary folder (50 bytes per event, and
# ten times that for the growth), and are read once before anything is measured.
set -eu
export LC_ALL=C

events=20000000
live=1000
rounds=5
json=
while getopts n:l:r:o: option; do
	case $option in
	n) events=$OPTARG ;;
	l) live=$OPTARG ;;
	r) rounds=$OPTARG ;;
	o) json=$OPTARG ;;
	*) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
	esac
done

source=$(cd "$(dirname "$0")/../.." && pwd)
cd "$source"
cmake --preset release >/dev/null
cmake --build --preset release --target viewer/all make_trace >/dev/null
build=$source/build/release
drvtrace=$build/viewer/cli/drvtrace
work=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

make_trace() {
	"$build/tests/bench/make_trace" "$source/tests/traces/clean/ust/uid/0/64-bit/metadata" "$@"
	cat "$1"/* >/dev/null
}

mkdir "$work/results"
make_trace "$work/trace" "$events" "$live"
make_trace "$work/tenth" $((events / 10)) "$live"
make_trace "$work/million" 4000000 1000000

# On one processor, whatever the command would use. Its seconds go to the file named first, and the
# most memory it had, in KiB, to the same with .rss. A leak is no failure here.
measure() {
	name=$1
	shift
	if taskset -c 0 /usr/bin/time -q -o "$work/time" -f '%e %M' "$@" >/dev/null 2>"$work/errors" ||
		[ $? -eq 1 ]; then
		cut -d' ' -f1 "$work/time" >>"$work/results/$name"
		cut -d' ' -f2 "$work/time" >>"$work/results/$name.rss"
	else
		cat "$work/errors" >&2
		exit 1
	fi
}

round=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	measure peer babeltrace2 --component=sink.utils.dummy "$work/trace"
	measure native "$drvtrace" leaks --reader=native "$work/trace"
	measure babeltrace "$drvtrace" leaks --reader=babeltrace "$work/trace"
	measure tenth "$drvtrace" leaks --reader=native "$work/tenth"
	measure million "$drvtrace" leaks --reader=native "$work/million"
done

median() {
	sort -n "$work/results/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

peer=$(median peer) native=$(median native) babeltrace=$(median babeltrace)
tenth=$(median tenth) rss=$(median native.rss) tenth_rss=$(median tenth.rss)
million=$(median million.rss)
awk -v events="$events" -v live="$live" -v rounds="$rounds" -v peer="$peer" -v native="$native" \
	-v babeltrace="$babeltrace" -v tenth="$tenth" -v rss="$rss" -v tenth_rss="$tenth_rss" \
	-v million="$million" -v json="$json" '
function row(what, value, unit, ratio, target) {
	printf "%-44s %10.3f %-4s %9s  %s\n", what, value, unit, ratio, target
}
BEGIN {
	row("babeltrace2 --component=sink.utils.dummy", peer, "s", "", "")
	row("drvtrace leaks --reader=native", native, "s", sprintf("%.1fx", peer / native),
		"at least 40 times faster than the dummy")
	row("drvtrace leaks --reader=babeltrace", babeltrace, "s", sprintf("%.2f", babeltrace / peer),
		"at most 1.15 of the dummy")
	row("native, a tenth of the events", tenth, "s", sprintf("%.2f", native / tenth),
		"ten times the events in at most 10.5 times")
	row("native, most memory, mapped pages too", rss / 1024, "MiB", "", "at most 64 beyond them")
	row("native, a tenth of the events: memory", tenth_rss / 1024, "MiB",
		sprintf("%.2f", rss / tenth_rss), "no growth")
	row("native, a million live objects: memory", million / 1024, "MiB", "", "")
	if (json == "")
		exit
	printf "{\"schema\":\"drvtrace.bench/1\",\"events\":%d,\"live_objects\":%d,\"rounds\":%d," \
		"\"dummy_s\":%.3f,\"native_s\":%.3f,\"babeltrace_s\":%.3f,\"tenth_s\":%.3f," \
		"\"native_speedup\":%.2f,\"babeltrace_ratio\":%.3f,\"growth\":%.3f," \
		"\"native_kib\":%d,\"tenth_kib\":%d,\"million_kib\":%d}\n", events, live, rounds, peer,
		native, babeltrace, tenth, peer / native, babeltrace / peer, native / tenth, rss,
		tenth_rss, million >json
}'
