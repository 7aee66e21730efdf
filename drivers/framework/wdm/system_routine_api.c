/* Routines of the system by their names: those that this framework has. */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

enum {
	NAME_MAX_LENGTH = 127,
};

/* The names of routines are ASCII; false for others. */
static bool narrow(char *out, const UNICODE_STRING *name)
{
	size_t length = name->Length / sizeof(WCHAR);

	if (length == 0 || length > NAME_MAX_LENGTH)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (name->Buffer[i] == 0 || name->Buffer[i] > 0x7e)
			return false;
		out[i] = (char)name->Buffer[i];
	}
	out[length] = '\0';
	return true;
}

/* Whether it is in this library, and not in one of the host's or of the machine's. */
static bool is_ours(const void *address)
{
	Dl_info found;
	Dl_info own;

	return dladdr(address, &found) && dladdr((const void *)(uintptr_t)is_ours, &own) &&
	       found.dli_fbase == own.dli_fbase;
}

PVOID MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName)
{
	char name[NAME_MAX_LENGTH + 1];
	void *address;

	ke_irql_check("MmGetSystemRoutineAddress", PASSIVE_LEVEL, __builtin_return_address(0));
	if (!narrow(name, SystemRoutineName) || strncmp(name, "Wdf", 3) == 0)
		return NULL;
	/* What the library exports to the host begins with a small letter. */
	if (name[0] < 'A' || name[0] > 'Z')
		return NULL;
	address = dlsym(RTLD_DEFAULT, name);
	return address && is_ours(address) ? address : NULL;
}
