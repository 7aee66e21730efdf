title="message with four integers, enabled"
peer_title="lttng_ust_tracelog of the same text"
unit=ns ratio="ours / peer" target="<= 0.40"

prepare() {
	needs_program tests/bench/bench_message
}

measure_both() {
	local found

	found=$(recorded 'bench_message:*,lttng_ust_tracelog:*' "$build/tests/bench/bench_message")
	note "$(value message <<<"$found")" "$(value tracelog <<<"$found")"
}
