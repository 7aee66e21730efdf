title="memory per live object, four threads, bytes"
peer_title="a thousandth of them alive"
unit=KiB ratio="(ours - peer) * 1024 / (1000000 - 1000)" target="<= 160"

prepare() {
	generated few 4000000 1000
	few=$trace
	generated million 4000000 1000000
}

ours() {
	anonymous_kib "$two_cores" "$drvtrace" leaks --reader=native --jobs=4 "$trace"
}

# By one: four need more for few objects, too.
peer() {
	anonymous_kib "$one_core" "$drvtrace" leaks --reader=native --jobs=1 "$few"
}
