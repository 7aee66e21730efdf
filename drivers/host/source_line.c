#include "drivers/host/source_line.h"

#include <dlfcn.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* libdw is for one thread at a time */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Clang makes no index of addresses, .debug_aranges: then all units are asked. */
static Dwarf_Line *find_line(Dwfl_Module *module, Dwarf_Addr address)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(module, address, &bias);

	if (!unit)
		do
			unit = dwfl_module_nextcu(module, unit, &bias);
		while (unit && dwarf_haspc(unit, address - bias) != 1);
	return unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
}

/* The call is just before what it returns to. */
static int name_in(Dwfl_Module *module, Dwarf_Addr address, char *text, size_t size)
{
	const char *function = dwfl_module_addrname(module, address);
	Dwarf_Line *line = find_line(module, address);
	const char *file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;
	int number;

	if (!function)
		return -ENOENT;
	if (file && dwarf_lineno(line, &number) == 0)
		snprintf(text, size, "%s (%s:%d)", function, base_name(file), number);
	else
		snprintf(text, size, "%s", function);
	return 0;
}

static int name(const Dl_info *info, Dwarf_Addr address, char *text, size_t size)
{
	Dwfl *dwfl = dwfl_begin(&callbacks);
	Dwfl_Module *module;
	int result = -ENOENT;

	if (!dwfl)
		return -ENOENT;
	dwfl_report_begin(dwfl);
	module = dwfl_report_elf(
		dwfl, info->dli_fname, info->dli_fname, -1, (GElf_Addr)info->dli_fbase, false);
	if (module && dwfl_report_end(dwfl, NULL, NULL) == 0)
		result = name_in(module, address, text, size);
	dwfl_end(dwfl);
	return result;
}

int source_line_name(const void *site, char *text, size_t size)
{
	Dl_info info;
	int result;

	if (!site || !dladdr((const char *)site - 1, &info) || !info.dli_fname)
		return -ENOENT;
	pthread_mutex_lock(&lock);
	result = name(&info, (Dwarf_Addr)(uintptr_t)site - 1, text, size);
	pthread_mutex_unlock(&lock);
	return result;
}
