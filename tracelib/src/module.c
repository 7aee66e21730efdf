#include "tracelib/src/module.h"

#include <elf.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tracelib/src/probe.h"

/*
 * A module that has been told of. It is not looked for again when a session is to be told: that
 * would take the loader's lock while LTTng has its own, and who loads a library takes them the other
 * way round.
 */
struct known {
	struct known *older;
	uintptr_t base;
	uint64_t size;
	uint32_t driver;
	char build_id[MODULE_BUILD_ID_BYTES];
	char path[]; /* ends with 0 */
};

/* Around a search, so that no fork leaves the loader's lock with a thread that the child lacks. */
static pthread_mutex_t searching = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct known *newest; /* owned, and so are the older ones */

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

void module_search_lock(void)
{
	pthread_mutex_lock(&searching);
}

void module_search_unlock(void)
{
	pthread_mutex_unlock(&searching);
}

bool module_find(struct module *out, const void *address)
{
	struct search search = { (uintptr_t)address, out, 0 };
	bool is_found;

	module_search_lock();
	is_found = dl_iterate_phdr(look_at, &search) != 0;
	module_search_unlock();
	return is_found;
}

uintptr_t module_base(const void *address)
{
	struct search search = { (uintptr_t)address, NULL, 0 };

	module_search_lock();
	dl_iterate_phdr(look_at, &search);
	module_search_unlock();
	return search.base;
}

void module_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void module_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

static void drop(struct known **link)
{
	struct known *gone = *link;

	*link = gone->older;
	free(gone);
}

/* It lies where the other one was, or is told of again. */
static bool replaces(const struct known *module, const struct known *old)
{
	if (old->base == module->base)
		return old->driver == module->driver || old->size != module->size;
	return old->base - module->base < module->size || module->base - old->base < old->size;
}

static void remember(struct known *module)
{
	struct known **link = &newest;

	module_lock();
	while (*link) {
		if (replaces(module, *link))
			drop(link);
		else
			link = &(*link)->older;
	}
	module->older = newest;
	newest = module;
	module_unlock();
}

void module_forget(uint32_t driver)
{
	struct known **link = &newest;

	module_lock();
	while (*link) {
		if ((*link)->driver == driver)
			drop(link);
		else
			link = &(*link)->older;
	}
	module_unlock();
}

static struct known *create_known(const struct module *module, uint32_t driver)
{
	size_t path_size = strlen(module->path) + 1;
	struct known *known = malloc(sizeof(*known) + path_size);

	if (!known)
		return NULL;
	*known = (struct known){ .base = module->base, .size = module->size, .driver = driver };
	memcpy(known->build_id, module->build_id, sizeof(known->build_id));
	memcpy(known->path, module->path, path_size);
	return known;
}

static void emit(const struct lttng_ust_session *only, const struct known *module, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 64 + PATH_MAX + MODULE_BUILD_ID_BYTES);

	if (!probe_is_on(SCHEMA_MODULE))
		return;
	payload_u64(&payload, module->base);
	payload_u64(&payload, module->size);
	payload_string(&payload, module->path, PATH_MAX);
	payload_string(&payload, module->build_id, sizeof(module->build_id));
	payload_u32(&payload, module->driver);
	probe_emit_to(only, SCHEMA_MODULE, &payload, site);
}

void module_emit(const void *address, uint32_t driver, const void *site)
{
	struct module module;
	struct known *known;

	if (!module_find(&module, address))
		return;
	known = create_known(&module, driver);
	if (!known)
		return;
	emit(NULL, known, site);
	remember(known);
}

void module_emit_all(const struct lttng_ust_session *only)
{
	module_lock();
	for (const struct known *module = newest; module; module = module->older)
		emit(only, module, __builtin_return_address(0));
	module_unlock();
}
