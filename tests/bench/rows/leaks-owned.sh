title="drvtrace leaks of requests that a device owns"
peer_title="babeltrace2 --component=sink.utils.dummy"
unit=s ratio="peer / ours" target=

prepare() {
	generated requests "$((events / 4))" "$live" make_requests
}

ours() {
	seconds "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	seconds "$one_core" babeltrace2 --component=sink.utils.dummy "$trace"
}
