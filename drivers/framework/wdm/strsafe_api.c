/*
 * ntstrsafe.h. Every routine comes down to a target of so many characters, into which text is put
 * that is cut when it does not fit.
 */
#include <ntstrsafe.h>
#include <stdbool.h>
#include <stdlib.h>

#include "drivers/framework/wdm/format.h"
#include "drivers/framework/wdm/format_wide.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

enum {
	TEXT_MAX = 1 << 20, /* characters that a formatted text has at most */
};

static bool is_count(size_t count)
{
	return count > 0 && count <= NTSTRSAFE_MAX_CCH;
}

/* Where the text ends; `count` when it does not. */
static size_t length_a(PCSTR text, size_t count)
{
	return strnlen(text, count);
}

static size_t length_w(PCWSTR text, size_t count)
{
	size_t length = 0;

	while (length < count && text[length])
		length++;
	return length;
}

/* Puts at most `most` characters of the source behind the first `used` of the target. */
static NTSTATUS put_a(PSTR target, size_t count, size_t used, PCSTR source, size_t most)
{
	size_t length;

	if (!is_count(count) || used >= count)
		return STATUS_INVALID_PARAMETER;
	length = length_a(source, most < count - used ? most : count - used);
	if (length == count - used) {
		memcpy(target + used, source, length - 1);
		target[count - 1] = '\0';
		return STATUS_BUFFER_OVERFLOW;
	}
	memcpy(target + used, source, length);
	target[used + length] = '\0';
	return STATUS_SUCCESS;
}

static NTSTATUS put_w(PWSTR target, size_t count, size_t used, PCWSTR source, size_t most)
{
	size_t length;

	if (!is_count(count) || used >= count)
		return STATUS_INVALID_PARAMETER;
	length = length_w(source, most < count - used ? most : count - used);
	if (length == count - used) {
		memcpy(target + used, source, (length - 1) * sizeof(WCHAR));
		target[count - 1] = 0;
		return STATUS_BUFFER_OVERFLOW;
	}
	memcpy(target + used, source, length * sizeof(WCHAR));
	target[used + length] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS RtlStringCchCopyA(PSTR Destination, size_t DestinationCount, PCSTR Source)
{
	return put_a(Destination, DestinationCount, 0, Source, SIZE_MAX);
}

NTSTATUS RtlStringCchCopyW(PWSTR Destination, size_t DestinationCount, PCWSTR Source)
{
	return put_w(Destination, DestinationCount, 0, Source, SIZE_MAX);
}

NTSTATUS RtlStringCbCopyA(PSTR Destination, size_t DestinationSize, PCSTR Source)
{
	return put_a(Destination, DestinationSize, 0, Source, SIZE_MAX);
}

NTSTATUS RtlStringCbCopyW(PWSTR Destination, size_t DestinationSize, PCWSTR Source)
{
	return put_w(Destination, DestinationSize / sizeof(WCHAR), 0, Source, SIZE_MAX);
}

NTSTATUS RtlStringCchCopyNA(PSTR Destination, size_t DestinationCount, PCSTR Source, size_t ToCopy)
{
	return put_a(Destination, DestinationCount, 0, Source, ToCopy);
}

NTSTATUS RtlStringCchCopyNW(
	PWSTR Destination, size_t DestinationCount, PCWSTR Source, size_t ToCopy)
{
	return put_w(Destination, DestinationCount, 0, Source, ToCopy);
}

NTSTATUS RtlStringCbCopyNA(PSTR Destination, size_t DestinationSize, PCSTR Source, size_t ToCopy)
{
	return put_a(Destination, DestinationSize, 0, Source, ToCopy);
}

NTSTATUS RtlStringCbCopyNW(PWSTR Destination, size_t DestinationSize, PCWSTR Source, size_t ToCopy)
{
	return put_w(
		Destination, DestinationSize / sizeof(WCHAR), 0, Source, ToCopy / sizeof(WCHAR));
}

NTSTATUS RtlStringCchCatA(PSTR Destination, size_t DestinationCount, PCSTR Source)
{
	if (!is_count(DestinationCount))
		return STATUS_INVALID_PARAMETER;
	return put_a(Destination, DestinationCount, length_a(Destination, DestinationCount), Source,
		SIZE_MAX);
}

NTSTATUS RtlStringCchCatW(PWSTR Destination, size_t DestinationCount, PCWSTR Source)
{
	if (!is_count(DestinationCount))
		return STATUS_INVALID_PARAMETER;
	return put_w(Destination, DestinationCount, length_w(Destination, DestinationCount), Source,
		SIZE_MAX);
}

NTSTATUS RtlStringCbCatA(PSTR Destination, size_t DestinationSize, PCSTR Source)
{
	return RtlStringCchCatA(Destination, DestinationSize, Source);
}

NTSTATUS RtlStringCbCatW(PWSTR Destination, size_t DestinationSize, PCWSTR Source)
{
	return RtlStringCchCatW(Destination, DestinationSize / sizeof(WCHAR), Source);
}

/* What is printed may be part of the target: it is printed elsewhere first. */
static NTSTATUS print_a(PSTR target, size_t count, PCSTR format, va_list arguments)
{
	size_t room = count < TEXT_MAX ? count : TEXT_MAX;
	char *text;
	NTSTATUS status;

	if (!is_count(count))
		return STATUS_INVALID_PARAMETER;
	text = malloc(room + 1);
	if (!text)
		return STATUS_NO_MEMORY;
	io_format(text, room + 1, format, arguments);
	status = put_a(target, count, 0, text, SIZE_MAX);
	free(text);
	return status;
}

static NTSTATUS print_w(PWSTR target, size_t count, PCWSTR format, va_list arguments)
{
	size_t room = count < TEXT_MAX ? count : TEXT_MAX;
	WCHAR *text;
	size_t length;
	NTSTATUS status;

	if (!is_count(count))
		return STATUS_INVALID_PARAMETER;
	text = malloc((room + 1) * sizeof(WCHAR));
	if (!text)
		return STATUS_NO_MEMORY;
	io_format_wide(text, room, &length, format, arguments);
	text[length] = 0;
	status = put_w(target, count, 0, text, SIZE_MAX);
	free(text);
	return status;
}

NTSTATUS RtlStringCchPrintfA(PSTR Destination, size_t DestinationCount, PCSTR Format, ...)
{
	va_list arguments;
	NTSTATUS status;

	ke_irql_check("RtlStringCchPrintfA", PASSIVE_LEVEL, SITE);
	va_start(arguments, Format);
	status = print_a(Destination, DestinationCount, Format, arguments);
	va_end(arguments);
	return status;
}

NTSTATUS RtlStringCchPrintfW(PWSTR Destination, size_t DestinationCount, PCWSTR Format, ...)
{
	va_list arguments;
	NTSTATUS status;

	ke_irql_check("RtlStringCchPrintfW", PASSIVE_LEVEL, SITE);
	va_start(arguments, Format);
	status = print_w(Destination, DestinationCount, Format, arguments);
	va_end(arguments);
	return status;
}

NTSTATUS RtlStringCbPrintfA(PSTR Destination, size_t DestinationSize, PCSTR Format, ...)
{
	va_list arguments;
	NTSTATUS status;

	ke_irql_check("RtlStringCbPrintfA", PASSIVE_LEVEL, SITE);
	va_start(arguments, Format);
	status = print_a(Destination, DestinationSize, Format, arguments);
	va_end(arguments);
	return status;
}

NTSTATUS RtlStringCbPrintfW(PWSTR Destination, size_t DestinationSize, PCWSTR Format, ...)
{
	va_list arguments;
	NTSTATUS status;

	ke_irql_check("RtlStringCbPrintfW", PASSIVE_LEVEL, SITE);
	va_start(arguments, Format);
	status = print_w(Destination, DestinationSize / sizeof(WCHAR), Format, arguments);
	va_end(arguments);
	return status;
}

NTSTATUS RtlStringCchVPrintfA(
	PSTR Destination, size_t DestinationCount, PCSTR Format, va_list Arguments)
{
	ke_irql_check("RtlStringCchVPrintfA", PASSIVE_LEVEL, SITE);
	return print_a(Destination, DestinationCount, Format, Arguments);
}

NTSTATUS RtlStringCchVPrintfW(
	PWSTR Destination, size_t DestinationCount, PCWSTR Format, va_list Arguments)
{
	ke_irql_check("RtlStringCchVPrintfW", PASSIVE_LEVEL, SITE);
	return print_w(Destination, DestinationCount, Format, Arguments);
}

NTSTATUS RtlStringCbVPrintfA(
	PSTR Destination, size_t DestinationSize, PCSTR Format, va_list Arguments)
{
	ke_irql_check("RtlStringCbVPrintfA", PASSIVE_LEVEL, SITE);
	return print_a(Destination, DestinationSize, Format, Arguments);
}

NTSTATUS RtlStringCbVPrintfW(
	PWSTR Destination, size_t DestinationSize, PCWSTR Format, va_list Arguments)
{
	ke_irql_check("RtlStringCbVPrintfW", PASSIVE_LEVEL, SITE);
	return print_w(Destination, DestinationSize / sizeof(WCHAR), Format, Arguments);
}

static NTSTATUS give_length(size_t length, size_t maximum, size_t unit, size_t *out)
{
	bool is_whole = length < maximum;

	if (out)
		*out = is_whole ? length * unit : 0;
	return is_whole ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS RtlStringCchLengthA(PCSTR String, size_t Maximum, size_t *Length)
{
	if (!String || Maximum > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return give_length(length_a(String, Maximum), Maximum, 1, Length);
}

NTSTATUS RtlStringCchLengthW(PCWSTR String, size_t Maximum, size_t *Length)
{
	if (!String || Maximum > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return give_length(length_w(String, Maximum), Maximum, 1, Length);
}

NTSTATUS RtlStringCbLengthA(PCSTR String, size_t Maximum, size_t *Length)
{
	return RtlStringCchLengthA(String, Maximum, Length);
}

NTSTATUS RtlStringCbLengthW(PCWSTR String, size_t Maximum, size_t *Length)
{
	size_t count = Maximum / sizeof(WCHAR);

	if (!String || count > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return give_length(length_w(String, count), count, sizeof(WCHAR), Length);
}

NTSTATUS RtlUnicodeStringInit(PUNICODE_STRING DestinationString, PCWSTR Source)
{
	if (Source && length_w(Source, NTSTRSAFE_UNICODE_STRING_MAX_CCH) ==
			      NTSTRSAFE_UNICODE_STRING_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	RtlInitUnicodeString(DestinationString, Source);
	return STATUS_SUCCESS;
}

NTSTATUS RtlUnicodeStringValidate(PCUNICODE_STRING SourceString)
{
	bool is_right = SourceString && SourceString->Length % sizeof(WCHAR) == 0 &&
			SourceString->MaximumLength % sizeof(WCHAR) == 0 &&
			SourceString->Length <= SourceString->MaximumLength &&
			(SourceString->Buffer || SourceString->MaximumLength == 0);

	return is_right ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* Puts the text behind the first `used` bytes; no NUL is counted or needed. */
static NTSTATUS put_counted(
	PUNICODE_STRING target, USHORT used, const WCHAR *source, size_t source_size)
{
	NTSTATUS status = RtlUnicodeStringValidate(target);
	size_t size = source_size;

	if (!NT_SUCCESS(status))
		return status;
	if (size > (size_t)(target->MaximumLength - used)) {
		size = (size_t)(target->MaximumLength - used);
		status = STATUS_BUFFER_OVERFLOW;
	}
	if (size)
		memmove((char *)target->Buffer + used, source, size);
	target->Length = (USHORT)(used + size);
	return status;
}

NTSTATUS RtlUnicodeStringCopy(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString)
{
	NTSTATUS status = RtlUnicodeStringValidate(SourceString);

	if (!NT_SUCCESS(status))
		return status;
	return put_counted(DestinationString, 0, SourceString->Buffer, SourceString->Length);
}

NTSTATUS RtlUnicodeStringCopyString(PUNICODE_STRING DestinationString, PCWSTR Source)
{
	return put_counted(DestinationString, 0, Source, io_string_length(Source) * sizeof(WCHAR));
}

NTSTATUS RtlUnicodeStringCat(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString)
{
	NTSTATUS status = RtlUnicodeStringValidate(SourceString);

	if (!NT_SUCCESS(status))
		return status;
	return put_counted(DestinationString, DestinationString->Length, SourceString->Buffer,
		SourceString->Length);
}

NTSTATUS RtlUnicodeStringCatString(PUNICODE_STRING DestinationString, PCWSTR Source)
{
	return put_counted(DestinationString, DestinationString->Length, Source,
		io_string_length(Source) * sizeof(WCHAR));
}

static NTSTATUS print_counted(PUNICODE_STRING target, PCWSTR format, va_list arguments)
{
	NTSTATUS status = RtlUnicodeStringValidate(target);
	size_t room = target->MaximumLength / sizeof(WCHAR) + 1;
	WCHAR *text;
	size_t length;

	if (!NT_SUCCESS(status))
		return status;
	text = malloc(room * sizeof(WCHAR));
	if (!text)
		return STATUS_NO_MEMORY;
	io_format_wide(text, room, &length, format, arguments);
	status = put_counted(target, 0, text, length * sizeof(WCHAR));
	free(text);
	return status;
}

NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING DestinationString, PCWSTR Format, ...)
{
	va_list arguments;
	NTSTATUS status;

	ke_irql_check("RtlUnicodeStringPrintf", PASSIVE_LEVEL, SITE);
	va_start(arguments, Format);
	status = print_counted(DestinationString, Format, arguments);
	va_end(arguments);
	return status;
}

NTSTATUS RtlUnicodeStringVPrintf(
	PUNICODE_STRING DestinationString, PCWSTR Format, va_list Arguments)
{
	ke_irql_check("RtlUnicodeStringVPrintf", PASSIVE_LEVEL, SITE);
	return print_counted(DestinationString, Format, Arguments);
}
