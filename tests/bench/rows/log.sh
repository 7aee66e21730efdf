title="drvtrace log, text, one core"
peer_title="babeltrace2's own text of the same trace"
unit=s ratio="peer / ours" target=">= 10"

prepare() {
	needs_program tests/bench/make_messages
	trace=$work/messages
	"$build/tests/bench/make_messages" \
		"$source/tests/traces/clean/ust/uid/0/64-bit/metadata" "$trace" "$messages"
	cat "$trace"/* >/dev/null
}

ours() {
	seconds "$one_core" "$drvtrace" log "$trace"
}

peer() {
	seconds "$one_core" babeltrace2 --component=sink.text.pretty "$trace"
}
