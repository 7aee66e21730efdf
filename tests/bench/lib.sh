# What the rows of the benchmarks are made of; read by run.sh.
#
# rows/NAME.sh is one row. It sets
#	title, peer_title  what is measured, and what it is measured against
#	unit               of both
#	ratio              from the medians `ours` and `peer`: "peer / ours"
#	target             what the ratio must be: ">= 40", "<= 1.15"; empty: it is only told
# and defines
#	prepare       makes what is needed, before anything is measured
#	ours, peer    each measures once, and prints one number
# or, where one program measures both by turns, measure_both, which calls `note` with two numbers.
# `skip REASON` leaves the row out. Variables of run.sh that rows use: drvtrace, events, live, ...

drvtrace=$build/viewer/cli/drvtrace
support=$source/tests/support

# The processors that we may use: the last one is the farthest from interrupts.
cores=$(taskset -cp $$ | sed 's/.*: //' | tr , '\n' |
	awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }')
one_core=$(tail -n 1 <<<"$cores")
two_cores=$(tail -n 2 <<<"$cores" | paste -sd,)

prepare() {
	:
}

measure_both() {
	local one other

	one=$(ours)
	other=$(peer)
	note "$one" "$other"
}

# note OURS PEER
note() {
	[ -n "$1" ] && [ -n "$2" ] || return 1
	echo "$1 $2" >>"$work/results/$row.samples"
}

skip() {
	echo "$1" >&2
	exit 77
}

needs_program() {
	[ -x "$build/$1" ] || skip "$1 is not built here"
}

needs_two_cores() {
	[ "$(wc -l <<<"$cores")" -ge 2 ] || skip "there is only one processor"
}

# seconds CORES COMMAND...: how long it takes. Status 1 is a report's way to say that it found
# something.
seconds() {
	"$build/tests/bench/bench_measure" "$@"
}

# anonymous_kib CORES COMMAND...: the most memory that it had at a time, mapped files aside.
anonymous_kib() {
	"$build/tests/bench/bench_measure" -m "$@"
}

# generated NAME EVENTS LIVE [MAKER]: sets `trace` to a trace of so many events in two streams; made
# once, by make_trace.
generated() {
	local maker=${4:-make_trace}

	trace=$work/$1
	[ ! -d "$trace" ] || return 0
	needs_program "tests/bench/$maker"
	[ "$(df --output=avail -k "$work" | tail -n 1)" -gt $(($2 / 1024 * 56)) ] ||
		skip "$(df --output=target "$work" | tail -n 1) lacks room for $2 events"
	"$build/tests/bench/$maker" "$source/tests/traces/clean/ust/uid/0/64-bit/metadata" \
		"$trace" "$2" "$3"
	cat "$trace"/* >/dev/null
}

# recorded PATTERN COMMAND...: runs it on one processor while the events are recorded to memory, so
# that no consumer takes the processor. What it prints is its own.
recorded() {
	local status=0

	DRVTRACE_BENCH_CORE=$one_core "$support/with-session-daemon" "$here/recorded" "$@" || status=$?
	[ "$status" != 77 ] || skip "no session daemon can be had here"
	return "$status"
}

# value NAME: the number behind NAME in what is read.
value() {
	awk -v name="$1" '$1 == name { print $2 }'
}
