#include "drivers/framework/wdm/module.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct module {
	uintptr_t begin;
	uintptr_t end;
	struct io_driver *driver;
};

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct module *modules; /* owned; sorted by address, none overlaps another */
static size_t count;

struct search {
	uintptr_t address;
	struct module found;
};

static int compare_range(struct dl_phdr_info *info, size_t size, void *argument)
{
	struct search *search = argument;
	uintptr_t begin = UINTPTR_MAX;
	uintptr_t end = 0;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type != PT_LOAD)
			continue;
		if (info->dlpi_addr + header->p_vaddr < begin)
			begin = info->dlpi_addr + header->p_vaddr;
		if (info->dlpi_addr + header->p_vaddr + header->p_memsz > end)
			end = info->dlpi_addr + header->p_vaddr + header->p_memsz;
	}
	if (search->address < begin || search->address >= end)
		return 0;
	search->found = (struct module){ begin, end, NULL };
	return 1;
}

static size_t position_of(uintptr_t begin)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (modules[middle].begin <= begin)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int insert(const struct module *module)
{
	struct module *grown = realloc(modules, (count + 1) * sizeof(*modules));
	size_t position;

	if (!grown)
		return -ENOMEM;
	modules = grown;
	position = position_of(module->begin);
	memmove(&modules[position + 1], &modules[position], (count - position) * sizeof(*modules));
	modules[position] = *module;
	count++;
	return 0;
}

int io_module_add(struct io_driver *driver, const void *address)
{
	struct search search = { (uintptr_t)address, { 0, 0, NULL } };
	int result;

	if (!dl_iterate_phdr(compare_range, &search))
		return -ENOENT;
	search.found.driver = driver;

	pthread_rwlock_wrlock(&lock);
	result = insert(&search.found);
	pthread_rwlock_unlock(&lock);
	return result;
}

void io_module_remove(const struct io_driver *driver)
{
	pthread_rwlock_wrlock(&lock);
	for (size_t i = 0; i < count; i++) {
		if (modules[i].driver != driver)
			continue;
		count--;
		memmove(&modules[i], &modules[i + 1], (count - i) * sizeof(*modules));
		break;
	}
	if (count == 0) {
		free(modules);
		modules = NULL;
	}
	pthread_rwlock_unlock(&lock);
}

static struct io_driver *find_locked(uintptr_t address)
{
	size_t position = position_of(address);

	if (position == 0 || address >= modules[position - 1].end)
		return NULL;
	return modules[position - 1].driver;
}

struct io_driver *io_module_find(const void *address)
{
	struct io_driver *driver;

	pthread_rwlock_rdlock(&lock);
	driver = find_locked((uintptr_t)address);
	pthread_rwlock_unlock(&lock);
	return driver;
}

struct io_driver *io_module_find_now(const void *address)
{
	struct io_driver *driver;

	if (pthread_rwlock_tryrdlock(&lock) != 0)
		return NULL;
	driver = find_locked((uintptr_t)address);
	pthread_rwlock_unlock(&lock);
	return driver;
}
