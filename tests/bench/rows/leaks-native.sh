title="drvtrace leaks, native, one core"
peer_title="babeltrace2 --component=sink.utils.dummy"
unit=s ratio="peer / ours" target=">= 40"

prepare() {
	generated trace "$events" "$live"
}

ours() {
	seconds "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	seconds "$one_core" babeltrace2 --component=sink.utils.dummy "$trace"
}
