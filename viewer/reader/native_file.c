#include "viewer/reader/native_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "viewer/reader/native.h"
#include "viewer/reader/packet_index.h"

enum {
	MARK_COUNT = 4096, /* even */
};

static bool is_understood(
	const struct native_file *file, const unsigned char *packet, uint64_t left)
{
	uint64_t content_bits;
	uint64_t packet_bits;

	if (left < NATIVE_HEADER_BYTES || native_get_32(packet) != native_packet_magic)
		return false;
	content_bits = native_get_64(packet + NATIVE_CONTENT_BITS);
	packet_bits = native_get_64(packet + NATIVE_PACKET_BITS);
	return native_get_32(packet + NATIVE_STREAM_ID) == file->stream_id &&
	       native_get_64(packet + NATIVE_INSTANCE_ID) == file->instance_id &&
	       file->instance_id != UINT64_MAX && content_bits % 8 == 0 && packet_bits % 8 == 0 &&
	       content_bits >= NATIVE_HEADER_BYTES * 8 && content_bits <= packet_bits &&
	       packet_bits / 8 <= left &&
	       native_get_64(packet + NATIVE_TIME_END) < native_clock_max &&
	       native_get_64(packet + NATIVE_TIME_BEGIN) <=
		       native_get_64(packet + NATIVE_TIME_END) &&
	       native_get_64(packet + NATIVE_SEQUENCE_NUMBER) != UINT64_MAX &&
	       native_get_64(packet + NATIVE_DISCARDED) != UINT64_MAX;
}

/* When there are too many, every other one goes. */
static int add_mark(struct native_file *file, uint64_t at, uint64_t begin)
{
	const struct native_mark *last =
		file->mark_count ? &file->marks[file->mark_count - 1] : NULL;

	if (last && at - last->at < file->mark_distance)
		return 0;
	if (!file->marks) {
		file->marks = malloc(MARK_COUNT * sizeof(*file->marks));
		if (!file->marks)
			return -ENOMEM;
		file->mark_distance = 1;
	}
	if (file->mark_count == MARK_COUNT) {
		file->mark_count /= 2;
		for (size_t i = 0; i < file->mark_count; i++)
			file->marks[i] = file->marks[2 * i];
		file->mark_distance = 2 * (at / MARK_COUNT);
		return 0;
	}
	file->marks[file->mark_count++] = (struct native_mark){ at, begin };
	return 0;
}

/* Without mapping anything: the kernel would map many pages around each header. */
static bool read_header(const struct native_file *file, unsigned char *out, uint64_t at)
{
	return pread(file->fd, out, NATIVE_HEADER_BYTES, (off_t)at) == NATIVE_HEADER_BYTES;
}

static int look_through(struct native_file *file)
{
	unsigned char packet[NATIVE_HEADER_BYTES];
	int ret;

	if (!read_header(file, packet, 0))
		return NATIVE_NOT_UNDERSTOOD;
	file->stream_id = native_get_32(packet + NATIVE_STREAM_ID);
	file->instance_id = native_get_64(packet + NATIVE_INSTANCE_ID);
	file->is_ordered = true;
	for (uint64_t at = 0; at < file->size;) {
		uint64_t begin;

		if (!read_header(file, packet, at) || !is_understood(file, packet, file->size - at))
			return NATIVE_NOT_UNDERSTOOD;
		begin = native_get_64(packet + NATIVE_TIME_BEGIN);
		ret = add_mark(file, at, begin);
		if (ret < 0)
			return ret;
		if (at == 0)
			file->begin = begin;
		else if (begin < file->end)
			file->is_ordered = false;
		file->end = native_get_64(packet + NATIVE_TIME_END);
		at += native_get_64(packet + NATIVE_PACKET_BITS) / 8;
	}
	return 0;
}

static int map(struct native_file *file, const char *path)
{
	void *bytes;

	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0)
		return NATIVE_NOT_UNDERSTOOD;
	if (!native_file_holds(file, file->size))
		return NATIVE_NOT_UNDERSTOOD;
	bytes = mmap(NULL, file->size, PROT_READ, MAP_SHARED, file->fd, 0);
	if (bytes == MAP_FAILED)
		return NATIVE_NOT_UNDERSTOOD;
	file->bytes = bytes;
	return 0;
}

static int look_up(struct native_file *file)
{
	const struct packet_index *index = file->index;

	file->stream_id = (uint32_t)index->stream_id;
	file->instance_id = index->instance_id;
	file->begin = index->entries[0].begin;
	file->end = index->entries[index->count - 1].end;
	file->is_ordered = true;
	return 0;
}

int native_file_open(
	struct native_file *out, const char *path, uint64_t size, const struct packet_index *index)
{
	struct native_file file = { .fd = -1, .size = size, .index = index };
	int ret = size < NATIVE_HEADER_BYTES ? NATIVE_NOT_UNDERSTOOD : map(&file, path);

	if (ret == 0)
		ret = index ? look_up(&file) : look_through(&file);
	if (ret == 0) {
		(void)posix_madvise(
			(void *)(uintptr_t)file.bytes, file.size, POSIX_MADV_SEQUENTIAL);
		*out = file;
	} else {
		native_file_close(&file);
	}
	return ret;
}

void native_file_close(struct native_file *file)
{
	if (file->bytes)
		(void)munmap((void *)(uintptr_t)file->bytes, file->size);
	if (file->fd >= 0)
		(void)close(file->fd);
	free(file->marks);
	*file = (struct native_file){ .fd = -1 };
}

bool native_file_holds(const struct native_file *file, uint64_t end)
{
	struct stat status;

	return fstat(file->fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       (uint64_t)status.st_size >= end;
}

void native_file_forget(const struct native_file *file, uint64_t begin, uint64_t end)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

	begin = (begin + page - 1) / page * page;
	end = end / page * page;
	if (begin < end)
		(void)madvise((void *)(uintptr_t)(file->bytes + begin), end - begin, MADV_DONTNEED);
}
