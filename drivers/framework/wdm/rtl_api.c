/* The run-time library's string and memory routines. */
#include <wdm.h>
#include <wdmsec.h>

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
