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
#define FORCEINLINE          static inline __attribute__((always_inline))
#define CFORCEINLINE         FORCEINLINE
#define DECLSPEC_NORETURN    __attribute__((noreturn))
#define DECLSPEC_SELECTANY   __attribute__((weak))
#define DECLSPEC_ALIGN(size) __attribute__((aligned(size)))
#define DECLSPEC_CACHEALIGN  DECLSPEC_ALIGN(64)
#define DECLSPEC_NOINLINE    __attribute__((noinline))
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT __attribute__((visibility("default")))

/* __declspec(selectany) and its like; what else there is in it, no driver needs. */
#ifndef __clang__
#define __pragma(what)
#endif
#ifdef __clang__
#undef __declspec
#endif
#define __declspec(what) DRVTRACE_DECLSPEC_##what
#define DRVTRACE_DECLSPEC_selectany   DECLSPEC_SELECTANY
#define DRVTRACE_DECLSPEC_align(size) DECLSPEC_ALIGN(size)
#define DRVTRACE_DECLSPEC_allocate(name)
#define DRVTRACE_DECLSPEC_code_seg(name)
#define DRVTRACE_DECLSPEC_deprecated __attribute__((deprecated))
#define DRVTRACE_DECLSPEC_dllexport  DECLSPEC_EXPORT
#define DRVTRACE_DECLSPEC_dllimport
#define DRVTRACE_DECLSPEC_noinline DECLSPEC_NOINLINE
#define DRVTRACE_DECLSPEC_noreturn DECLSPEC_NORETURN
#define DRVTRACE_DECLSPEC_nothrow
#define DRVTRACE_DECLSPEC_novtable
#define DRVTRACE_DECLSPEC_restrict
#define DRVTRACE_DECLSPEC_thread __thread

#ifdef __cplusplus
#define EXTERN_C            extern "C"
#define EXTERN_C_DEFINITION extern "C"
#define EXTERN_C_START      extern "C" {
#define EXTERN_C_END        }
#else
#define EXTERN_C extern
#define EXTERN_C_DEFINITION
#define EXTERN_C_START
#define EXTERN_C_END
#endif

/* Microsoft's keywords that are no keywords here. */
#define __forceinline FORCEINLINE
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define __unaligned
#define UNALIGNED
#define __ptr64
#define RESTRICTED_POINTER
#define POINTER_64

/* Marks what the framework library exports. */
#define NTKERNELAPI __attribute__((visibility("default")))
#define NTSYSAPI    NTKERNELAPI

typedef void *PVOID;
typedef void *LPVOID;
typedef const void *PCVOID, *LPCVOID;
typedef char CHAR, *PCHAR, *PSTR, *LPSTR, *PCH, *LPCH, *PSZ, *NPSTR;
typedef const char *PCSTR, *PCSZ, *LPCSTR, *PCCH, *LPCCH;
typedef signed char SCHAR, *PSCHAR;
typedef unsigned char UCHAR, *PUCHAR;
typedef const unsigned char *PCUCHAR;
typedef unsigned char BYTE, *PBYTE, *LPBYTE;
typedef short SHORT, *PSHORT;
typedef unsigned short USHORT, *PUSHORT;
typedef const unsigned short *PCUSHORT;
typedef unsigned short WORD, *PWORD, *LPWORD;
typedef short CSHORT, *PCSHORT;
typedef int INT, *PINT;
typedef unsigned int UINT, *PUINT;
typedef int LONG, *PLONG;
typedef unsigned int ULONG, *PULONG;
typedef const unsigned int *PCULONG;
typedef unsigned int DWORD, *PDWORD, *LPDWORD;
typedef int LONG32, *PLONG32, INT32, *PINT32;
typedef unsigned int ULONG32, *PULONG32, UINT32, *PUINT32, DWORD32, *PDWORD32;
typedef short INT16, *PINT16;
typedef unsigned short UINT16, *PUINT16;
typedef signed char INT8, *PINT8;
typedef unsigned char UINT8, *PUINT8;
typedef ULONG LOGICAL, *PLOGICAL;
typedef ULONG CLONG, *PCLONG;
typedef LONG HRESULT;
typedef ULONG LCID, *PLCID;
typedef float FLOAT, *PFLOAT;
typedef double DOUBLE;
typedef long long LONGLONG, *PLONGLONG;
typedef unsigned long long ULONGLONG, *PULONGLONG;
typedef long long LONG64, *PLONG64, INT64, *PINT64;
typedef unsigned long long ULONG64, *PULONG64, UINT64, *PUINT64, DWORD64, *PDWORD64;
typedef unsigned long long DWORDLONG, *PDWORDLONG;
typedef LONGLONG USN;
/* Those that a pointer fits into are the C library's, so that a SIZE_T * is a size_t *. */
typedef intptr_t LONG_PTR, *PLONG_PTR, INT_PTR, *PINT_PTR, SSIZE_T, *PSSIZE_T;
typedef uintptr_t ULONG_PTR, *PULONG_PTR, UINT_PTR, *PUINT_PTR, DWORD_PTR, *PDWORD_PTR;
typedef size_t SIZE_T, *PSIZE_T;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;

typedef struct _GROUP_AFFINITY {
	KAFFINITY Mask;
	USHORT Group;
	USHORT Reserved[3];
} GROUP_AFFINITY, *PGROUP_AFFINITY;
typedef unsigned char BOOLEAN, *PBOOLEAN;
typedef int BOOL, *PBOOL, *LPBOOL;
typedef char CCHAR, *PCCHAR;
typedef void *HANDLE, **PHANDLE;

/* Handles of the framework are of one type, as in the headers of Windows, unless STRICT is defined. */
#ifdef STRICT
#define DECLARE_HANDLE(name) typedef struct name##__ *name
#else
#define DECLARE_HANDLE(name) typedef HANDLE name
#endif
typedef ULONG ACCESS_MASK, *PACCESS_MASK;

/* The type of L"", when L"" is 16 bit: one of its own in C++. */
#ifdef __cplusplus
typedef wchar_t WCHAR;
#else
typedef unsigned short WCHAR;
#endif
typedef WCHAR *PWCHAR, *PWCH, *PWSTR, *LPWSTR;
typedef const WCHAR *PCWSTR, *PCWCH, *LPCWSTR;

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

#define MINCHAR      0x80
#define MAXCHAR      0x7f
#define MAXUCHAR     0xff
#define MINSHORT     0x8000
#define MAXSHORT     0x7fff
#define MAXUSHORT    0xffff
#define MINLONG      0x80000000
#define MAXLONG      0x7fffffff
#define MAXULONG     0xffffffff
#define MAXDWORD     0xffffffff
#define MINLONGLONG  ((LONGLONG)1 << 63)
#define MAXLONGLONG  0x7fffffffffffffffll
#define MAXULONGLONG ((ULONGLONG)~0ull)
#define MAXULONG_PTR (~(ULONG_PTR)0)
#define MAXLONG_PTR  ((LONG_PTR)(MAXULONG_PTR >> 1))
#define MAXUINT32    ((UINT32)~0u)
#define MAXUINT64    ((UINT64)~0ull)
#define MAXSIZE_T    ((SIZE_T) ~(SIZE_T)0)
#define MAX_PATH     260

#define ANYSIZE_ARRAY 1
#define NOTHING
#define ANSI_NULL    ((CHAR)0)
#define UNICODE_NULL ((WCHAR)0)

#define UNREFERENCED_PARAMETER(parameter)         ((void)(parameter))
#define DBG_UNREFERENCED_PARAMETER(parameter)     ((void)(parameter))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))

#define Int32x32To64(one, other)     ((LONGLONG)(LONG)(one) * (LONG)(other))
#define UInt32x32To64(one, other)    ((ULONGLONG)(ULONG)(one) * (ULONG)(other))
#define Int64ShllMod32(value, shift) ((ULONGLONG)(value) << ((shift)&31))
#define Int64ShraMod32(value, shift) ((LONGLONG)(value) >> ((shift)&31))
#define Int64ShrlMod32(value, shift) ((ULONGLONG)(value) >> ((shift)&31))

#ifdef __cplusplus
#define C_ASSERT(expression) static_assert(expression, #expression)
#else
#define C_ASSERT(expression) _Static_assert(expression, #expression)
#endif

#define FlagOn(flags, flag)        ((flags) & (flag))
#define BooleanFlagOn(flags, flag) ((BOOLEAN)(((flags) & (flag)) != 0))
#define SetFlag(flags, flag)       ((flags) |= (flag))
#define ClearFlag(flags, flag)     ((flags) &= ~(flag))

#define FIELD_OFFSET(type, field)               ((LONG)offsetof(type, field))
#define UFIELD_OFFSET(type, field)              ((ULONG)FIELD_OFFSET(type, field))
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
