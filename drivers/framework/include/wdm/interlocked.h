/*
 * Interlocked operations. The names that end in Acquire, Release or NoFence order as much as the
 * plain ones do: on the machines that Windows began with there is no difference either.
 */
#pragma once

#include <ntdef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each returns what is there after (increment, decrement, add), or what was there before. */
#define DRVTRACE_INTERLOCKED(suffix, type)                                                         \
	FORCEINLINE type InterlockedIncrement##suffix(volatile type *Addend)                       \
	{                                                                                          \
		return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE type InterlockedDecrement##suffix(volatile type *Addend)                       \
	{                                                                                          \
		return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE type InterlockedAdd##suffix(volatile type *Addend, type Value)                 \
	{                                                                                          \
		return __atomic_add_fetch(Addend, Value, __ATOMIC_SEQ_CST);                        \
	}                                                                                          \
	FORCEINLINE type InterlockedExchangeAdd##suffix(volatile type *Addend, type Value)         \
	{                                                                                          \
		return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST);                        \
	}                                                                                          \
	FORCEINLINE type InterlockedExchange##suffix(volatile type *Target, type Value)            \
	{                                                                                          \
		return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);                       \
	}                                                                                          \
	FORCEINLINE type InterlockedAnd##suffix(volatile type *Destination, type Value)            \
	{                                                                                          \
		return __atomic_fetch_and(Destination, Value, __ATOMIC_SEQ_CST);                   \
	}                                                                                          \
	FORCEINLINE type InterlockedOr##suffix(volatile type *Destination, type Value)             \
	{                                                                                          \
		return __atomic_fetch_or(Destination, Value, __ATOMIC_SEQ_CST);                    \
	}                                                                                          \
	FORCEINLINE type InterlockedXor##suffix(volatile type *Destination, type Value)            \
	{                                                                                          \
		return __atomic_fetch_xor(Destination, Value, __ATOMIC_SEQ_CST);                   \
	}                                                                                          \
	FORCEINLINE type InterlockedCompareExchange##suffix(                                       \
		volatile type *Destination, type Exchange, type Comperand)                         \
	{                                                                                          \
		__atomic_compare_exchange_n(                                                       \
			Destination, &Comperand, Exchange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
		return Comperand;                                                                  \
	}

DRVTRACE_INTERLOCKED(, LONG)
DRVTRACE_INTERLOCKED(Acquire, LONG)
DRVTRACE_INTERLOCKED(Release, LONG)
DRVTRACE_INTERLOCKED(NoFence, LONG)
DRVTRACE_INTERLOCKED(64, LONG64)
DRVTRACE_INTERLOCKED(16, SHORT)
#undef DRVTRACE_INTERLOCKED

FORCEINLINE PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value)
{
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE PVOID InterlockedCompareExchangePointer(
	PVOID volatile *Destination, PVOID Exchange, PVOID Comperand)
{
	__atomic_compare_exchange_n(
		Destination, &Comperand, Exchange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return Comperand;
}

/* The bit's value before. */
FORCEINLINE UCHAR InterlockedBitTestAndSet(volatile LONG *Base, LONG Bit)
{
	LONG mask = (LONG)(1u << (Bit & 31));

	return (InterlockedOr(Base + Bit / 32, mask) & mask) != 0;
}

FORCEINLINE UCHAR InterlockedBitTestAndReset(volatile LONG *Base, LONG Bit)
{
	LONG mask = (LONG)(1u << (Bit & 31));

	return (InterlockedAnd(Base + Bit / 32, ~mask) & mask) != 0;
}

FORCEINLINE VOID KeMemoryBarrier(VOID)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#ifdef __cplusplus
}
#endif
