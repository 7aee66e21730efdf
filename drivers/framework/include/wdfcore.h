/*
 * Times, as the calls that wait take them: in units of 100 ns, negative when they are relative. Sizes,
 * addresses, and what is asserted.
 */
#pragma once

#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WDF_TIMEOUT_TO_SEC ((LONGLONG)10 * 1000 * 1000)
#define WDF_TIMEOUT_TO_MS  ((LONGLONG)10 * 1000)
#define WDF_TIMEOUT_TO_US  ((LONGLONG)10)

FORCEINLINE LONGLONG WDF_REL_TIMEOUT_IN_SEC(ULONGLONG Time)
{
	return -(LONGLONG)Time * WDF_TIMEOUT_TO_SEC;
}

FORCEINLINE LONGLONG WDF_ABS_TIMEOUT_IN_SEC(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_SEC;
}

FORCEINLINE LONGLONG WDF_REL_TIMEOUT_IN_MS(ULONGLONG Time)
{
	return -(LONGLONG)Time * WDF_TIMEOUT_TO_MS;
}

FORCEINLINE LONGLONG WDF_ABS_TIMEOUT_IN_MS(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_MS;
}

FORCEINLINE LONGLONG WDF_REL_TIMEOUT_IN_US(ULONGLONG Time)
{
	return -(LONGLONG)Time * WDF_TIMEOUT_TO_US;
}

FORCEINLINE LONGLONG WDF_ABS_TIMEOUT_IN_US(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_US;
}

#define WDFASSERT(Expression)  NT_ASSERT(Expression)
#define WDFVERIFY(Expression)  NT_VERIFY(Expression)
#define WDFCASSERT(Expression) C_ASSERT(Expression)

#define VERIFY_IS_IRQL_PASSIVE_LEVEL() WDFVERIFY(KeGetCurrentIrql() == PASSIVE_LEVEL)
#define IS_AT_PASSIVE()                VERIFY_IS_IRQL_PASSIVE_LEVEL()

/* `AlignTo` is a power of two. */
FORCEINLINE size_t WDF_ALIGN_SIZE_DOWN(size_t Length, size_t AlignTo)
{
	return Length & ~(AlignTo - 1);
}

FORCEINLINE size_t WDF_ALIGN_SIZE_UP(size_t Length, size_t AlignTo)
{
	return WDF_ALIGN_SIZE_DOWN(Length + AlignTo - 1, AlignTo);
}

#define WDF_PTR_ADD_OFFSET(Address, Offset)            ((PVOID)((PUCHAR)(Address) + (Offset)))
#define WDF_PTR_ADD_OFFSET_TYPE(Address, Offset, Type) ((Type)WDF_PTR_ADD_OFFSET(Address, Offset))
#define WDF_PTR_GET_OFFSET(Base, Address)              ((size_t)((PUCHAR)(Address) - (PUCHAR)(Base)))

#ifdef __cplusplus
}
#endif
