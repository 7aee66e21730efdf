title="memory growth, ten times the events, MiB"
peer_title="a tenth of them"
unit=KiB ratio="(ours - peer) / 1024" target="<= 1"

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
