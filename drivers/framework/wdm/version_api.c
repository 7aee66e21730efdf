/* Which version of Windows the framework says it is. */
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

enum {
	MAJOR = 10,
	MINOR = 0,
	BUILD = 22621,
	BITS_A_CONDITION = 3,
	CONDITION_MASK = 7,
};

NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW lpVersionInformation)
{
	RTL_OSVERSIONINFOEXW *extended;

	ke_irql_check("RtlGetVersion", PASSIVE_LEVEL, SITE);
	lpVersionInformation->dwMajorVersion = MAJOR;
	lpVersionInformation->dwMinorVersion = MINOR;
	lpVersionInformation->dwBuildNumber = BUILD;
	lpVersionInformation->dwPlatformId = VER_PLATFORM_WIN32_NT;
	lpVersionInformation->szCSDVersion[0] = 0;
	if (lpVersionInformation->dwOSVersionInfoSize != sizeof(*extended))
		return STATUS_SUCCESS;

	extended = (RTL_OSVERSIONINFOEXW *)lpVersionInformation;
	extended->wServicePackMajor = 0;
	extended->wServicePackMinor = 0;
	extended->wSuiteMask = 0;
	extended->wProductType = VER_NT_WORKSTATION;
	extended->wReserved = 0;
	return STATUS_SUCCESS;
}

/* Each bit of a type has three of the mask. */
static unsigned bit_of(ULONG type)
{
	return (unsigned)__builtin_ctz(type);
}

ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition)
{
	unsigned shift;

	if (TypeMask == 0)
		return ConditionMask;
	shift = bit_of(TypeMask) * BITS_A_CONDITION;
	return ConditionMask | ((ULONGLONG)(Condition & CONDITION_MASK) << shift);
}

static BOOLEAN holds(ULONG system, ULONG wanted, ULONG condition)
{
	switch (condition) {
	case VER_EQUAL:
		return system == wanted;
	case VER_GREATER:
		return system > wanted;
	case VER_GREATER_EQUAL:
		return system >= wanted;
	case VER_LESS:
		return system < wanted;
	case VER_LESS_EQUAL:
		return system <= wanted;
	case VER_AND:
		return (system & wanted) == wanted;
	default:
		return (system & wanted) != 0;
	}
}

/* Where one differs it decides; those behind it only tell apart what is the same so far. */
static BOOLEAN holds_in_order(const RTL_OSVERSIONINFOEXW *system,
	const RTL_OSVERSIONINFOEXW *wanted, ULONG types, ULONGLONG mask)
{
	const struct {
		ULONG type;
		ULONG system;
		ULONG wanted;
	} parts[] = {
		{ VER_MAJORVERSION, system->dwMajorVersion, wanted->dwMajorVersion },
		{ VER_MINORVERSION, system->dwMinorVersion, wanted->dwMinorVersion },
		{ VER_SERVICEPACKMAJOR, system->wServicePackMajor, wanted->wServicePackMajor },
		{ VER_SERVICEPACKMINOR, system->wServicePackMinor, wanted->wServicePackMinor },
	};
	BOOLEAN is_true = TRUE;

	for (size_t i = 0; i < RTL_NUMBER_OF(parts); i++) {
		ULONG condition =
			(mask >> (bit_of(parts[i].type) * BITS_A_CONDITION)) & CONDITION_MASK;

		if (!(types & parts[i].type))
			continue;
		is_true = holds(parts[i].system, parts[i].wanted, condition);
		if (parts[i].system != parts[i].wanted)
			return is_true;
	}
	return is_true;
}

NTSTATUS RtlVerifyVersionInfo(
	PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask)
{
	RTL_OSVERSIONINFOEXW system = { .dwOSVersionInfoSize = sizeof(system) };
	const struct {
		ULONG type;
		ULONG system;
		ULONG wanted;
	} others[] = {
		{ VER_BUILDNUMBER, BUILD, VersionInfo->dwBuildNumber },
		{ VER_PLATFORMID, VER_PLATFORM_WIN32_NT, VersionInfo->dwPlatformId },
		{ VER_SUITENAME, 0, VersionInfo->wSuiteMask },
		{ VER_PRODUCT_TYPE, VER_NT_WORKSTATION, VersionInfo->wProductType },
	};

	ke_irql_check("RtlVerifyVersionInfo", PASSIVE_LEVEL, SITE);
	if (TypeMask == 0 || ConditionMask == 0)
		return STATUS_INVALID_PARAMETER;
	RtlGetVersion((PRTL_OSVERSIONINFOW)&system);
	if (!holds_in_order(&system, VersionInfo, TypeMask, ConditionMask))
		return STATUS_REVISION_MISMATCH;
	for (size_t i = 0; i < RTL_NUMBER_OF(others); i++) {
		ULONG condition = (ConditionMask >> (bit_of(others[i].type) * BITS_A_CONDITION)) &
				  CONDITION_MASK;

		if ((TypeMask & others[i].type) &&
			!holds(others[i].system, others[i].wanted, condition))
			return STATUS_REVISION_MISMATCH;
	}
	return STATUS_SUCCESS;
}

BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version)
{
	ke_irql_check("RtlIsNtDdiVersionAvailable", PASSIVE_LEVEL, SITE);
	/* Service packs are asked for by the other. */
	return SPVER(Version) == 0 && SUBVER(Version) <= SUBVER(NTDDI_WIN10_NI) &&
	       Version <= NTDDI_WIN10_NI;
}

/* There is none for this version. */
BOOLEAN RtlIsServicePackVersionInstalled(ULONG Version)
{
	ke_irql_check("RtlIsServicePackVersionInstalled", PASSIVE_LEVEL, SITE);
	return OSVER(Version) == OSVER(NTDDI_WIN10_NI) && SPVER(Version) == 0;
}
