#include "viewer/symbols/symbols_module.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct symbols_module {
	Dwfl *dwfl;          /* owned; NULL when the file cannot be used */
	Dwfl_Module *module; /* owned by dwfl */
	GElf_Addr bias;      /* of addresses in dwfl over those of the file */
	char *missing;       /* owned; what to say of places that are not known */
};

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
};

static int refuse(
	struct symbols_module *module, const char *before, const char *path, const char *after)
{
	free(module->missing);
	module->missing = NULL;
	if (asprintf(&module->missing, "%s%s%s", before, path, after) < 0) {
		module->missing = NULL;
		return -ENOMEM;
	}
	return 0;
}

/* An empty id is not compared: the trace does not tell. */
static int has_build_id(Dwfl_Module *module, const char *expected)
{
	const unsigned char *bits;
	GElf_Addr address;
	int length;

	if (expected[0] == '\0')
		return 1;
	length = dwfl_module_build_id(module, &bits, &address);
	if (length < 0 || strlen(expected) != 2 * (size_t)length)
		return 0;
	for (int i = 0; i < length; i++) {
		char digits[3];

		(void)snprintf(digits, sizeof(digits), "%02x", bits[i]);
		if (strncasecmp(digits, expected + 2 * (size_t)i, 2) != 0)
			return 0;
	}
	return 1;
}

/* Opened here and not by elfutils, whose name lookup would not say what is wrong. */
static int open_file(struct symbols_module *module, const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int ret;

	if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		char reason[128];

		(void)snprintf(
			reason, sizeof(reason), ": %s", fd < 0 ? strerror(errno) : "not a file");
		ret = refuse(module, "cannot open ", path, reason);
		if (fd >= 0)
			close(fd);
		return ret;
	}

	module->dwfl = dwfl_begin(&callbacks);
	if (!module->dwfl) {
		close(fd);
		return -ENOMEM;
	}
	/* Takes the descriptor over when it succeeds. */
	module->module = dwfl_report_offline(module->dwfl, path, path, fd);
	if (!module->module)
		close(fd);
	(void)dwfl_report_end(module->dwfl, NULL, NULL);
	return module->module ? 0 : refuse(module, "", path, " is not an ELF file");
}

static int load(struct symbols_module *module, const char *path, const char *build_id)
{
	Dwarf_Addr bias;
	int ret = open_file(module, path);

	if (ret < 0 || !module->module)
		return ret;
	if (!dwfl_module_getelf(module->module, &module->bias)) {
		module->module = NULL;
		return refuse(module, "", path, " is not an ELF file");
	}
	if (!has_build_id(module->module, build_id)) {
		module->module = NULL;
		return refuse(module, "", path, " has another build id than the recorded one");
	}
	if (!dwfl_module_getdwarf(module->module, &bias))
		return refuse(module, "no debug information in ", path, "");
	return refuse(module, "", path, " does not say what is at this address");
}

int symbols_module_open(struct symbols_module **out, const char *path, const char *build_id)
{
	struct symbols_module *module = calloc(1, sizeof(*module));
	int ret;

	if (!module)
		return -ENOMEM;
	ret = load(module, path, build_id);
	if (ret < 0) {
		symbols_module_close(module);
		return ret;
	}
	*out = module;
	return 0;
}

void symbols_module_close(struct symbols_module *module)
{
	if (!module)
		return;
	if (module->dwfl)
		dwfl_end(module->dwfl);
	free(module->missing);
	free(module);
}

static const char *name_of(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &attribute));
}

/* At its first instruction a function is meant as such, not what the compiler moved there. */
static bool is_entry(Dwarf_Die *function, Dwarf_Addr address)
{
	Dwarf_Addr low;

	return dwarf_tag(function) == DW_TAG_subprogram && dwarf_lowpc(function, &low) == 0 &&
	       low == address;
}

static void take_definition(struct location *out, Dwarf_Die *function)
{
	int number = 0;

	out->function = name_of(function);
	out->file = dwarf_decl_file(function);
	out->line = dwarf_decl_line(function, &number) == 0 ? (uint32_t)number : 0;
}

static const char *file_of(Dwarf_Line *line)
{
	const char *file = dwarf_linesrc(line, NULL, NULL);

	return file ? file : "";
}

static void take_line(struct location *out, Dwarf_Line *line)
{
	int number = 0;

	out->file = dwarf_linesrc(line, NULL, NULL);
	out->line = out->file && dwarf_lineno(line, &number) == 0 ? (uint32_t)number : 0;
}

/* Clang makes no index of addresses, .debug_aranges: then all units are asked. */
static Dwarf_Die *find_unit(Dwarf_Addr *bias, Dwfl_Module *module, Dwarf_Addr address)
{
	Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);

	if (unit)
		return unit;
	do
		unit = dwfl_module_nextcu(module, unit, bias);
	while (unit && dwarf_haspc(unit, address - *bias) != 1);
	return unit;
}

/*
 * The innermost function, an inlined one too: the line is in that one. Nothing when the debug
 * information has none there.
 */
static void find_function(struct location *out, Dwarf_Die *unit, Dwarf_Addr address)
{
	Dwarf_Die *scopes = NULL;
	int count = dwarf_getscopes(unit, address, &scopes);

	for (int i = 0; i < count; i++) {
		int tag = dwarf_tag(&scopes[i]);

		if (is_entry(&scopes[i], address))
			take_definition(out, &scopes[i]);
		else if (!out->function &&
			 (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine))
			out->function = name_of(&scopes[i]);
	}
	free(scopes);
}

static const char *find_symbol(Dwfl_Module *module, Dwarf_Addr address)
{
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name =
		dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL);

	/* The nearest symbol below is no answer when the address lies behind its end. */
	return name && offset < symbol.st_size ? name : NULL;
}

void symbols_module_find(struct symbols_module *module, uint64_t address, struct location *out)
{
	Dwarf_Addr at = address + module->bias;
	Dwarf_Line *line = NULL;
	Dwarf_Die *unit;
	Dwarf_Addr bias;

	*out = (struct location){ .missing = module->missing };
	if (!module->module)
		return;

	unit = find_unit(&bias, module->module, at);
	if (unit) {
		find_function(out, unit, at - bias);
		line = dwarf_getsrc_die(unit, at - bias);
	}
	if (!out->function)
		out->function = find_symbol(module->module, at);
	/* To elfutils 0.188 the unit's own file, which clang has as number 0, is none. */
	if (line && !out->file && out->line)
		out->file = dwarf_linesrc(line, NULL, NULL);
	/* gcc may give a definition the place of its prototype: the code is in another file then. */
	if (line && (!out->file || strcmp(out->file, file_of(line)) != 0))
		take_line(out, line);
	if (out->function && out->file)
		out->missing = NULL;
}
