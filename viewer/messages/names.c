#include "viewer/messages/names.h"

static const uint32_t facility_nt_bit = 0x10000000;
static const uint32_t win32_first = 0x80070000;
static const uint32_t win32_last = 0x8007ffff;

static const char *find(const struct code_name *table, size_t count, uint32_t code)
{
	size_t first = 0;

	while (first < count) {
		size_t middle = first + (count - first) / 2;

		if (table[middle].code == code)
			return table[middle].name;
		if (table[middle].code < code)
			first = middle + 1;
		else
			count = middle;
	}
	return NULL;
}

const char *names_find_ntstatus(uint32_t status)
{
	return find(names_ntstatus, names_ntstatus_count, status);
}

const char *names_find_win32(uint32_t error)
{
	return find(names_win32, names_win32_count, error);
}

const char *names_find_hresult(uint32_t result)
{
	if (result >= win32_first && result <= win32_last)
		return names_find_win32(result & 0xffff);
	if (result & facility_nt_bit)
		return names_find_ntstatus(result & ~facility_nt_bit);
	return find(names_hresult, names_hresult_count, result);
}
