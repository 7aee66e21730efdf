title="memory per live object, bytes"
peer_title="a thousandth of them alive"
unit=KiB ratio="(ours - peer) * 1024 / (1000000 - 1000)" target="<= 160"

# Events enough that as many objects are alive as it takes.
prepare() {
	generated few 4000000 1000
	few=$trace
	generated million 4000000 1000000
}

ours() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$trace"
}

peer() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native "$few"
}
