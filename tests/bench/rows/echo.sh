title="a request to a KMDF driver, 64 in flight, recorded"
peer_title="the same, not recorded"
unit=us ratio="ours / peer" target="<= 1.25"

prepare() {
	needs_program tests/bench/bench_echo
}

# Recorded is something else: there is a session, and the library knows of it.
ours() {
	recorded 'drvtrace:*' "$build/tests/bench/bench_echo" | value request_us
}

peer() {
	recorded 'drvtrace:process_start' "$build/tests/bench/bench_echo" | value request_us
}
