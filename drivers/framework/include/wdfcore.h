/* Times, as the calls that wait take them: in units of 100 ns, negative when they are relative. */
#pragma once

#include <ntdef.h>

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

#define WDFASSERT(Expression) NT_ASSERT(Expression)
#define WDFVERIFY(Expression) NT_VERIFY(Expression)

#define WDF_PTR_ADD_OFFSET(Address, Offset)            ((PVOID)((PUCHAR)(Address) + (Offset)))
#define WDF_PTR_ADD_OFFSET_TYPE(Address, Offset, Type) ((Type)WDF_PTR_ADD_OFFSET(Address, Offset))

#ifdef __cplusplus
}
#endif
