/* Bit maps. Bits beyond the end are neither looked at nor changed. */
#include <stdbool.h>
#include <wdm.h>

enum {
	BITS = 32, /* in an element of the buffer */
};

#define NO_BIT 0xffffffffu

static bool is_set(const RTL_BITMAP *map, ULONG bit)
{
	return map->Buffer[bit / BITS] >> bit % BITS & 1;
}

static void put(const RTL_BITMAP *map, ULONG bit, bool value)
{
	if (value)
		map->Buffer[bit / BITS] |= 1u << bit % BITS;
	else
		map->Buffer[bit / BITS] &= ~(1u << bit % BITS);
}

static void put_many(const RTL_BITMAP *map, ULONG begin, ULONG count, bool value)
{
	for (ULONG i = 0; i < count && begin + i < map->SizeOfBitMap; i++)
		put(map, begin + i, value);
}

static bool are(const RTL_BITMAP *map, ULONG begin, ULONG count, bool value)
{
	if (count == 0 || begin >= map->SizeOfBitMap || count > map->SizeOfBitMap - begin)
		return false;
	for (ULONG i = 0; i < count; i++) {
		if (is_set(map, begin + i) != value)
			return false;
	}
	return true;
}

static ULONG count_of(const RTL_BITMAP *map, bool value)
{
	ULONG count = 0;

	for (ULONG i = 0; i < map->SizeOfBitMap; i++)
		count += is_set(map, i) == value;
	return count;
}

static ULONG find_from(const RTL_BITMAP *map, ULONG begin, ULONG count, bool value)
{
	for (ULONG i = begin; i < map->SizeOfBitMap; i++) {
		if (are(map, i, count, value))
			return i;
	}
	return NO_BIT;
}

static ULONG find(const RTL_BITMAP *map, ULONG count, ULONG hint, bool value)
{
	ULONG begin = hint < map->SizeOfBitMap ? hint : 0;
	ULONG found;

	if (count == 0)
		return begin & ~7u;
	found = find_from(map, begin, count, value);
	return found == NO_BIT && begin ? find_from(map, 0, count, value) : found;
}

static ULONG find_and_put(const RTL_BITMAP *map, ULONG count, ULONG hint, bool value)
{
	ULONG found = find(map, count, hint, value);

	if (found != NO_BIT)
		put_many(map, found, count, !value);
	return found;
}

VOID RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap)
{
	BitMapHeader->SizeOfBitMap = SizeOfBitMap;
	BitMapHeader->Buffer = BitMapBuffer;
}

VOID RtlClearAllBits(PRTL_BITMAP BitMapHeader)
{
	put_many(BitMapHeader, 0, BitMapHeader->SizeOfBitMap, false);
}

VOID RtlSetAllBits(PRTL_BITMAP BitMapHeader)
{
	put_many(BitMapHeader, 0, BitMapHeader->SizeOfBitMap, true);
}

VOID RtlClearBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber)
{
	put(BitMapHeader, BitNumber, false);
}

VOID RtlSetBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber)
{
	put(BitMapHeader, BitNumber, true);
}

BOOLEAN RtlTestBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber)
{
	return is_set(BitMapHeader, BitNumber);
}

VOID RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear)
{
	put_many(BitMapHeader, StartingIndex, NumberToClear, false);
}

VOID RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet)
{
	put_many(BitMapHeader, StartingIndex, NumberToSet, true);
}

BOOLEAN RtlAreBitsClear(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return are(BitMapHeader, StartingIndex, Length, false);
}

BOOLEAN RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length)
{
	return are(BitMapHeader, StartingIndex, Length, true);
}

ULONG RtlNumberOfSetBits(PRTL_BITMAP BitMapHeader)
{
	return count_of(BitMapHeader, true);
}

ULONG RtlNumberOfClearBits(PRTL_BITMAP BitMapHeader)
{
	return count_of(BitMapHeader, false);
}

ULONG RtlFindClearBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find(BitMapHeader, NumberToFind, HintIndex, false);
}

ULONG RtlFindSetBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find(BitMapHeader, NumberToFind, HintIndex, true);
}

ULONG RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find_and_put(BitMapHeader, NumberToFind, HintIndex, false);
}

ULONG RtlFindSetBitsAndClear(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
	return find_and_put(BitMapHeader, NumberToFind, HintIndex, true);
}
