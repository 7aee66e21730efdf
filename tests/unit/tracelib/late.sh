#!/usr/bin/env bash
# A session that begins when the process is there already is told its name, its drivers, their
# modules and its own kinds; sessions that know them are not. One that stops and starts again is told
# again: what happened in between is not known to it.
. "$(dirname "$0")/common.sh"

mkfifo "$scratch/in" "$scratch/out"
timeout 60 "$programs/tracelib_emit" on-demand <"$scratch/in" >"$scratch/out" &
program=$!
exec 3>"$scratch/in" 4<"$scratch/out"
demand() {
	echo go >&3
	read -r -t 30 _ <&4 || fail "no answer"
}

demand
for name in one two; do
	start_session $name --buffers-uid
	enable $name 'drvtrace:*'
	client start $name
	demand
done
client stop one
client start one
demand
end_session one
end_session two
exec 3>&-
wait $program || fail "exit status"

told="pid = [0-9]+, tid = [0-9]+, seq = 0,"
for name in one two; do
	text=$scratch/$name.txt
	events $name >"$text" || fail "unreadable"
	# Session one was started twice.
	times=$([ $name = one ] && echo 2 || echo 1)
	expect $times "process_start: .*$told name = \"tracelib_emit\", path = \"/.*tracelib_emit\"" "$text"
	expect $times "kind: .*$told id = [0-9]+, name = \"turnstile\"" "$text"
	expect $times "module: .*$told .* path = \"/.*tracelib_emit\", build_id = \"[0-9a-f]{40}\", driver = 1 " "$text"
	expect $times "state: .*$told driver = 1, state = \( \"loaded\" .* name = \"emit\"" "$text"
	expect $((4 * times)) "$told" "$text"
	# The report knows whose memory it is, and where it was acquired.
	wanted=$(grep -c 'drvtrace:acquire:' "$text")
	leaks=$DRVTRACE_BUILD/viewer/cli/drvtrace
	[ -x "$leaks" ] || continue
	for reader in native babeltrace; do
		timeout 60 "$leaks" objects --reader=$reader "$scratch/$name" >"$scratch/report"
		grep -q "of 1 process," "$scratch/report" || fail "$name: one process is several"
		[ "$(grep -cE " memory +emit .* emit_some" "$scratch/report")" = $wanted ] ||
			fail "$name: a nameless driver or call site: $(cat "$scratch/report")"
	done
done
