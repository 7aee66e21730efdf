title="acquire event, enabled"
peer_title="LTTNG_UST_TRACEPOINT_EVENT, the same fields"
unit=ns ratio="ours / peer" target="<= 0.80"

prepare() {
	needs_program tests/bench/bench_probe
}

measure_both() {
	local found

	found=$(recorded 'drvtrace:*,bench:*' "$build/tests/bench/bench_probe")
	note "$(value acquire <<<"$found")" "$(value macros <<<"$found")"
}
