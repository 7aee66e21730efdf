#include "tracelib/src/module.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tracelib/src/probe.h"

struct search {
	uintptr_t address;
	struct module *out; /* NULL: only the base is asked for */
	uintptr_t base;
};

static bool contains(const struct dl_phdr_info *info, uintptr_t address)
{
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_LOAD &&
			address - (info->dlpi_addr + header->p_vaddr) < header->p_memsz)
			return true;
	}
	return false;
}

static uint64_t end_of(const struct dl_phdr_info *info)
{
	uint64_t end = 0;

	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_LOAD && header->p_vaddr + header->p_memsz > end)
			end = header->p_vaddr + header->p_memsz;
	}
	return end;
}

static void print_hex(char *out, size_t out_size, const unsigned char *bytes, size_t count)
{
	for (size_t i = 0; i < count && 2 * i + 2 < out_size; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* The build id among the notes of one segment; true when it was there. */
static bool build_id_of(char *out, size_t out_size, const unsigned char *notes, size_t size)
{
	size_t at = 0;

	while (at + sizeof(ElfW(Nhdr)) <= size) {
		ElfW(Nhdr) note;
		size_t name, description;

		memcpy(&note, notes + at, sizeof(note));
		name = at + sizeof(note);
		description = name + ((note.n_namesz + 3u) & ~3u);
		at = description + ((note.n_descsz + 3u) & ~3u);
		if (at > size)
			return false;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof("GNU") &&
			memcmp(notes + name, "GNU", sizeof("GNU")) == 0) {
			print_hex(out, out_size, notes + description, note.n_descsz);
			return true;
		}
	}
	return false;
}

void module_program_path(char path[PATH_MAX])
{
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);

	path[length > 0 ? length : 0] = '\0';
}

/* The main program has no name here, and other names may be relative. */
static void fill_path(char path[PATH_MAX], const char *name)
{
	if (!name || !*name)
		module_program_path(path);
	else if (*name == '/' || !realpath(name, path))
		snprintf(path, PATH_MAX, "%s", name);
}

static int look_at(struct dl_phdr_info *info, size_t size, void *data)
{
	struct search *search = data;
	struct module *out = search->out;

	(void)size;
	if (!contains(info, search->address))
		return 0;

	search->base = info->dlpi_addr;
	if (!out)
		return 1;

	out->base = info->dlpi_addr;
	out->size = end_of(info);
	out->build_id[0] = '\0';
	fill_path(out->path, info->dlpi_name);
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_NOTE &&
			build_id_of(out->build_id, sizeof(out->build_id),
				(const unsigned char *)(info->dlpi_addr + header->p_vaddr),
				header->p_memsz))
			break;
	}
	return 1;
}

bool module_find(struct module *out, const void *address)
{
	struct search search = { (uintptr_t)address, out, 0 };

	return dl_iterate_phdr(look_at, &search) != 0;
}

uintptr_t module_base(const void *address)
{
	struct search search = { (uintptr_t)address, NULL, 0 };

	dl_iterate_phdr(look_at, &search);
	return search.base;
}

void module_emit(const void *address, uint32_t driver, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 64 + PATH_MAX + 2 * 32 + 1);
	struct module module;

	if (!probe_is_on(SCHEMA_MODULE) || !module_find(&module, address))
		return;
	payload_u64(&payload, module.base);
	payload_u64(&payload, module.size);
	payload_string(&payload, module.path, PATH_MAX);
	payload_string(&payload, module.build_id, sizeof(module.build_id));
	payload_u32(&payload, driver);
	probe_emit(SCHEMA_MODULE, &payload, site);
}
