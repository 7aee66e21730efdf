/* Which Windows this is as: 10.0.22621, the one of NTDDI_WIN10_NI. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <sdkddkver.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _OSVERSIONINFOW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;

typedef struct _OSVERSIONINFOEXW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
	USHORT wServicePackMajor;
	USHORT wServicePackMinor;
	USHORT wSuiteMask;
	UCHAR wProductType;
	UCHAR wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;

#define VER_PLATFORM_WIN32_NT 2
#define VER_NT_WORKSTATION    1

/* What RtlVerifyVersionInfo compares, and how. */
#define VER_MINORVERSION     0x00000001
#define VER_MAJORVERSION     0x00000002
#define VER_BUILDNUMBER      0x00000004
#define VER_PLATFORMID       0x00000008
#define VER_SERVICEPACKMINOR 0x00000010
#define VER_SERVICEPACKMAJOR 0x00000020
#define VER_SUITENAME        0x00000040
#define VER_PRODUCT_TYPE     0x00000080
#define VER_EQUAL            1
#define VER_GREATER          2
#define VER_GREATER_EQUAL    3
#define VER_LESS             4
#define VER_LESS_EQUAL       5
#define VER_AND              6
#define VER_OR               7

/* Fills in as much as dwOSVersionInfoSize says. */
NTSYSAPI NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW lpVersionInformation);
NTSYSAPI ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition);
#define VER_SET_CONDITION(mask, type, condition)                                                   \
	((mask) = VerSetConditionMask((mask), (type), (condition)))
/* STATUS_REVISION_MISMATCH when the system's version is not so; STATUS_INVALID_PARAMETER. */
NTSYSAPI NTSTATUS RtlVerifyVersionInfo(
	PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask);

NTSYSAPI BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version);
NTSYSAPI BOOLEAN RtlIsServicePackVersionInstalled(ULONG Version);

#ifdef __cplusplus
}
#endif
