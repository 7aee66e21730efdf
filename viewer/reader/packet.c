#include "viewer/reader/packet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "viewer/reader/bytes.h"
#include "viewer/reader/index_format.h"

enum {
	MAGIC_BYTES = 4
};
static const uint32_t magic = 0xc1fc1fc1;

/* LTTng's packet header and context, as far as they are the same in every version. */
enum {
	UUID = 4,
	UUID_BYTES = 16,
	CLASS_ID = 20,
	INSTANCE_ID = 24,
	TIME_BEGIN = 32,
	TIME_END = 40,
	CONTENT_BITS = 48,
	PACKET_BITS = 56,
	HEADER_BYTES = 64,
};

enum {
	INDEX_ENTRY_BYTES_MAX = 4096
};

struct index {
	FILE *file; /* owned; NULL: there is none, or it is wrong */
	uint64_t entry_bytes;
	bool is_wrong;
};

enum verdict {
	WHOLE,
	CUT,
	BROKEN
};

static ssize_t read_at(int fd, unsigned char *bytes, size_t count, uint64_t offset)
{
	size_t done = 0;

	while (done < count) {
		ssize_t got = pread(fd, bytes + done, count - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

/* All packets of a file are of one trace and one stream. */
static bool is_same_stream(const unsigned char *header, const unsigned char *first)
{
	return memcmp(header + UUID, first + UUID, UUID_BYTES) == 0 &&
	       memcmp(header + CLASS_ID, first + CLASS_ID, TIME_BEGIN - CLASS_ID) == 0;
}

/* babeltrace2 takes these for "not there", and then breaks its own rules: it ends the process. */
static bool has_impossible_numbers(const unsigned char *header, bool is_swapped)
{
	return bytes_get_64(header + TIME_END, is_swapped) == UINT64_MAX ||
	       bytes_get_64(header + INSTANCE_ID, is_swapped) == UINT64_MAX;
}

static enum verdict judge(const unsigned char *header, const unsigned char *first, bool is_swapped,
	uint64_t left, uint64_t *size)
{
	uint64_t content_bits = bytes_get_64(header + CONTENT_BITS, is_swapped);
	uint64_t packet_bits = bytes_get_64(header + PACKET_BITS, is_swapped);

	if (bytes_get_32(header, is_swapped) != magic || !is_same_stream(header, first) ||
		content_bits > packet_bits || content_bits < (uint64_t)HEADER_BYTES * 8 ||
		packet_bits % 8 != 0 || has_impossible_numbers(header, is_swapped) ||
		bytes_get_64(header + TIME_BEGIN, is_swapped) >
			bytes_get_64(header + TIME_END, is_swapped))
		return BROKEN;
	*size = packet_bits / 8;
	return *size > left ? CUT : WHOLE;
}

static void close_index(struct index *index)
{
	if (index->file)
		(void)fclose(index->file);
	index->file = NULL;
}

static void open_index(struct index *index, const char *path)
{
	unsigned char header[INDEX_HEADER_BYTES];

	*index = (struct index){ .file = fopen(path, "rbe") };
	if (!index->file) {
		index->is_wrong = errno != ENOENT && errno != ENOTDIR;
		return;
	}
	index->is_wrong = fread(header, 1, sizeof(header), index->file) != sizeof(header) ||
			  !index_is_header(header);
	if (index->is_wrong)
		return;
	index->entry_bytes = index_get_32(header + INDEX_ENTRY_BYTES);
	index->is_wrong = index->entry_bytes < INDEX_ENTRY_BYTES_1_0 ||
			  index->entry_bytes > INDEX_ENTRY_BYTES_MAX;
}

/* Whether the next packet is what the index says. */
static void hold_against(struct index *index, uint64_t at, uint64_t bytes)
{
	unsigned char entry[INDEX_ENTRY_BYTES_MAX];

	if (!index->file || index->is_wrong)
		return;
	index->is_wrong = fread(entry, 1, index->entry_bytes, index->file) != index->entry_bytes ||
			  index_get_64(entry + INDEX_ENTRY_AT) != at ||
			  index_get_64(entry + INDEX_ENTRY_PACKET_BITS) != bytes * 8;
}

static int walk(struct packets *packets, struct index *index, int fd, bool is_swapped)
{
	unsigned char first[HEADER_BYTES];
	unsigned char header[HEADER_BYTES];

	while (packets->whole_bytes < packets->file_bytes) {
		enum verdict verdict = CUT;
		uint64_t size;
		ssize_t got = read_at(fd, header, sizeof(header), packets->whole_bytes);

		if (got < 0)
			return (int)got;
		if (packets->whole_bytes == 0)
			memcpy(first, header, sizeof(first));
		if (packets->whole_bytes == 0 && got == HEADER_BYTES) {
			memcpy(packets->uuid, header + UUID, sizeof(packets->uuid));
			packets->has_uuid = true;
		}
		if (got == HEADER_BYTES)
			verdict = judge(header, first, is_swapped,
				packets->file_bytes - packets->whole_bytes, &size);
		if (verdict != WHOLE) {
			packets->is_cut = verdict == CUT;
			break;
		}
		hold_against(index, packets->whole_bytes, size);
		packets->whole_bytes += size;
	}
	packets->has_wrong_index = index->is_wrong || (index->file && fgetc(index->file) != EOF);
	if (packets->whole_bytes > 0) {
		packets->class_id = bytes_get_32(first + CLASS_ID, is_swapped);
		packets->instance_id = bytes_get_64(first + INSTANCE_ID, is_swapped);
	}
	return 0;
}

static int measure(
	struct packets *packets, struct index *index, int fd, bool is_lttng, bool has_magic)
{
	unsigned char start[MAGIC_BYTES];
	ssize_t got = read_at(fd, start, sizeof(start), 0);
	uint32_t number;

	if (got < 0)
		return (int)got;
	packets->is_stream = true;
	/* What is not looked at packet by packet is better read without one. */
	packets->has_wrong_index = index->is_wrong || index->file;
	packets->whole_bytes = packets->file_bytes;
	if (packets->file_bytes == 0 || !has_magic)
		return 0;

	number = got == MAGIC_BYTES ? bytes_get_32(start, false) : 0;
	packets->is_stream = number == magic || number == __builtin_bswap32(magic);
	if (!packets->is_stream || !is_lttng)
		return 0;
	packets->whole_bytes = 0;
	return walk(packets, index, fd, number != magic);
}

int packets_measure(struct packets *out, const char *path, const char *index_path, bool is_lttng,
	bool has_magic)
{
	struct packets packets = { 0 };
	struct index index;
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int ret;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) != 0) {
		ret = -errno;
	} else {
		packets.file_bytes = (uint64_t)status.st_size;
		open_index(&index, index_path);
		ret = measure(&packets, &index, fd, is_lttng, has_magic);
		close_index(&index);
	}
	close(fd);
	if (ret == 0)
		*out = packets;
	return ret;
}
