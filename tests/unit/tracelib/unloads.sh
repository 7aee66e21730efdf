#!/usr/bin/env bash
# Driver modules are unloaded while their events are enabled, while other threads emit, and while
# sessions come, go and change what they record: nothing crashes, and each load is recorded.
. "$(dirname "$0")/common.sh"

# try COUNT HOW BUFFERS
number=0
try() {
	local name
	number=$((number + 1))
	name=u$number

	# The modules' events in a session that loses none; the threads' in one that may, and that
	# is never the same for long.
	start_session $name "$3"
	enable $name 'drvtrace:driver_*,drvtrace:module'
	client start $name
	client create busy --snapshot --output="$scratch/busy$number"
	client enable-channel -u -s busy "$3" --subbuf-size=64k --num-subbuf=4 channel
	client enable-event -u -s busy -c channel 'drvtrace:*'
	client start busy

	timeout 100 "$programs/tracelib_load" "$programs/libtracelib_driver_module.so" "$1" "$2" \
		"$programs/libtracelib_other_module.so" &
	program=$!
	while kill -0 $program 2>/dev/null; do
		client disable-event -u -s busy -c channel 'drvtrace:*'
		client enable-event -u -s busy -c channel 'drvtrace:*'
		client stop busy
		client start busy
	done
	wait $program || fail "$2: exit status $?"

	client destroy busy
	end_session $name
	events $name >"$scratch/text" || fail "unreadable"
	expect "$1" 'drvtrace:driver_init: .*name = "ModuleGuid|drvtrace:driver_init: .*name = "native"' \
		"$scratch/text"
	expect 1 'drvtrace:driver_init: .*name = "other"' "$scratch/text"
}

for buffers in --buffers-uid --buffers-pid; do
	for how in nc n- w-; do
		try 400 $how $buffers
	done
done
