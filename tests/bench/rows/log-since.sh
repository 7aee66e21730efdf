title="drvtrace log, the last 1 % of the time, one core"
peer_title="the whole"
unit=s ratio="peer / ours" target=""

prepare() {
	needs_program tests/bench/make_messages
	trace=$work/messages
	# Its messages are 500 ns apart, on average.
	since=+$((messages * 495))ns
	[ -d "$trace" ] || "$build/tests/bench/make_messages" \
		"$source/tests/traces/clean/ust/uid/0/64-bit/metadata" "$trace" "$messages"
	cat "$trace"/* >/dev/null
}

ours() {
	seconds "$one_core" "$drvtrace" log --since="$since" "$trace"
}

peer() {
	seconds "$one_core" "$drvtrace" log "$trace"
}
