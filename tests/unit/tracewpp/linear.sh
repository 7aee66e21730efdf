#!/usr/bin/env bash
# Ten times the messages take about ten times the work: instructions are counted where that is
# possible, otherwise the shortest of several times. A square would be a hundredfold.
. "$(dirname "$0")/common.sh"

write() { # write COUNT FILE: a driver with COUNT messages, seven lines each
	{
		echo '#include "big.tmh"'
		for ((i = 0; i < $1; i++)); do
			printf 'void f%d(int a, const char *b)\n{\n\tif (a) {\n\t\tT(1, F, "%%d of %%s %%!STATUS! %d",\n\t\t\ta, b, a);\n\t}\n}\n' \
				"$i" "$i"
		done
	} >"$2"
}

shortest() { # shortest FILE: of five runs, in microseconds of the processor
	local best=999999999 used
	for _ in 1 2 3 4 5; do
		TIMEFORMAT='%U %S'
		used=$({ time "$tracewpp" -odir:"$work" -func:'T(LEVEL,FLAGS,MSG,...)' "$1"; } 2>&1 |
			awk '{ printf "%d", ($1 + $2) * 1000000 }')
		[ "$used" -ge "$best" ] || best=$used
	done
	echo $((best + 1000))
}

mkdir "$work/small" "$work/large"
write 1430 "$work/small/big.c"
write 14300 "$work/large/big.c"
small=$(shortest "$work/small/big.c")
large=$(shortest "$work/large/big.c")
echo "10,010 lines: $small us, 100,100 lines: $large us"
[ "$large" -lt $((40 * small)) ] || fail "ten times the lines take $((large / small)) times as long"
