#include "drivers/framework/wdm/status.h"

#include <string.h>
#include <wdfstatus.h>

struct status_name {
	NTSTATUS status;
	const char *name;
};

#define ENTRY(name, value) { name, #name },

static const struct status_name names[] = { NTSTATUS_CODES(ENTRY) WDF_NTSTATUS_CODES(ENTRY) };

const char *io_status_name(NTSTATUS status)
{
	for (size_t i = 0; i < RTL_NUMBER_OF(names); i++) {
		if (names[i].status == status)
			return names[i].name;
	}
	return NULL;
}

bool io_status_find(NTSTATUS *out, const char *name)
{
	for (size_t i = 0; i < RTL_NUMBER_OF(names); i++) {
		if (strcmp(names[i].name, name) != 0)
			continue;
		*out = names[i].status;
		return true;
	}
	return false;
}
