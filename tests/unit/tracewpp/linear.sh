#!/usr/bin/env bash
# Ten times the messages take about ten times the work: the shortest of several times counts. A square would be a hundredfold.
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
		used=$({ time "$tracewpp" -odir:"$work" -func:'T(LEVEL,FLAGS,MSG,...)' "$1" 2>"$work/log"; } 2>&1 |
			awk '{ printf "%d", ($1 + $2) * 1000000 }')
		[ "$used" -ge "$best" ] || best=$used
	done
	echo $((best + 1000))
}

compare() { # compare NAME: a tenth and the whole, small/big.c and large/big.c
	local small large
	small=$(shortest "$work/small/big.c")
	large=$(shortest "$work/large/big.c")
	echo "$1: $small us, ten times that: $large us"
	[ "$large" -lt $((40 * small)) ] || fail "$1: ten times the lines take $((large / small)) times as long"
}

mkdir "$work/small" "$work/large"
write 1430 "$work/small/big.c"
write 14300 "$work/large/big.c"
compare "10,010 lines"
[ ! -s "$work/log" ] || fail "something is wrong with the lines"

# So do lines in which calls and enums begin that never end.
for unending in 'T(1, F, "%d",' 'enum e { A ='; do
	for count in 1000 10000; do
		folder=$([ $count = 1000 ] && echo small || echo large)
		{
			printf '#include "big.tmh"\nvoid f(void)\n{\n'
			yes "$unending" | head -$count
		} >"$work/$folder/big.c"
	done
	compare "1,000 lines of $unending"
done
