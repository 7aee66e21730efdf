#!/usr/bin/env bash
# The child of a fork is a process of its own, with and without LTTng's own fork wrapper.
. "$(dirname "$0")/common.sh"

# try NAME BUFFERS COMMAND...
try() {
	local name=$1 text=$scratch/text parent child

	start_session "$name" "$2"
	shift 2
	enable "$name" 'drvtrace:*'
	client start "$name"
	timeout 30 "$@" "$programs/tracelib_emit" forks >"$scratch/pids" || fail "$name: exit status $?"
	end_session "$name"
	# With the wrapper the child is told of by LTTng's dump, too, without a number.
	events "$name" >"$text" || fail "unreadable"
	sed -i '/ seq = 0,/d' "$text"
	read -r _ parent _ child <"$scratch/pids"

	expect 1 "process_start: .*pid = $parent, tid = $parent, seq = 1," "$text"
	expect 1 "process_start: .*pid = $child, tid = $child, seq = 1,.* ppid = $parent " "$text"
	expect 1 "kind: .*pid = $child, .* name = \"turnstile\"" "$text"
	expect 1 "module: .*pid = $child, .* driver = 1 " "$text"
	expect 1 "release: .*pid = $child, tid = $child, " "$text"
	expect 1 "process_end: .*pid = $child, .* status = 4 " "$text"
	expect 2 "release: .*pid = $parent, tid = $parent, " "$text"
	expect 1 "process_end: .*pid = $parent, .* status = 0 " "$text"
}

try uid --buffers-uid
try pid --buffers-pid
[ -n "$DRVTRACE_SANITIZE" ] || try wrapper --buffers-uid env LD_PRELOAD=liblttng-ust-fork.so.1

# The address sanitizer's allocator may be locked by a thread that the child does not have.
case $DRVTRACE_SANITIZE in
*address*) exit 0 ;;
esac

# Sessions start and stop meanwhile: nothing waits for ever, and a process that another session was
# told of is none that is new.
needs_buffers 2048
start_session whole --buffers-uid
enable whole 'drvtrace:*'
client start whole
start_session part --buffers-uid
enable part 'drvtrace:*'
timeout 100 "$programs/tracelib_emit" many-forks &
program=$!
while kill -0 $program 2>/dev/null; do
	client start part
	client stop part
done
wait $program || fail "many forks: exit status $?"
end_session whole
client destroy part
events whole >"$scratch/text" || fail "unreadable"
expect 101 'process_start: .* seq = 1, ' "$scratch/text"
