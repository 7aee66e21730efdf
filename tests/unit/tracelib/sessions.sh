#!/usr/bin/env bash
# Two sessions at once; a session stopped and started again; a trigger.
. "$(dirname "$0")/common.sh"

mkfifo "$scratch/in" "$scratch/out"
timeout 60 "$programs/tracelib_emit" on-demand <"$scratch/in" >"$scratch/out" &
program=$!
exec 3>"$scratch/in" 4<"$scratch/out"
demand() {
	echo go >&3
	read -r -t 30 _ <&4 || fail "no answer"
}

demand # nobody records
start_session one --buffers-uid
enable one 'drvtrace:*'
start_session two --buffers-uid
enable two drvtrace:acquire --filter='size > 5'
client start one
demand
client start two
demand
client stop one
demand # only two
client start one
demand
end_session two
demand # only one

# A trigger sees the events that no session records, captures included.
client create shot --snapshot --output="$scratch/shot"
client enable-event -u -s shot drvtrace:acquire
client start shot
client add-trigger --name=seen --condition=event-rule-matches --type=user \
	--name=drvtrace:acquire --filter='size == 10' --capture=size --capture=site \
	--action=notify --action=snapshot-session shot
demand
for _ in $(seq 100); do
	[ -n "$(ls -A "$scratch/shot" 2>/dev/null)" ] && break
	sleep 0.1
done
client remove-trigger seen
end_session one
client destroy shot
exec 3>&-
wait $program || fail "exit status"

events one >"$scratch/one.txt" || fail "unreadable"
events two >"$scratch/two.txt" || fail "unreadable"
timeout 60 babeltrace2 "$scratch/shot" >"$scratch/shot.txt" 2>/dev/null
expect 50 'drvtrace:acquire:' "$scratch/one.txt"
expect 15 'drvtrace:acquire:' "$scratch/two.txt"
grep -q 'drvtrace:acquire:' "$scratch/shot.txt" || fail "the trigger took no snapshot"

# What both recorded has one number, and what nobody recorded has none: session one has a gap only
# where it was stopped and the other was not.
# What a session is told of when it starts has none either.
seqs() { sed -E '/ seq = 0,/d; s/.* seq = ([0-9]+),.*/\1/' "$1"; }
[ "$(seqs "$scratch/one.txt" | head -20 | tr '\n' ' ')" = "$(seq -s ' ' 1 20) " ] ||
	fail "session one has gaps"
[ "$(seqs "$scratch/one.txt" | sed -n '21,40p' | tr '\n' ' ')" = "$(seq -s ' ' 31 50) " ] ||
	fail "session one has other gaps than it should"
