title="drvtrace leaks, native, two cores"
peer_title="the same on one core"
unit=s ratio="peer / ours" target=">= 1.7"

prepare() {
	needs_two_cores
	generated trace "$events" "$live"
}

ours() {
	seconds "$two_cores" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	seconds "$one_core" "$drvtrace" leaks --reader=native "$trace"
}
