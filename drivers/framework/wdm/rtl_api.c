/* The run-time library's string and memory routines. */
#include <wdm.h>
#include <wdmsec.h>

#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/string.h"

enum {
	STRING_MAX = 0xfffe, /* bytes: an even number that fits into a USHORT */
};

SIZE_T RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length)
{
	const UCHAR *one = Source1;
	const UCHAR *other = Source2;
	SIZE_T same = 0;

	while (same < Length && one[same] == other[same])
		same++;
	return same;
}

VOID RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
	size_t size;

	DestinationString->Buffer = (PWCH)(uintptr_t)SourceString;
	DestinationString->Length = 0;
	DestinationString->MaximumLength = 0;
	if (!SourceString)
		return;

	size = io_string_length(SourceString) * sizeof(WCHAR);
	if (size > STRING_MAX - sizeof(WCHAR))
		size = STRING_MAX - sizeof(WCHAR);
	DestinationString->Length = (USHORT)size;
	DestinationString->MaximumLength = (USHORT)(size + sizeof(WCHAR));
}

/* Copies what fits, and ends it with a NUL when there is room. */
VOID RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString)
{
	USHORT length = 0;

	if (SourceString) {
		length = SourceString->Length;
		if (length > DestinationString->MaximumLength)
			length = DestinationString->MaximumLength;
		memmove(DestinationString->Buffer, SourceString->Buffer, length);
	}
	DestinationString->Length = length;
	if (length + sizeof(WCHAR) <= DestinationString->MaximumLength)
		DestinationString->Buffer[length / sizeof(WCHAR)] = 0;
}

BOOLEAN RtlEqualUnicodeString(
	PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	ke_irql_check("RtlEqualUnicodeString", PASSIVE_LEVEL, __builtin_return_address(0));
	return String1->Length == String2->Length &&
	       io_string_equal(String1->Buffer, String2->Buffer, String1->Length / sizeof(WCHAR),
		       CaseInSensitive);
}

static NTSTATUS append(PUNICODE_STRING destination, const WCHAR *source, size_t size)
{
	if (destination->Length + size > destination->MaximumLength)
		return STATUS_BUFFER_TOO_SMALL;

	memmove((PUCHAR)destination->Buffer + destination->Length, source, size);
	destination->Length = (USHORT)(destination->Length + size);
	if (destination->Length + sizeof(WCHAR) <= destination->MaximumLength)
		destination->Buffer[destination->Length / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source)
{
	return append(Destination, Source->Buffer, Source->Length);
}

NTSTATUS RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source)
{
	if (!Source)
		return STATUS_SUCCESS;
	return append(Destination, Source, io_string_length(Source) * sizeof(WCHAR));
}

static void init_string(PSTRING string, PCSZ source)
{
	size_t length = source ? strlen(source) : 0;

	string->Buffer = (PCHAR)(uintptr_t)source;
	if (length > STRING_MAX - 1)
		length = STRING_MAX - 1;
	string->Length = (USHORT)length;
	string->MaximumLength = (USHORT)(source ? length + 1 : 0);
}

VOID RtlInitString(PSTRING DestinationString, PCSZ SourceString)
{
	init_string(DestinationString, SourceString);
}

VOID RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString)
{
	init_string(DestinationString, SourceString);
}

VOID RtlCopyString(PSTRING DestinationString, const STRING *SourceString)
{
	USHORT length = SourceString ? SourceString->Length : 0;

	if (length > DestinationString->MaximumLength)
		length = DestinationString->MaximumLength;
	if (length)
		memmove(DestinationString->Buffer, SourceString->Buffer, length);
	DestinationString->Length = length;
}

LONG RtlCompareString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive)
{
	for (USHORT i = 0; i < String1->Length && i < String2->Length; i++) {
		UCHAR one = (UCHAR)String1->Buffer[i];
		UCHAR other = (UCHAR)String2->Buffer[i];

		if (CaseInSensitive) {
			one = (UCHAR)io_string_upcase(one);
			other = (UCHAR)io_string_upcase(other);
		}
		if (one != other)
			return one - other;
	}
	return String1->Length - String2->Length;
}

BOOLEAN RtlEqualString(const STRING *String1, const STRING *String2, BOOLEAN CaseInSensitive)
{
	return String1->Length == String2->Length &&
	       RtlCompareString(String1, String2, CaseInSensitive) == 0;
}

LONG RtlCompareUnicodeString(
	PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	size_t least = String1->Length < String2->Length ? String1->Length : String2->Length;

	ke_irql_check("RtlCompareUnicodeString", PASSIVE_LEVEL, __builtin_return_address(0));
	for (size_t i = 0; i < least / sizeof(WCHAR); i++) {
		WCHAR one = String1->Buffer[i];
		WCHAR other = String2->Buffer[i];

		if (CaseInSensitive) {
			one = io_string_upcase(one);
			other = io_string_upcase(other);
		}
		if (one != other)
			return one - other;
	}
	return String1->Length - String2->Length;
}

/* Whether the first one is how the second one begins. */
BOOLEAN RtlPrefixUnicodeString(
	PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive)
{
	ke_irql_check("RtlPrefixUnicodeString", PASSIVE_LEVEL, __builtin_return_address(0));
	return String1->Length <= String2->Length &&
	       io_string_equal(String1->Buffer, String2->Buffer, String1->Length / sizeof(WCHAR),
		       CaseInSensitive);
}

NTSTATUS RtlHashUnicodeString(
	PCUNICODE_STRING String, BOOLEAN CaseInSensitive, ULONG HashAlgorithm, PULONG HashValue)
{
	ULONG hash = 0;

	ke_irql_check("RtlHashUnicodeString", PASSIVE_LEVEL, __builtin_return_address(0));
	if (!String || !HashValue || HashAlgorithm > HASH_STRING_ALGORITHM_X65599)
		return STATUS_INVALID_PARAMETER;
	for (size_t i = 0; i < String->Length / sizeof(WCHAR); i++) {
		WCHAR character = String->Buffer[i];

		hash = hash * 65599 + (CaseInSensitive ? io_string_upcase(character) : character);
	}
	*HashValue = hash;
	return STATUS_SUCCESS;
}
