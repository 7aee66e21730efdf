#include "drivers/framework/wdm/io_space.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	PORTS = 0x10000,
};

struct io_space {
	uint64_t start;
	uint64_t length;
	int file;
	LIST_ENTRY link;
};

/* Its handle is the address that the driver has. */
struct mapping {
	struct io_resource resource;
	LIST_ENTRY link;
	uint64_t start;
	void *pages;
	size_t size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY spaces = { &spaces, &spaces };
static LIST_ENTRY mappings = { &mappings, &mappings };
static UCHAR ports[PORTS];

static void free_mapping(struct mapping *mapping)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&mapping->link);
	pthread_mutex_unlock(&lock);
	munmap(mapping->pages, mapping->size);
	free(mapping);
}

static void reclaim(struct io_resource *resource)
{
	free_mapping(CONTAINING_RECORD(resource, struct mapping, resource));
}

static const struct io_kind mapping_kind = { "io-mapping", DRVTRACE_KIND_IO_MAPPING, reclaim };

int io_space_create(struct io_space **out, uint64_t start, uint64_t length)
{
	struct io_space *space = calloc(1, sizeof(*space));
	int error;

	if (!space)
		return -ENOMEM;
	space->start = start;
	space->length = length;
	space->file = memfd_create("device-memory", MFD_CLOEXEC);
	if (space->file < 0 || ftruncate(space->file, (off_t)ROUND_TO_PAGES(length)) != 0) {
		error = -errno;
		if (space->file >= 0)
			close(space->file);
		free(space);
		return error;
	}
	pthread_mutex_lock(&lock);
	InsertTailList(&spaces, &space->link);
	pthread_mutex_unlock(&lock);
	*out = space;
	return 0;
}

void io_space_destroy(struct io_space *space)
{
	if (!space)
		return;
	pthread_mutex_lock(&lock);
	RemoveEntryList(&space->link);
	pthread_mutex_unlock(&lock);
	close(space->file);
	free(space);
}

/* The device whose memory holds the whole range; NULL: nobody's. */
static const struct io_space *find_space(uint64_t start, uint64_t length)
{
	for (LIST_ENTRY *link = spaces.Flink; link != &spaces; link = link->Flink) {
		const struct io_space *space = CONTAINING_RECORD(link, struct io_space, link);

		if (start >= space->start && length <= space->length &&
			start - space->start <= space->length - length)
			return space;
	}
	return NULL;
}

/* Nobody's memory is zero, and remembers nothing. */
static void *map_pages(size_t *size, uint64_t start, uint64_t length)
{
	const struct io_space *space;
	uint64_t page = 0;
	uint64_t offset = BYTE_OFFSET(start);
	void *pages;

	pthread_mutex_lock(&lock);
	space = find_space(start, length);
	if (space) {
		page = (start - space->start) & ~(uint64_t)(PAGE_SIZE - 1);
		offset = start - space->start - page;
	}
	*size = ROUND_TO_PAGES(offset + length);
	pages = mmap(NULL, *size, PROT_READ | PROT_WRITE,
		space ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, space ? space->file : -1,
		(off_t)page);
	pthread_mutex_unlock(&lock);
	return pages == MAP_FAILED ? NULL : (char *)pages + offset;
}

static void *map(const char *function, uint64_t start, size_t length, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);
	struct mapping *mapping;
	void *address;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	if (io_fault(driver, function, site))
		return NULL;
	mapping = calloc(1, sizeof(*mapping));
	if (!mapping)
		return NULL;
	address = map_pages(&mapping->size, start, length);
	if (!address) {
		free(mapping);
		return NULL;
	}
	mapping->pages = PAGE_ALIGN(address);
	mapping->start = start - BYTE_OFFSET(address);
	pthread_mutex_lock(&lock);
	InsertTailList(&mappings, &mapping->link);
	pthread_mutex_unlock(&lock);
	io_resource_acquire(&mapping->resource, driver,
		&(struct io_claim){ .kind = &mapping_kind,
			.handle = address,
			.owner = io_irp_starting_device(driver),
			.size = length,
			.site = site });
	return address;
}

PVOID MmMapIoSpace(
	PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, MEMORY_CACHING_TYPE CacheType)
{
	UNREFERENCED_PARAMETER(CacheType);
	return map("MmMapIoSpace", (uint64_t)PhysicalAddress.QuadPart, NumberOfBytes, SITE);
}

PVOID MmMapIoSpaceEx(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect)
{
	UNREFERENCED_PARAMETER(Protect);
	return map("MmMapIoSpaceEx", (uint64_t)PhysicalAddress.QuadPart, NumberOfBytes, SITE);
}

PHYSICAL_ADDRESS MmGetPhysicalAddress(PVOID BaseAddress)
{
	PHYSICAL_ADDRESS physical = { .QuadPart = (LONGLONG)(uintptr_t)BaseAddress };

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = mappings.Flink; link != &mappings; link = link->Flink) {
		const struct mapping *mapping = CONTAINING_RECORD(link, struct mapping, link);
		uintptr_t offset = (uintptr_t)BaseAddress - (uintptr_t)mapping->pages;

		if (offset < mapping->size)
			physical.QuadPart = (LONGLONG)(mapping->start + offset);
	}
	pthread_mutex_unlock(&lock);
	return physical;
}

VOID MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes)
{
	const void *site = SITE;
	struct io_resource *resource = io_resource_find(BaseAddress);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "MmUnmapIoSpace",
		BaseAddress, site };

	ke_irql_check("MmUnmapIoSpace", DISPATCH_LEVEL, site);
	if (!resource && io_resource_was_released(BaseAddress)) {
		breach.rule = "double-release";
		io_stop(&breach, "the mapping at %p is undone already", BaseAddress);
	}
	if (!resource || resource->kind != &mapping_kind)
		io_stop(&breach, "nothing is mapped at %p", BaseAddress);
	if (resource->size != NumberOfBytes) {
		breach.rule = "release-with-wrong-size";
		io_stop(&breach, "the mapping at %p has %llu bytes, not %zu", BaseAddress,
			(unsigned long long)resource->size, NumberOfBytes);
	}
	io_resource_release(resource, site);
	free_mapping(CONTAINING_RECORD(resource, struct mapping, resource));
}

/* Byte by byte, as far as there are ports. */
static ULONG read_port(uintptr_t port, size_t size)
{
	ULONG value = 0;

	for (size_t i = 0; i < size && port + i < PORTS; i++)
		value |= (ULONG)__atomic_load_n(&ports[port + i], __ATOMIC_SEQ_CST) << (8 * i);
	return value;
}

static void write_port(uintptr_t port, ULONG value, size_t size)
{
	for (size_t i = 0; i < size && port + i < PORTS; i++)
		__atomic_store_n(&ports[port + i], (UCHAR)(value >> (8 * i)), __ATOMIC_SEQ_CST);
}

UCHAR READ_PORT_UCHAR(PUCHAR Port)
{
	return (UCHAR)read_port((uintptr_t)Port, 1);
}

USHORT READ_PORT_USHORT(PUSHORT Port)
{
	return (USHORT)read_port((uintptr_t)Port, 2);
}

ULONG READ_PORT_ULONG(PULONG Port)
{
	return read_port((uintptr_t)Port, 4);
}

VOID WRITE_PORT_UCHAR(PUCHAR Port, UCHAR Value)
{
	write_port((uintptr_t)Port, Value, 1);
}

VOID WRITE_PORT_USHORT(PUSHORT Port, USHORT Value)
{
	write_port((uintptr_t)Port, Value, 2);
}

VOID WRITE_PORT_ULONG(PULONG Port, ULONG Value)
{
	write_port((uintptr_t)Port, Value, 4);
}
