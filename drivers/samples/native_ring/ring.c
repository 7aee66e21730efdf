#include "ring.h"

#include <drvtrace/drvtrace.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "station.h"

static int open_memory(struct ring *ring)
{
	if (DRVTRACE_FAULT_POINT(&station_driver, "memfd_create"))
		return -EMFILE;
	ring->fd = memfd_create("station-ring", MFD_CLOEXEC);
	if (ring->fd < 0)
		return -errno;
	DRVTRACE_ACQUIRE(&station_driver, DRVTRACE_KIND_FD, DRVTRACE_FD(ring->fd), 0, 0, NULL);

	if (ftruncate(ring->fd, (off_t)ring->size) < 0)
		return -errno;
	return 0;
}

static int map_twice(struct ring *ring)
{
	const int access = PROT_READ | PROT_WRITE;
	unsigned char *data;
	int error;

	if (DRVTRACE_FAULT_POINT(&station_driver, "mmap"))
		return -ENOMEM;
	data = mmap(NULL, 2 * ring->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (data == MAP_FAILED)
		return -errno;

	if (mmap(data, ring->size, access, MAP_SHARED | MAP_FIXED, ring->fd, 0) == MAP_FAILED ||
		mmap(data + ring->size, ring->size, access, MAP_SHARED | MAP_FIXED, ring->fd, 0) ==
			MAP_FAILED) {
		error = -errno;
		munmap(data, 2 * ring->size);
		return error;
	}

	ring->data = data;
	DRVTRACE_ACQUIRE(&station_driver, DRVTRACE_KIND_MAPPING, data, 2 * ring->size, 0, NULL);
	return 0;
}

int ring_init(struct ring *ring, size_t size)
{
	DRVTRACE_SPAN(&station_driver, "ring");
	int error;

	*ring = (struct ring){ .fd = -1, .size = size };
	error = open_memory(ring);
	if (!error)
		error = map_twice(ring);
	if (error)
		ring_finish(ring);
	return DRVTRACE_SPAN_STATUS(error);
}

void ring_finish(struct ring *ring)
{
	if (ring->data) {
		DRVTRACE_RELEASE(&station_driver, DRVTRACE_KIND_MAPPING, ring->data);
		munmap(ring->data, 2 * ring->size);
		ring->data = NULL;
	}
	if (ring->fd >= 0) {
		DRVTRACE_RELEASE(&station_driver, DRVTRACE_KIND_FD, DRVTRACE_FD(ring->fd));
		close(ring->fd);
		ring->fd = -1;
	}
}

_Bool ring_write(struct ring *ring, const void *record, size_t size)
{
	uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
	uint64_t read = atomic_load_explicit(&ring->read, memory_order_acquire);

	if (ring->size - (written - read) < size)
		return 0;
	memcpy(ring->data + written % ring->size, record, size);
	atomic_store_explicit(&ring->written, written + size, memory_order_release);
	return 1;
}

_Bool ring_read(struct ring *ring, void *record, size_t size)
{
	uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
	uint64_t written = atomic_load_explicit(&ring->written, memory_order_acquire);

	if (written - read < size)
		return 0;
	memcpy(record, ring->data + read % ring->size, size);
	atomic_store_explicit(&ring->read, read + size, memory_order_release);
	return 1;
}
