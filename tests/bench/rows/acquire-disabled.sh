title="acquire event, disabled"
peer_title="empty loop"
unit=ns ratio="ours - peer" target="<= 1"

prepare() {
	needs_program tests/bench/bench_probe
}

# Recorded is something else: there is a session, and the library knows of it.
measure_both() {
	local found

	found=$(recorded 'drvtrace:process_start' "$build/tests/bench/bench_probe")
	note "$(value acquire <<<"$found")" "$(value empty <<<"$found")"
}
