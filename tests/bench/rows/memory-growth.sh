title="drvtrace leaks, memory, ten times the events"
peer_title="a tenth of them"
unit=KiB ratio="ours / peer" target="<= 1.05"

prepare() {
	generated tenth $((events / 10)) "$live"
	tenth=$trace
	generated trace "$events" "$live"
}

ours() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$tenth"
}
