/* Bit maps: runs of bits that are clear, between bits that are set or the ends. */
#include <stdbool.h>
#include <wdm.h>

static bool is_clear(const RTL_BITMAP *map, ULONG bit)
{
	return bit < map->SizeOfBitMap && !RtlCheckBit(map, bit);
}

/* The first one that begins at `from` or behind it; without bits at the end of the map. */
static RTL_BITMAP_RUN run_from(const RTL_BITMAP *map, ULONG from)
{
	RTL_BITMAP_RUN run = { from, 0 };

	while (run.StartingIndex < map->SizeOfBitMap && !is_clear(map, run.StartingIndex))
		run.StartingIndex++;
	while (is_clear(map, run.StartingIndex + run.NumberOfBits))
		run.NumberOfBits++;
	return run;
}

ULONG RtlFindNextForwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex, PULONG StartingRunIndex)
{
	RTL_BITMAP_RUN run = run_from(BitMapHeader, FromIndex);

	*StartingRunIndex = run.StartingIndex;
	return run.NumberOfBits;
}

ULONG RtlFindFirstRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex)
{
	return RtlFindNextForwardRunClear(BitMapHeader, 0, StartingIndex);
}

ULONG RtlFindLastBackwardRunClear(
	PRTL_BITMAP BitMapHeader, ULONG FromIndex, PULONG StartingRunIndex)
{
	ULONG end =
		FromIndex < BitMapHeader->SizeOfBitMap ? FromIndex + 1 : BitMapHeader->SizeOfBitMap;
	ULONG begin;

	while (end > 0 && !is_clear(BitMapHeader, end - 1))
		end--;
	for (begin = end; begin > 0 && is_clear(BitMapHeader, begin - 1);)
		begin--;
	*StartingRunIndex = begin;
	return end - begin;
}

/* Behind those that are as long, before those that are shorter; what does not fit is dropped. */
static void sort_in(PRTL_BITMAP_RUN runs, ULONG room, ULONG count, const RTL_BITMAP_RUN *run)
{
	ULONG at = count < room ? count : room;

	for (; at > 0 && runs[at - 1].NumberOfBits < run->NumberOfBits; at--) {
		if (at < room)
			runs[at] = runs[at - 1];
	}
	if (at < room)
		runs[at] = *run;
}

ULONG RtlFindClearRuns(PRTL_BITMAP BitMapHeader, PRTL_BITMAP_RUN RunArray, ULONG SizeOfRunArray,
	BOOLEAN LocateLongestRuns)
{
	RTL_BITMAP_RUN run = run_from(BitMapHeader, 0);
	ULONG count = 0;

	while (run.NumberOfBits > 0 && (LocateLongestRuns || count < SizeOfRunArray)) {
		if (LocateLongestRuns)
			sort_in(RunArray, SizeOfRunArray, count, &run);
		else
			RunArray[count] = run;
		count++;
		run = run_from(BitMapHeader, run.StartingIndex + run.NumberOfBits);
	}
	return count < SizeOfRunArray ? count : SizeOfRunArray;
}

ULONG RtlFindLongestRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex)
{
	RTL_BITMAP_RUN longest = { 0, 0 };

	RtlFindClearRuns(BitMapHeader, &longest, 1, TRUE);
	*StartingIndex = longest.StartingIndex;
	return longest.NumberOfBits;
}
