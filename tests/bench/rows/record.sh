title="drvtrace record -- true"
peer_title="the six lttng commands by hand"
unit=s ratio="ours / peer" target="<= 0.7"

prepare() {
	needs_program viewer/cli/drvtrace
}

ours() {
	seconds "$two_cores" "$drvtrace" record --output="$work/recording" -- true
	rm -rf "$work/recording"
}

# Their daemon runs already; ours is started and ended with the recording.
peer() {
	local status=0

	"$support/with-session-daemon" "$build/tests/bench/bench_measure" "$two_cores" \
		"$here/by-hand" "$work/by-hand" || status=$?
	rm -rf "$work/by-hand"
	[ "$status" != 77 ] || skip "no session daemon can be had here"
	return "$status"
}
