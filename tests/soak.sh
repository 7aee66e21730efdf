#!/usr/bin/env bash
# soak.sh BUILD [CYCLES]: loads and unloads all sample drivers together, 10,000 times unless told
# otherwise, in one drvhost, whose memory, descriptors and threads must be at the end what they were
# at the beginning. Run by hand; takes minutes. Left out are samples that leave something behind even
# when no call fails, as that is what they are for.
set -u

build=$(cd "$1" && pwd) || exit 2
cycles=${2:-10000}
slack_kib=1024 # what an allocator may move
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-soak.XXXXXX") || exit 2
trap 'rm -rf "$scratch"' EXIT

drivers=()
for driver in "$build"/drivers/samples/*.so; do
	rm -f "$scratch/books"
	if timeout 60 "$build/drivers/host/drvhost" --books "$scratch/books" "$driver" \
		>"$scratch/log" 2>&1 && ! grep -q '"kind"' "$scratch/books"; then
		drivers+=("$driver")
	else
		echo "left out: $(basename "$driver")"
	fi
done
[ "${#drivers[@]}" -gt 0 ] || exit 2
echo "$cycles cycles of ${#drivers[@]} drivers"

"$build/drivers/host/drvhost" --repeat "$cycles" "${drivers[@]}" >"$scratch/log" 2>&1 &
host=$!
while sleep 0.5 && [ -r "/proc/$host/status" ]; do
	memory=$(awk '/^VmRSS/ { print $2 }' "/proc/$host/status" 2>/dev/null)
	threads=$(awk '/^Threads/ { print $2 }' "/proc/$host/status" 2>/dev/null)
	descriptors=$(ls "/proc/$host/fd" 2>/dev/null | wc -l)
	[ -n "$memory" ] && echo "$memory $descriptors $threads"
done >"$scratch/samples"
wait "$host" || {
	echo "drvhost ended with $?:" >&2
	tail -5 "$scratch/log" >&2
	exit 1
}

# The most in the first quarter, against the least in the last: what only grows is found.
awk -v slack="$slack_kib" '
	{ memory[NR] = $1; descriptors[NR] = $2; threads[NR] = $3 }
	function most(of, from, to,   i, found) {
		found = of[from]
		for (i = from; i <= to; i++)
			if (of[i] > found)
				found = of[i]
		return found
	}
	function least(of, from, to,   i, found) {
		found = of[from]
		for (i = from; i <= to; i++)
			if (of[i] < found)
				found = of[i]
		return found
	}
	function compare(what, of, allowed,   before, after) {
		before = most(of, 1, int(NR / 4))
		after = least(of, NR - int(NR / 4) + 1, NR)
		printf "%s: %d, then %d\n", what, before, after
		if (after > before + allowed)
			failed = 1
	}
	END {
		if (NR < 8) {
			print "too short to tell: more cycles are needed"
			exit 2
		}
		compare("memory in KiB", memory, slack)
		compare("descriptors", descriptors, 0)
		compare("threads", threads, 0)
		exit failed
	}' "$scratch/samples"
