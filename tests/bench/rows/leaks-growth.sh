title="drvtrace leaks, native, ten times the events"
peer_title="a tenth of them"
unit=s ratio="ours / peer" target="<= 10.5"

prepare() {
	generated tenth $((events / 10)) "$live"
	tenth=$trace
	generated trace "$events" "$live"
}

ours() {
	seconds "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	seconds "$one_core" "$drvtrace" leaks --reader=native "$tenth"
}
