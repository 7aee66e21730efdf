title="memory of a long trace, MiB"
peer_title="4 million events"
unit=KiB ratio="ours / 1024" target="<= 64"

prepare() {
	generated short 4000000 10000
	short=$trace
	generated long "$long" 10000
}

ours() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$short"
}
