#!/usr/bin/env bash
# Threads of a scenario make requests at the same time, each with what is its own.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"
later=$DRVTRACE_BUILD/tests/host/answers_later.so

# Each finds in its file what it has written, however the threads come in each other's way.
scenario 0 "$later" <<'END'
load answers_later
open one \Device\Later
open two \Device\Later
thread one 200
	write one "the first one"
	expect STATUS_SUCCESS
	read one 13
	expect STATUS_SUCCESS
	expect-data "the first one"
end
thread two 200
	write two "another one"
	read two 11
	expect-data "another one"
end
thread three 100
	open three \Device\Later
	expect STATUS_SUCCESS
	write three hex:01020304
	read three 4
	expect-data hex:01020304
	close three
	expect STATUS_SUCCESS
end
join two
join one
join three
close one
close two
unload answers_later
expect STATUS_SUCCESS
END
says </dev/null

# Requests that one thread waits for are cancelled by another, or not: by the driver, they end in any case.
scenario 0 "$later" <<'END'
load answers_later
open shared \Device\Later
thread waits 100
	ioctl shared 0x222000
end
thread waits-too 100
	ioctl shared 0x222000
end
thread cancels 2000
	cancel shared
end
ioctl shared 0x222000
join cancels
join waits
join waits-too
close shared
unload answers_later
expect STATUS_SUCCESS
END
says </dev/null

# A handle is closed by one while another makes requests with it, or finds it closed.
scenario 0 "$later" <<'END'
load answers_later
open shared \Device\Later
thread waits 20
	ioctl shared 0x222000
end
ioctl shared 0x222000
close shared
expect STATUS_SUCCESS
join waits
unload answers_later
expect STATUS_SUCCESS
END

# What is left at the end is waited for, and then its handles are closed.
scenario 0 "$later" <<'END'
load answers_later
event opened automatic
thread other
	open more \Device\Later
	set-event opened
	ioctl more 0x222000
	expect STATUS_SUCCESS
end
await-event opened
unload answers_later
expect STATUS_DEVICE_BUSY
END
says </dev/null

# What a thread expects is told like anything else.
scenario 1 "$later" <<'END'
load answers_later
thread one
	open file \Device\Nowhere
	expect STATUS_SUCCESS
end
END
says <<'END'
drvhost: scenario:4: expected STATUS_SUCCESS, but it is STATUS_OBJECT_NAME_NOT_FOUND (0xc0000034)
END

scenario 2 "$later" <<'END'
end
join nobody
thread one 0
end
thread one
	load answers_later
	thread two
end
thread one
end
process other
join one
thread two
END
says <<'END'
drvhost: scenario:1: end: there is no thread before it
drvhost: scenario:2: join: no thread of that name runs
drvhost: scenario:3: thread: a thread is done once, or so many times
drvhost: scenario:4: end: there is no thread before it
drvhost: scenario:6: load: a thread does not do that
drvhost: scenario:7: thread: a thread does not do that
drvhost: scenario:9: thread: it runs already
drvhost: scenario:10: end: there is no thread before it
drvhost: scenario:11: process: the threads before it are to be joined first
drvhost: scenario:13: missing: the `end` of a thread
END

finish
