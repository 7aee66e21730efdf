/* The boundary of exceptions: what drivers raise themselves, and the probes. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

/* Where a program's addresses end. */
#define USER_END ((ULONG_PTR)0x00007fffffff0000)

VOID ExRaiseStatus(NTSTATUS Status)
{
	ex_raise("ExRaiseStatus", Status, SITE);
}

VOID ExRaiseAccessViolation(VOID)
{
	ex_raise("ExRaiseAccessViolation", STATUS_ACCESS_VIOLATION, SITE);
}

VOID ExRaiseDatatypeMisalignment(VOID)
{
	ex_raise("ExRaiseDatatypeMisalignment", STATUS_DATATYPE_MISALIGNMENT, SITE);
}

/* A program and its drivers share one process: but no program has a buffer in a driver's module. */
static void check_range(const char *function, const volatile VOID *address, SIZE_T length,
	ULONG alignment, const void *site)
{
	ULONG_PTR begin = (ULONG_PTR)address;

	ke_irql_check(function, APC_LEVEL, site);
	if (begin & (alignment - 1))
		ex_raise(function, STATUS_DATATYPE_MISALIGNMENT, site);
	if (begin + length < begin || begin + length > USER_END ||
		io_driver_at((const void *)begin))
		ex_raise_access_violation(function, (const void *)begin, false, site);
}

VOID ProbeForRead(const volatile VOID *Address, SIZE_T Length, ULONG Alignment)
{
	if (Length > 0)
		check_range("ProbeForRead", Address, Length, Alignment, SITE);
}

VOID ProbeForWrite(volatile VOID *Address, SIZE_T Length, ULONG Alignment)
{
	const void *site = SITE;

	if (Length == 0)
		return;
	check_range("ProbeForWrite", Address, Length, Alignment, site);
	if (!ex_can_access(Address, Length, true))
		ex_raise_access_violation(
			"ProbeForWrite", (const void *)(ULONG_PTR)Address, true, site);
}
