/*
 * The types that every Windows driver uses. LONG is 32 bit as it is there, not `long`; WCHAR is
 * 16 bit, so drivers are compiled with -fshort-wchar and never call the C library's wide functions.
 */
#pragma once

#include <sal.h>
#include <stddef.h>
#include <stdint.h>

#if __SIZEOF_WCHAR_T__ != 2
#error "drivers are compiled with -fshort-wchar"
#endif

#define VOID void
#define NTAPI
#define FASTCALL
#define APIENTRY
#define __cdecl
#define __stdcall
#define __fastcall
#define FORCEINLINE       static inline __attribute__((always_inline))
#define CFORCEINLINE      FORCEINLINE
#define DECLSPEC_NORETURN __attribute__((noreturn))

/* Marks what the framework library exports. */
#define NTKERNELAPI __attribute__((visibility("default")))
#define NTSYSAPI    NTKERNELAPI

typedef void *PVOID;
typedef char CHAR, *PCHAR, *PSTR;
typedef const char *PCSTR, *PCSZ;
typedef signed char SCHAR, *PSCHAR;
typedef unsigned char UCHAR, *PUCHAR;
typedef unsigned char BYTE, *PBYTE;
typedef short SHORT, *PSHORT;
typedef unsigned short USHORT, *PUSHORT;
typedef unsigned short WORD;
typedef int INT, *PINT;
typedef unsigned int UINT, *PUINT;
typedef int LONG, *PLONG;
typedef unsigned int ULONG, *PULONG;
typedef unsigned int DWORD;
typedef int LONG32, INT32;
typedef unsigned int ULONG32, UINT32;
typedef short INT16;
typedef unsigned short UINT16;
typedef signed char INT8;
typedef unsigned char UINT8;
typedef long long LONGLONG, *PLONGLONG;
typedef unsigned long long ULONGLONG, *PULONGLONG;
typedef long long LONG64, *PLONG64, INT64;
typedef unsigned long long ULONG64, *PULONG64, UINT64;
typedef unsigned long long DWORDLONG;
/* Those that a pointer fits into are the C library's, so that a SIZE_T * is a size_t *. */
typedef intptr_t LONG_PTR, *PLONG_PTR, INT_PTR, SSIZE_T;
typedef uintptr_t ULONG_PTR, *PULONG_PTR, UINT_PTR, DWORD_PTR;
typedef size_t SIZE_T, *PSIZE_T;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;
typedef unsigned char BOOLEAN, *PBOOLEAN;
typedef int BOOL;
typedef char CCHAR;
typedef void *HANDLE, **PHANDLE;
typedef ULONG ACCESS_MASK, *PACCESS_MASK;

/* The type of L"", when L"" is 16 bit. */
typedef unsigned short WCHAR, *PWCHAR, *PWCH, *PWSTR, *LPWSTR;
typedef const unsigned short *PCWSTR, *PCWCH, *LPCWSTR;

typedef LONG NTSTATUS, *PNTSTATUS;

/* On whose behalf something is done. */
typedef CCHAR KPROCESSOR_MODE;
typedef enum _MODE {
	KernelMode,
	UserMode,
	MaximumMode,
} MODE;

#define TRUE  1
#define FALSE 0

#define NT_SUCCESS(status)     (((NTSTATUS)(status)) >= 0)
#define NT_INFORMATION(status) ((((ULONG)(status)) >> 30) == 1)
#define NT_WARNING(status)     ((((ULONG)(status)) >> 30) == 2)
#define NT_ERROR(status)       ((((ULONG)(status)) >> 30) == 3)

#define MAXUSHORT 0xffff
#define MAXULONG  0xffffffff

#define ANSI_NULL    ((CHAR)0)
#define UNICODE_NULL ((WCHAR)0)

#define UNREFERENCED_PARAMETER(parameter)         ((void)(parameter))
#define DBG_UNREFERENCED_PARAMETER(parameter)     ((void)(parameter))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))

#define FIELD_OFFSET(type, field)               ((LONG)offsetof(type, field))
#define RTL_FIELD_SIZE(type, field)             (sizeof(((type *)0)->field))
#define RTL_NUMBER_OF(array)                    (sizeof(array) / sizeof((array)[0]))
#define ARRAYSIZE(array)                        RTL_NUMBER_OF(array)
#define CONTAINING_RECORD(address, type, field) ((type *)((PCHAR)(address)-offsetof(type, field)))

typedef union _LARGE_INTEGER {
	struct {
		ULONG LowPart;
		LONG HighPart;
	};
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

/* Counted, in bytes, and not necessarily ended by a NUL. */
typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWCH Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

typedef struct _STRING {
	USHORT Length;
	USHORT MaximumLength;
	PCHAR Buffer;
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING;
typedef const STRING *PCANSI_STRING;

#define RTL_CONSTANT_STRING(string)                                                                \
	{                                                                                          \
		sizeof(string) - sizeof((string)[0]), sizeof(string), string                       \
	}
#define DECLARE_CONST_UNICODE_STRING(variable, string)                                             \
	const WCHAR variable##_buffer[] = string;                                                  \
	const UNICODE_STRING variable = { sizeof(string) - sizeof(WCHAR), sizeof(string),          \
		(PWCH)variable##_buffer }
#define DECLARE_UNICODE_STRING_SIZE(variable, size)                                                \
	WCHAR variable##_buffer[size];                                                             \
	UNICODE_STRING variable = { 0, (size) * sizeof(WCHAR), variable##_buffer }

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *PGUID, *LPGUID;
typedef const GUID *LPCGUID;
