/* The run-time library's conversions: between character sets, cases, numbers and strings. */
#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool_free.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

/* What strings that the run-time library allocates have for a tag. */
#define STRING_TAG 'grtS'

enum {
	STRING_MAX = 0xffff, /* bytes */
	DIGITS_MAX = 64,
};

struct target {
	const char *function;
	const void *site;
	size_t size; /* bytes that the result needs, with the NUL */
	bool is_allocated;
};

/* The buffer for a result: the driver's own, if it is large enough, or one from the pool. */
static NTSTATUS prepare(const struct target *target, void **buffer, USHORT *maximum)
{
	struct io_driver *driver = io_driver_calling(target->site);
	struct ex_request request = { .size = target->size, .tag = STRING_TAG, .is_paged = true };

	ke_irql_check(target->function, PASSIVE_LEVEL, target->site);
	if (target->size > STRING_MAX)
		return STATUS_INVALID_PARAMETER_2;
	if (!target->is_allocated)
		return STATUS_SUCCESS;
	if (io_fault(driver, target->function, target->site))
		return STATUS_NO_MEMORY;
	*buffer = ex_block_create(driver, &request, target->site);
	*maximum = (USHORT)target->size;
	return *buffer ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

ULONG RtlAnsiStringToUnicodeSize(PCANSI_STRING AnsiString)
{
	return (AnsiString->Length + 1u) * (ULONG)sizeof(WCHAR);
}

ULONG RtlUnicodeStringToAnsiSize(PCUNICODE_STRING UnicodeString)
{
	return UnicodeString->Length / (ULONG)sizeof(WCHAR) + 1;
}

NTSTATUS RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString, PCANSI_STRING SourceString,
	BOOLEAN AllocateDestinationString)
{
	struct target target = { "RtlAnsiStringToUnicodeString", SITE,
		RtlAnsiStringToUnicodeSize(SourceString), AllocateDestinationString };
	NTSTATUS status = prepare(
		&target, (void **)&DestinationString->Buffer, &DestinationString->MaximumLength);

	if (!NT_SUCCESS(status))
		return status;
	if (DestinationString->MaximumLength < target.size)
		return STATUS_BUFFER_OVERFLOW;
	for (USHORT i = 0; i < SourceString->Length; i++)
		DestinationString->Buffer[i] = (unsigned char)SourceString->Buffer[i];
	DestinationString->Length = (USHORT)(target.size - sizeof(WCHAR));
	DestinationString->Buffer[SourceString->Length] = 0;
	return STATUS_SUCCESS;
}

/* What the code page does not have becomes a question mark. */
NTSTATUS RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString, PCUNICODE_STRING SourceString,
	BOOLEAN AllocateDestinationString)
{
	struct target target = { "RtlUnicodeStringToAnsiString", SITE,
		RtlUnicodeStringToAnsiSize(SourceString), AllocateDestinationString };
	NTSTATUS status = prepare(
		&target, (void **)&DestinationString->Buffer, &DestinationString->MaximumLength);
	USHORT count = (USHORT)(target.size - 1);

	if (!NT_SUCCESS(status))
		return status;
	if (DestinationString->MaximumLength == 0)
		return STATUS_BUFFER_OVERFLOW;
	if (DestinationString->MaximumLength < target.size) {
		count = (USHORT)(DestinationString->MaximumLength - 1);
		status = STATUS_BUFFER_OVERFLOW;
	}
	for (USHORT i = 0; i < count; i++) {
		WCHAR character = SourceString->Buffer[i];

		DestinationString->Buffer[i] = (char)(character > 0xff ? '?' : character);
	}
	DestinationString->Length = count;
	DestinationString->Buffer[count] = '\0';
	return status;
}

static void free_buffer(const char *function, void *buffer, const void *site)
{
	struct ex_release release = { function, buffer, site, EX_POOL };

	ke_irql_check(function, PASSIVE_LEVEL, site);
	if (buffer)
		ex_block_free(ex_block_to_free(&release), &release);
}

VOID RtlFreeUnicodeString(PUNICODE_STRING UnicodeString)
{
	free_buffer("RtlFreeUnicodeString", UnicodeString->Buffer, SITE);
	RtlZeroMemory(UnicodeString, sizeof(*UnicodeString));
}

VOID RtlFreeAnsiString(PANSI_STRING AnsiString)
{
	free_buffer("RtlFreeAnsiString", AnsiString->Buffer, SITE);
	RtlZeroMemory(AnsiString, sizeof(*AnsiString));
}

CHAR RtlUpperChar(CHAR Character)
{
	return (CHAR)io_string_upcase((unsigned char)Character);
}

VOID RtlUpperString(PSTRING DestinationString, const STRING *SourceString)
{
	USHORT length = SourceString->Length;

	if (length > DestinationString->MaximumLength)
		length = DestinationString->MaximumLength;
	for (USHORT i = 0; i < length; i++)
		DestinationString->Buffer[i] = RtlUpperChar(SourceString->Buffer[i]);
	DestinationString->Length = length;
}

WCHAR RtlUpcaseUnicodeChar(WCHAR SourceCharacter)
{
	return io_string_upcase(SourceCharacter);
}

WCHAR RtlDowncaseUnicodeChar(WCHAR SourceCharacter)
{
	WCHAR lower = (WCHAR)(SourceCharacter + 0x20);

	return io_string_upcase(lower) == SourceCharacter && lower != SourceCharacter
		       ? lower
		       : SourceCharacter;
}

/* Without a NUL, unlike the conversions. */
static NTSTATUS change_case(const struct target *target, PUNICODE_STRING destination,
	const UNICODE_STRING source, WCHAR (*change)(WCHAR character))
{
	NTSTATUS status =
		prepare(target, (void **)&destination->Buffer, &destination->MaximumLength);

	if (!NT_SUCCESS(status))
		return status;
	if (destination->MaximumLength < target->size)
		return STATUS_BUFFER_OVERFLOW;
	for (size_t i = 0; i < source.Length / sizeof(WCHAR); i++)
		destination->Buffer[i] = change(source.Buffer[i]);
	destination->Length = source.Length;
	return STATUS_SUCCESS;
}

NTSTATUS RtlUpcaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString,
	BOOLEAN AllocateDestinationString)
{
	struct target target = { "RtlUpcaseUnicodeString", SITE, SourceString->Length,
		AllocateDestinationString };

	return change_case(&target, DestinationString, *SourceString, io_string_upcase);
}

NTSTATUS RtlDowncaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString,
	BOOLEAN AllocateDestinationString)
{
	struct target target = { "RtlDowncaseUnicodeString", SITE, SourceString->Length,
		AllocateDestinationString };

	return change_case(&target, DestinationString, *SourceString, RtlDowncaseUnicodeChar);
}

static bool is_base(ULONG base)
{
	return base == 2 || base == 8 || base == 10 || base == 16;
}

static NTSTATUS number_to_string(ULONGLONG value, ULONG base, PUNICODE_STRING string)
{
	WCHAR digits[DIGITS_MAX];
	size_t count = 0;
	size_t size;

	if (base == 0)
		base = 10;
	if (!is_base(base))
		return STATUS_INVALID_PARAMETER;
	do {
		count++;
		digits[DIGITS_MAX - count] = (WCHAR) "0123456789ABCDEF"[value % base];
		value /= base;
	} while (value);

	size = count * sizeof(WCHAR);
	if (size > string->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	memcpy(string->Buffer, &digits[DIGITS_MAX - count], size);
	string->Length = (USHORT)size;
	if (size + sizeof(WCHAR) <= string->MaximumLength)
		string->Buffer[count] = 0;
	return STATUS_SUCCESS;
}

NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String)
{
	ke_irql_check("RtlIntegerToUnicodeString", PASSIVE_LEVEL, SITE);
	return number_to_string(Value, Base, String);
}

NTSTATUS RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String)
{
	ke_irql_check("RtlInt64ToUnicodeString", PASSIVE_LEVEL, SITE);
	return number_to_string(Value, Base, String);
}

struct digits {
	const WCHAR *at;
	const WCHAR *end;
};

static bool take(struct digits *digits, WCHAR character)
{
	if (digits->at == digits->end || *digits->at != character)
		return false;
	digits->at++;
	return true;
}

/* 0x, 0o and 0b, when no base is given. */
static ULONG take_base(struct digits *digits)
{
	const WCHAR *at = digits->at;

	if (take(digits, '0')) {
		if (take(digits, 'x'))
			return 16;
		if (take(digits, 'o'))
			return 8;
		if (take(digits, 'b'))
			return 2;
	}
	digits->at = at;
	return 10;
}

static ULONG digit_of(WCHAR character)
{
	WCHAR upper = io_string_upcase(character);

	if (upper >= '0' && upper <= '9')
		return upper - (ULONG)'0';
	return upper >= 'A' && upper <= 'F' ? upper - (ULONG)'A' + 10 : 99;
}

/* Blanks, a sign, a base, digits: as far as they go. */
NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value)
{
	struct digits digits = { String->Buffer, String->Buffer + String->Length / sizeof(WCHAR) };
	bool is_negative;
	ULONG value = 0;

	ke_irql_check("RtlUnicodeStringToInteger", PASSIVE_LEVEL, SITE);
	while (digits.at < digits.end && *digits.at <= ' ')
		digits.at++;
	is_negative = take(&digits, '-');
	if (!is_negative)
		take(&digits, '+');
	if (Base == 0)
		Base = take_base(&digits);
	if (!is_base(Base))
		return STATUS_INVALID_PARAMETER;
	for (; digits.at < digits.end && digit_of(*digits.at) < Base; digits.at++)
		value = value * Base + digit_of(*digits.at);
	*Value = is_negative ? 0 - value : value;
	return STATUS_SUCCESS;
}
