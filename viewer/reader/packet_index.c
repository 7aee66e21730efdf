#include "viewer/reader/packet_index.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/reader/index_format.h"
#include "viewer/reader/native_file.h"

enum {
	FIRST_COUNT = 64,
	UUID = 4, /* in a packet's header */
};

/* Before 1.1 an index does not tell what was lost. */
static bool is_header(const unsigned char *header)
{
	return index_is_header(header) && index_get_32(header + INDEX_MINOR) == 1 &&
	       index_get_32(header + INDEX_ENTRY_BYTES) == INDEX_ENTRY_BYTES_1_1;
}

/*
 * What is lost is the difference of two entries: as neither number goes back, an entry that is wrong
 * between two that are right changes no sum.
 */
static bool comes_behind(const struct packet_entry *entry, const struct packet_entry *before)
{
	return entry->at == before->at + before->bytes && entry->begin >= before->end &&
	       entry->discarded >= before->discarded &&
	       entry->sequence_number > before->sequence_number;
}

static bool add_entry(struct packet_index *index, const unsigned char *bytes, uint64_t file_bytes)
{
	uint64_t packet_bits = index_get_64(bytes + INDEX_ENTRY_PACKET_BITS);
	uint64_t content_bits = index_get_64(bytes + INDEX_ENTRY_CONTENT_BITS);
	struct packet_entry *entry = &index->entries[index->count];

	*entry = (struct packet_entry){ .at = index_get_64(bytes + INDEX_ENTRY_AT),
		.bytes = packet_bits / 8,
		.content_bytes = content_bits / 8,
		.begin = index_get_64(bytes + INDEX_ENTRY_TIME_BEGIN),
		.end = index_get_64(bytes + INDEX_ENTRY_TIME_END),
		.discarded = index_get_64(bytes + INDEX_ENTRY_DISCARDED),
		.sequence_number = index_get_64(bytes + INDEX_ENTRY_SEQUENCE_NUMBER) };
	if (packet_bits % 8 != 0 || content_bits % 8 != 0 || content_bits > packet_bits ||
		entry->content_bytes < NATIVE_HEADER_BYTES || entry->at > file_bytes ||
		entry->bytes > file_bytes - entry->at || entry->begin > entry->end ||
		entry->end >= native_clock_max || entry->discarded == UINT64_MAX ||
		entry->sequence_number == UINT64_MAX)
		return false;
	if (index->count == 0) {
		index->stream_id = index_get_64(bytes + INDEX_ENTRY_STREAM_ID);
		index->instance_id = index_get_64(bytes + INDEX_ENTRY_INSTANCE_ID);
	}
	if (index_get_64(bytes + INDEX_ENTRY_STREAM_ID) != index->stream_id ||
		index_get_64(bytes + INDEX_ENTRY_INSTANCE_ID) != index->instance_id ||
		index->instance_id == UINT64_MAX)
		return false;
	index->count++;
	return index->count == 1 ? entry->at == 0 : comes_behind(entry, entry - 1);
}

static int reserve(struct packet_index *index, size_t *capacity)
{
	size_t more = *capacity ? *capacity * 2 : FIRST_COUNT;
	struct packet_entry *grown;

	if (index->count < *capacity)
		return 0;
	grown = realloc(index->entries, more * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	index->entries = grown;
	*capacity = more;
	return 0;
}

static int read_all(struct packet_index *index, FILE *file, uint64_t file_bytes)
{
	unsigned char bytes[INDEX_ENTRY_BYTES_1_1];
	size_t capacity = 0;
	size_t got;

	if (fread(bytes, 1, INDEX_HEADER_BYTES, file) != INDEX_HEADER_BYTES || !is_header(bytes))
		return PACKET_INDEX_NONE;
	while ((got = fread(bytes, 1, sizeof(bytes), file)) == sizeof(bytes)) {
		int ret = reserve(index, &capacity);

		if (ret < 0)
			return ret;
		if (!add_entry(index, bytes, file_bytes))
			return PACKET_INDEX_NONE;
	}
	if (got > 0 || ferror(file) || index->count == 0)
		return PACKET_INDEX_NONE;
	return index->entries[index->count - 1].at + index->entries[index->count - 1].bytes ==
			       file_bytes
		       ? 0
		       : PACKET_INDEX_NONE;
}

static bool fits_ends(struct packet_index *index, int fd)
{
	unsigned char first[NATIVE_HEADER_BYTES];

	if (pread(fd, first, sizeof(first), 0) != (ssize_t)sizeof(first))
		return false;
	memcpy(index->uuid, first + UUID, sizeof(index->uuid));
	return packet_index_fits(index, &index->entries[0], first) &&
	       packet_index_fits_file(index, &index->entries[index->count - 1], fd);
}

int packet_index_read(struct packet_index *out, const char *path, int fd, uint64_t file_bytes)
{
	struct packet_index index = { 0 };
	FILE *file = fopen(path, "rbe");
	int ret;

	if (!file)
		return PACKET_INDEX_NONE;
	ret = read_all(&index, file, file_bytes);
	(void)fclose(file);
	if (ret == 0 && !fits_ends(&index, fd))
		ret = PACKET_INDEX_NONE;
	if (ret != 0)
		packet_index_finish(&index);
	else
		*out = index;
	return ret;
}

void packet_index_finish(struct packet_index *index)
{
	free(index->entries);
	*index = (struct packet_index){ 0 };
}

const struct packet_entry *packet_index_find(const struct packet_index *index, uint64_t at)
{
	size_t low = 0;
	size_t high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->entries[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < index->count && index->entries[low].at == at ? &index->entries[low] : NULL;
}

bool packet_index_fits(const struct packet_index *index, const struct packet_entry *entry,
	const unsigned char *header)
{
	return native_get_32(header) == native_packet_magic &&
	       memcmp(header + UUID, index->uuid, sizeof(index->uuid)) == 0 &&
	       native_get_32(header + NATIVE_STREAM_ID) == index->stream_id &&
	       native_get_64(header + NATIVE_INSTANCE_ID) == index->instance_id &&
	       native_get_64(header + NATIVE_TIME_BEGIN) == entry->begin &&
	       native_get_64(header + NATIVE_TIME_END) == entry->end &&
	       native_get_64(header + NATIVE_CONTENT_BITS) == entry->content_bytes * 8 &&
	       native_get_64(header + NATIVE_PACKET_BITS) == entry->bytes * 8 &&
	       native_get_64(header + NATIVE_SEQUENCE_NUMBER) == entry->sequence_number &&
	       native_get_64(header + NATIVE_DISCARDED) == entry->discarded;
}

bool packet_index_fits_file(
	const struct packet_index *index, const struct packet_entry *entry, int fd)
{
	unsigned char header[NATIVE_HEADER_BYTES];

	return pread(fd, header, sizeof(header), (off_t)entry->at) == (ssize_t)sizeof(header) &&
	       packet_index_fits(index, entry, header);
}
