title="drvtrace leaks --reader=babeltrace"
peer_title="babeltrace2 --component=sink.utils.dummy"
unit=s ratio="ours / peer" target="<= 1.15"

prepare() {
	generated trace "$events" "$live"
}

ours() {
	seconds "$one_core" "$drvtrace" leaks --reader=babeltrace "$trace"
}

peer() {
	seconds "$one_core" babeltrace2 --component=sink.utils.dummy "$trace"
}
