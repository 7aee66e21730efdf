title="acquire event, enabled, --clock=tsc"
peer_title="LTTNG_UST_TRACEPOINT_EVENT, the same fields, the usual clock"
unit=ns ratio="ours / peer" target="<= 0.65"

# The clock is that of a recording: its daemon and its command have it from their environment.
prepare() {
	needs_program tests/bench/bench_probe
	needs_program viewer/cli/drvtrace
	clock=$("$drvtrace" record --clock=tsc --output="$work/clock" -- \
		sh -c 'echo "LTTNG_UST_CLOCK_PLUGIN=$LTTNG_UST_CLOCK_PLUGIN DRVTRACE_TSC_HZ=$DRVTRACE_TSC_HZ"' \
		2>"$work/refusal") || skip "$(cat "$work/refusal")"
	rm -rf "$work/clock"
}

ours() {
	export ${clock:?}
	recorded 'drvtrace:*' "$build/tests/bench/bench_probe" | value acquire
}

peer() {
	recorded 'bench:*' "$build/tests/bench/bench_probe" | value macros
}
