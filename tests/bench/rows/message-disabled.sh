title="message with four integers, disabled"
peer_title="empty loop"
unit=ns ratio="ours - peer" target="<= 1"

prepare() {
	needs_program tests/bench/bench_message
}

measure_both() {
	local found

	found=$(recorded 'drvtrace:process_start' "$build/tests/bench/bench_message")
	note "$(value message <<<"$found")" "$(value empty <<<"$found")"
}
