/*
 * What the compiler of Windows does by itself: barriers, bits, bytes. Reads and writes that are named for
 * the order that they keep are sequentially consistent, which is more.
 */
#pragma once

#include <ntdef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MemoryBarrier()               __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define KeMemoryBarrierWithoutFence() __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define _ReadWriteBarrier()           __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define _ReadBarrier()                __atomic_signal_fence(__ATOMIC_ACQUIRE)
#define _WriteBarrier()               __atomic_signal_fence(__ATOMIC_RELEASE)

#if defined(__x86_64__) || defined(__i386__)
#define YieldProcessor()       __builtin_ia32_pause()
#define ReadTimeStampCounter() ((ULONGLONG)__builtin_ia32_rdtsc())
#else
#define YieldProcessor() __atomic_signal_fence(__ATOMIC_SEQ_CST)
#endif

#define DRVTRACE_ORDERED(name, type)                                                               \
	FORCEINLINE type Read##name##Acquire(const volatile type *Source)                          \
	{                                                                                          \
		return __atomic_load_n(Source, __ATOMIC_SEQ_CST);                                  \
	}                                                                                          \
	FORCEINLINE type Read##name##NoFence(const volatile type *Source)                          \
	{                                                                                          \
		return __atomic_load_n(Source, __ATOMIC_SEQ_CST);                                  \
	}                                                                                          \
	FORCEINLINE type Read##name##Raw(const volatile type *Source)                              \
	{                                                                                          \
		return __atomic_load_n(Source, __ATOMIC_SEQ_CST);                                  \
	}                                                                                          \
	FORCEINLINE VOID Write##name##Release(volatile type *Destination, type Value)              \
	{                                                                                          \
		__atomic_store_n(Destination, Value, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE VOID Write##name##NoFence(volatile type *Destination, type Value)              \
	{                                                                                          \
		__atomic_store_n(Destination, Value, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE VOID Write##name##Raw(volatile type *Destination, type Value)                  \
	{                                                                                          \
		__atomic_store_n(Destination, Value, __ATOMIC_SEQ_CST);                            \
	}
DRVTRACE_ORDERED(, LONG)
DRVTRACE_ORDERED(8, CHAR)
DRVTRACE_ORDERED(16, SHORT)
DRVTRACE_ORDERED(64, LONG64)
DRVTRACE_ORDERED(Boolean, BOOLEAN)
DRVTRACE_ORDERED(UChar, UCHAR)
DRVTRACE_ORDERED(UShort, USHORT)
DRVTRACE_ORDERED(ULong, ULONG)
DRVTRACE_ORDERED(ULong64, ULONG64)
DRVTRACE_ORDERED(ULongPtr, ULONG_PTR)
DRVTRACE_ORDERED(SizeT, SIZE_T)
#undef DRVTRACE_ORDERED

#define ReadPointerAcquire(Source) __atomic_load_n(Source, __ATOMIC_SEQ_CST)
#define ReadPointerNoFence(Source) __atomic_load_n(Source, __ATOMIC_SEQ_CST)
#define ReadPointerRaw(Source)     __atomic_load_n(Source, __ATOMIC_SEQ_CST)
#define WritePointerRelease(Destination, Pointer)                                                  \
	__atomic_store_n(Destination, Pointer, __ATOMIC_SEQ_CST)
#define WritePointerNoFence(Destination, Pointer)                                                  \
	__atomic_store_n(Destination, Pointer, __ATOMIC_SEQ_CST)
#define WritePointerRaw(Destination, Pointer)                                                      \
	__atomic_store_n(Destination, Pointer, __ATOMIC_SEQ_CST)

/* The number of the bit; 0, and no number, when none is set. */
#define DRVTRACE_BIT_SCAN(suffix, type, trailing, leading)                                         \
	FORCEINLINE UCHAR BitScanForward##suffix(ULONG *Index, type Mask)                          \
	{                                                                                          \
		if (Mask)                                                                          \
			*Index = (ULONG)trailing(Mask);                                            \
		return Mask != 0;                                                                  \
	}                                                                                          \
	FORCEINLINE UCHAR BitScanReverse##suffix(ULONG *Index, type Mask)                          \
	{                                                                                          \
		if (Mask)                                                                          \
			*Index = (ULONG)(8 * sizeof(Mask) - 1) - (ULONG)leading(Mask);             \
		return Mask != 0;                                                                  \
	}
DRVTRACE_BIT_SCAN(, ULONG, __builtin_ctz, __builtin_clz)
DRVTRACE_BIT_SCAN(64, ULONG64, __builtin_ctzll, __builtin_clzll)
#undef DRVTRACE_BIT_SCAN
#define _BitScanForward   BitScanForward
#define _BitScanForward64 BitScanForward64
#define _BitScanReverse   BitScanReverse
#define _BitScanReverse64 BitScanReverse64

#define _byteswap_ushort(value)           __builtin_bswap16(value)
#define _byteswap_ulong(value)            __builtin_bswap32(value)
#define _byteswap_uint64(value)           __builtin_bswap64(value)
#define RtlUshortByteSwap(value)          __builtin_bswap16(value)
#define RtlUlongByteSwap(value)           __builtin_bswap32(value)
#define RtlUlonglongByteSwap(value)       __builtin_bswap64(value)
#define PopulationCount64(value)          ((ULONG64)__builtin_popcountll(value))
#define RtlNumberOfSetBitsUlongPtr(value) ((ULONG)__builtin_popcountll(value))

FORCEINLINE ULONG RotateLeft32(ULONG Value, LONG Shift)
{
	return Value << (Shift & 31) | Value >> (-Shift & 31);
}

FORCEINLINE ULONG64 RotateLeft64(ULONG64 Value, LONG Shift)
{
	return Value << (Shift & 63) | Value >> (-Shift & 63);
}

#define RotateRight32(value, shift) RotateLeft32(value, -(LONG)(shift))
#define RotateRight64(value, shift) RotateLeft64(value, -(LONG)(shift))
#define _rotl(value, shift)         RotateLeft32(value, (LONG)(shift))
#define _rotr(value, shift)         RotateLeft32(value, -(LONG)(shift))
#define _rotl64(value, shift)       RotateLeft64(value, (LONG)(shift))
#define _rotr64(value, shift)       RotateLeft64(value, -(LONG)(shift))

/* -1 and its like: the number of the highest, or the lowest bit that is set. */
FORCEINLINE CCHAR RtlFindMostSignificantBit(ULONGLONG Set)
{
	return Set ? (CCHAR)(63 - __builtin_clzll(Set)) : (CCHAR)-1;
}

FORCEINLINE CCHAR RtlFindLeastSignificantBit(ULONGLONG Set)
{
	return Set ? (CCHAR)__builtin_ctzll(Set) : (CCHAR)-1;
}

#define _InterlockedIncrement(Addend)          InterlockedIncrement(Addend)
#define _InterlockedDecrement(Addend)          InterlockedDecrement(Addend)
#define _InterlockedExchange(Target, Value)    InterlockedExchange(Target, Value)
#define _InterlockedExchangeAdd(Addend, Value) InterlockedExchangeAdd(Addend, Value)
#define _InterlockedOr(Destination, Value)     InterlockedOr(Destination, Value)
#define _InterlockedAnd(Destination, Value)    InterlockedAnd(Destination, Value)
#define _InterlockedCompareExchange(Destination, Exchange, Comperand)                              \
	InterlockedCompareExchange(Destination, Exchange, Comperand)

#ifdef __cplusplus
}
#endif
