/* Arithmetic of 64 bits from the time before compilers had it, and numbers at any address. */
#pragma once

#include <ntdef.h>

#ifdef __cplusplus
extern "C" {
#endif

FORCEINLINE LARGE_INTEGER RtlConvertLongToLargeInteger(LONG SignedInteger)
{
	LARGE_INTEGER result;

	result.QuadPart = SignedInteger;
	return result;
}

FORCEINLINE LARGE_INTEGER RtlConvertUlongToLargeInteger(ULONG UnsignedInteger)
{
	LARGE_INTEGER result;

	result.QuadPart = UnsignedInteger;
	return result;
}

FORCEINLINE LARGE_INTEGER RtlEnlargedIntegerMultiply(LONG Multiplicand, LONG Multiplier)
{
	LARGE_INTEGER result;

	result.QuadPart = (LONGLONG)Multiplicand * Multiplier;
	return result;
}

FORCEINLINE LARGE_INTEGER RtlEnlargedUnsignedMultiply(ULONG Multiplicand, ULONG Multiplier)
{
	LARGE_INTEGER result;

	result.QuadPart = (LONGLONG)((ULONGLONG)Multiplicand * Multiplier);
	return result;
}

FORCEINLINE LARGE_INTEGER RtlExtendedIntegerMultiply(LARGE_INTEGER Multiplicand, LONG Multiplier)
{
	LARGE_INTEGER result;

	result.QuadPart =
		(LONGLONG)((ULONGLONG)Multiplicand.QuadPart * (ULONGLONG)(LONGLONG)Multiplier);
	return result;
}

/* The remainders may be NULL. */
FORCEINLINE ULONG RtlEnlargedUnsignedDivide(LARGE_INTEGER Dividend, ULONG Divisor, PULONG Remainder)
{
	ULONGLONG dividend = (ULONGLONG)Dividend.QuadPart;

	if (Remainder)
		*Remainder = (ULONG)(dividend % Divisor);
	return (ULONG)(dividend / Divisor);
}

FORCEINLINE LARGE_INTEGER RtlExtendedLargeIntegerDivide(
	LARGE_INTEGER Dividend, ULONG Divisor, PULONG Remainder)
{
	ULONGLONG dividend = (ULONGLONG)Dividend.QuadPart;
	LARGE_INTEGER result;

	if (Remainder)
		*Remainder = (ULONG)(dividend % Divisor);
	result.QuadPart = (LONGLONG)(dividend / Divisor);
	return result;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerDivide(
	LARGE_INTEGER Dividend, LARGE_INTEGER Divisor, PLARGE_INTEGER Remainder)
{
	LARGE_INTEGER result;

	if (Remainder)
		Remainder->QuadPart =
			(LONGLONG)((ULONGLONG)Dividend.QuadPart % (ULONGLONG)Divisor.QuadPart);
	result.QuadPart = (LONGLONG)((ULONGLONG)Dividend.QuadPart / (ULONGLONG)Divisor.QuadPart);
	return result;
}

#define RtlStoreUshort(Address, Value)    __builtin_memcpy(Address, &(USHORT){ (USHORT)(Value) }, 2)
#define RtlStoreUlong(Address, Value)     __builtin_memcpy(Address, &(ULONG){ (ULONG)(Value) }, 4)
#define RtlStoreUlonglong(Address, Value) __builtin_memcpy(Address, &(ULONGLONG){ (Value) }, 8)
#define RtlStoreUlongPtr(Address, Value)                                                           \
	__builtin_memcpy(Address, &(ULONG_PTR){ (Value) }, sizeof(ULONG_PTR))
#define RtlRetrieveUshort(Destination, Source) __builtin_memcpy(Destination, Source, 2)
#define RtlRetrieveUlong(Destination, Source)  __builtin_memcpy(Destination, Source, 4)

#ifdef __cplusplus
}
#endif
