title="message with four integers, enabled"
peer_title="LTTNG_UST_TRACEPOINT_EVENT, the same fields"
unit=ns ratio="ours / peer" target="<= 1.00"

prepare() {
	needs_program tests/bench/bench_message
}

measure_both() {
	local found

	found=$(recorded 'bench_message:*,bench:*' "$build/tests/bench/bench_message")
	note "$(value message <<<"$found")" "$(value macros <<<"$found")"
}
