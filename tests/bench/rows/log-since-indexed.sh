title="drvtrace log, the last 1 % of the time, indexed"
peer_title="the same without LTTng's index"
unit=s ratio="peer / ours" target=""

# 50 million messages: what is looked up is the packets that are left out.
prepare() {
	needs_program tests/bench/make_messages
	needs_program tests/differential/write_index
	trace=$work/many-messages
	since=+$((messages * 4950))ns
	"$build/tests/bench/make_messages" \
		"$source/tests/traces/clean/ust/uid/0/64-bit/metadata" "$trace" $((messages * 10))
	mkdir "$work/indexed"
	ln "$trace"/* "$work/indexed"
	"$build/tests/differential/write_index" "$work/indexed"
	cat "$trace"/* >/dev/null
}

ours() {
	seconds "$one_core" "$drvtrace" log --since="$since" "$work/indexed"
}

peer() {
	seconds "$one_core" "$drvtrace" log --since="$since" "$trace"
}
