/*
 * Strings that are never written beyond their ends: the supported subset. What does not fit is cut,
 * ends with a NUL, and gives STATUS_BUFFER_OVERFLOW. Cch counts characters, Cb bytes.
 */
#pragma once

#include <stdarg.h>
#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NTSTRSAFE_MAX_CCH                2147483647
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH (0xffff / sizeof(WCHAR))

#define NTSTRSAFEAPI NTSYSAPI NTSTATUS

NTSTRSAFEAPI RtlStringCchCopyA(PSTR Destination, size_t DestinationCount, PCSTR Source);
NTSTRSAFEAPI RtlStringCchCopyW(PWSTR Destination, size_t DestinationCount, PCWSTR Source);
NTSTRSAFEAPI RtlStringCbCopyA(PSTR Destination, size_t DestinationSize, PCSTR Source);
NTSTRSAFEAPI RtlStringCbCopyW(PWSTR Destination, size_t DestinationSize, PCWSTR Source);

/* At most so much of the source. */
NTSTRSAFEAPI RtlStringCchCopyNA(
	PSTR Destination, size_t DestinationCount, PCSTR Source, size_t ToCopy);
NTSTRSAFEAPI RtlStringCchCopyNW(
	PWSTR Destination, size_t DestinationCount, PCWSTR Source, size_t ToCopy);
NTSTRSAFEAPI RtlStringCbCopyNA(
	PSTR Destination, size_t DestinationSize, PCSTR Source, size_t ToCopy);
NTSTRSAFEAPI RtlStringCbCopyNW(
	PWSTR Destination, size_t DestinationSize, PCWSTR Source, size_t ToCopy);

NTSTRSAFEAPI RtlStringCchCatA(PSTR Destination, size_t DestinationCount, PCSTR Source);
NTSTRSAFEAPI RtlStringCchCatW(PWSTR Destination, size_t DestinationCount, PCWSTR Source);
NTSTRSAFEAPI RtlStringCbCatA(PSTR Destination, size_t DestinationSize, PCSTR Source);
NTSTRSAFEAPI RtlStringCbCatW(PWSTR Destination, size_t DestinationSize, PCWSTR Source);

NTSTRSAFEAPI RtlStringCchPrintfA(PSTR Destination, size_t DestinationCount, PCSTR Format, ...);
NTSTRSAFEAPI RtlStringCchPrintfW(PWSTR Destination, size_t DestinationCount, PCWSTR Format, ...);
NTSTRSAFEAPI RtlStringCbPrintfA(PSTR Destination, size_t DestinationSize, PCSTR Format, ...);
NTSTRSAFEAPI RtlStringCbPrintfW(PWSTR Destination, size_t DestinationSize, PCWSTR Format, ...);
NTSTRSAFEAPI RtlStringCchVPrintfA(
	PSTR Destination, size_t DestinationCount, PCSTR Format, va_list Arguments);
NTSTRSAFEAPI RtlStringCchVPrintfW(
	PWSTR Destination, size_t DestinationCount, PCWSTR Format, va_list Arguments);
NTSTRSAFEAPI RtlStringCbVPrintfA(
	PSTR Destination, size_t DestinationSize, PCSTR Format, va_list Arguments);
NTSTRSAFEAPI RtlStringCbVPrintfW(
	PWSTR Destination, size_t DestinationSize, PCWSTR Format, va_list Arguments);

/* Length may be NULL. STATUS_INVALID_PARAMETER when there is no NUL within the bounds. */
NTSTRSAFEAPI RtlStringCchLengthA(PCSTR String, size_t Maximum, size_t *Length);
NTSTRSAFEAPI RtlStringCchLengthW(PCWSTR String, size_t Maximum, size_t *Length);
NTSTRSAFEAPI RtlStringCbLengthA(PCSTR String, size_t Maximum, size_t *Length);
NTSTRSAFEAPI RtlStringCbLengthW(PCWSTR String, size_t Maximum, size_t *Length);

/* Counted strings: these need not end with a NUL. */
NTSTRSAFEAPI RtlUnicodeStringInit(PUNICODE_STRING DestinationString, PCWSTR Source);
NTSTRSAFEAPI RtlUnicodeStringValidate(PCUNICODE_STRING SourceString);
NTSTRSAFEAPI RtlUnicodeStringCopy(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
NTSTRSAFEAPI RtlUnicodeStringCopyString(PUNICODE_STRING DestinationString, PCWSTR Source);
NTSTRSAFEAPI RtlUnicodeStringCat(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
NTSTRSAFEAPI RtlUnicodeStringCatString(PUNICODE_STRING DestinationString, PCWSTR Source);
NTSTRSAFEAPI RtlUnicodeStringPrintf(PUNICODE_STRING DestinationString, PCWSTR Format, ...);
NTSTRSAFEAPI RtlUnicodeStringVPrintf(
	PUNICODE_STRING DestinationString, PCWSTR Format, va_list Arguments);

#ifdef __cplusplus
}
#endif
