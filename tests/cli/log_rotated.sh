#!/usr/bin/env bash
# A part of a recording that was rotated twice: each chunk is a trace with indexes of its own, and
# what lies outside the part is not looked at.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# All in one stream, and each message fills a packet: none is lost, as there is room for all.
chunk_messages=8
cpu=$(taskset -cp $$ | sed 's/.*: *//; s/[^0-9].*//')

# However long it takes the daemon to answer.
export LTTNG_UST_REGISTER_TIMEOUT=-1
record_chunk() {
	for _ in $(seq $chunk_messages); do
		timeout 30 taskset -c "$cpu" "$DRVTRACE_BUILD/tests/cli/cli_messages" 3000 ||
			fail "no message"
	done
}

tracer create rotated --output="$PWD/rotated"
tracer enable-channel -u --subbuf-size=4K --num-subbuf=64 c
tracer enable-event -u -c c 'station:*'
tracer start
record_chunk
tracer rotate rotated
record_chunk
tracer rotate rotated
record_chunk
tracer destroy rotated

mapfile -t chunks < <(ls -d rotated/archives/*)
[ ${#chunks[@]} = 3 ] || fail "${#chunks[@]} chunks: $(find rotated)"

# times: of all messages, one a line.
run 0 "$drvtrace" log --format=json rotated
python3 - "$scratch/out" >times <<'END'
import json
import sys

for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    if record["type"] == "message":
        print(record["time_ns"])
END
[ "$(wc -l <times)" = $((3 * chunk_messages)) ] || fail "$(wc -l <times) messages"

expect_part() { # expect_part FIRST LAST: of all messages, both included
	local since until
	since=$(sed -n "$1p" times)
	until=$(sed -n "$2p" times)
	part="--since=$since --until=$until"
	for format in text json; do
		# shellcheck disable=SC2086 # several options
		run 0 "$drvtrace" log --reader=babeltrace --format=$format $part rotated
		cp "$scratch/out" "part.$format"
		# shellcheck disable=SC2086
		run 0 "$drvtrace" log --reader=native --format=$format $part rotated
		cmp "part.$format" "$scratch/out" >&2 || fail "the readers differ with $part"
	done
	grep -q "SUMMARY: log shown=$(($2 - $1 + 1)) " part.text || fail "$part: $(tail -2 part.text)"
}

# Beyond both rotations, and beyond one.
expect_part 1 $((3 * chunk_messages))
expect_part 3 $((chunk_messages + 3))
expect_part $((2 * chunk_messages)) $((2 * chunk_messages + 1))
# In the middle of the chunk in the middle.
expect_part $((chunk_messages + 3)) $((chunk_messages + 6))

# The seventh packet of the chunks beside it is none any more: that is neither one of the first, by
# which it is known when the recording begins, nor the last one, by which it is known that the index
# is right.
for chunk in "${chunks[0]}" "${chunks[2]}"; do
	file=$(find "$chunk" -name "c_$cpu")
	dd if=/dev/zero of="$file" bs=4096 seek=6 count=1 conv=notrunc 2>"$scratch/dd" ||
		fail "$file: $(cat "$scratch/dd")"
done
for format in text json; do
	# shellcheck disable=SC2086
	run 0 "$drvtrace" log --reader=native --format=$format $part rotated
	cmp "part.$format" "$scratch/out" >&2 || fail "what lies outside is read"
done
find rotated -name '*.idx' -delete
# shellcheck disable=SC2086
"$drvtrace" log --reader=native --format=json $part rotated >"$scratch/out" 2>"$scratch/err" &&
	cmp -s part.json "$scratch/out" && fail "nothing was damaged"

finish
