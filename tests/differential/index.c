#include "tests/differential/index.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/differential/generate.h"

enum {
	HEADER_BYTES = 84,
	ENTRY_MAX = 4096,
	NUMBER_COUNT = 9, /* in an entry */
	OLD_NUMBER_COUNT = 7,
	DESTROYED = 1, /* the packet */
};

static const uint32_t packet_magic = 0xc1fc1fc1;

/* Where in a packet's header the numbers of an entry are. */
static const size_t places[NUMBER_COUNT] = { 0, 56, 48, 32, 40, 72, 20, 24, 64 };

struct index {
	uint64_t entries[ENTRY_MAX][NUMBER_COUNT];
	size_t count;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static bool read_index(struct index *index, const char *path)
{
	unsigned char header[HEADER_BYTES];
	uint64_t at = 0;
	uint32_t magic;
	FILE *file = fopen(path, "rb");

	if (!file)
		fail(path);
	index->count = 0;
	while (index->count < ENTRY_MAX && fseek(file, (long)at, SEEK_SET) == 0 &&
		fread(header, 1, sizeof(header), file) == sizeof(header)) {
		uint64_t *entry = index->entries[index->count++];

		memcpy(&magic, header, sizeof(magic));
		if (magic != packet_magic)
			break;
		for (size_t i = 1; i < NUMBER_COUNT; i++)
			memcpy(&entry[i], header + places[i], sizeof(*entry));
		entry[0] = at;
		entry[6] &= UINT32_MAX;
		at += entry[1] / 8;
	}
	(void)fclose(file);
	return index->count > 0;
}

/* One number of one entry is a little more or less. */
static void lie(struct index *index, uint64_t *state)
{
	uint64_t *entry = index->entries[generate_below(state, index->count)];
	size_t which = 2 + generate_below(state, NUMBER_COUNT - 2);
	uint64_t distance = UINT64_C(1) << generate_below(state, 40);

	entry[which] += generate_below(state, 2) ? distance : -distance;
}

static void age(struct index *index, uint64_t *state)
{
	uint64_t distance = 1 + generate_below(state, 1000000000);

	for (size_t i = 0; i < index->count; i++) {
		index->entries[i][3] -= distance;
		index->entries[i][4] -= distance;
	}
}

static size_t lay_out(unsigned char *out, const struct index *index, bool is_old)
{
	size_t count = is_old ? OLD_NUMBER_COUNT : NUMBER_COUNT;
	const uint32_t header[4] = { 0xc1f1dcc1, 1, !is_old, (uint32_t)(count * 8) };
	size_t size = 0;

	for (size_t i = 0; i < 4; i++, size += 4) {
		uint32_t number = __builtin_bswap32(header[i]);

		memcpy(out + size, &number, sizeof(number));
	}
	for (size_t i = 0; i < index->count; i++)
		for (size_t k = 0; k < count; k++, size += 8) {
			uint64_t number = __builtin_bswap64(index->entries[i][k]);

			memcpy(out + size, &number, sizeof(number));
		}
	return size;
}

static void write_index(
	const struct index *index, const char *path, enum index_variant variant, uint64_t *state)
{
	static unsigned char bytes[16 + ENTRY_MAX * NUMBER_COUNT * 8];
	size_t size = lay_out(bytes, index, variant == INDEX_OLD);
	FILE *file = fopen(path, "wb");

	if (variant == INDEX_TRUNCATED)
		size = generate_below(state, size);
	for (size_t i = 1 + generate_below(state, 3); variant == INDEX_DAMAGED && i > 0; i--)
		bytes[generate_below(state, size)] = (unsigned char)generate_below(state, 256);
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		fail(path);
}

static void write_one(
	const char *folder, const char *name, enum index_variant variant, uint64_t *state)
{
	static struct index index;
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!read_index(&index, path))
		return;
	if (variant == INDEX_LYING)
		lie(&index, state);
	if (variant == INDEX_STALE)
		age(&index, state);
	(void)snprintf(path, sizeof(path), "%s/index/%s.idx", folder, name);
	write_index(&index, path, variant, state);
}

static void destroy_one(const char *folder, const char *name)
{
	static struct index index;
	static const unsigned char nothing[HEADER_BYTES];
	char path[PATH_MAX];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!read_index(&index, path) || index.count < 4)
		return;
	file = fopen(path, "r+b");
	if (!file || fseek(file, (long)index.entries[DESTROYED][0], SEEK_SET) != 0 ||
		fwrite(nothing, 1, sizeof(nothing), file) != sizeof(nothing) || fclose(file) != 0)
		fail(path);
}

static int is_stream(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_type == DT_REG &&
	       strcmp(entry->d_name, "metadata") != 0;
}

static void for_each(const char *folder, enum index_variant variant, uint64_t *state)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_stream, alphasort);

	if (count < 0)
		fail(folder);
	for (int i = 0; i < count; i++) {
		if (state)
			write_one(folder, entries[i]->d_name, variant, state);
		else
			destroy_one(folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

void index_write(const char *folder, enum index_variant variant, uint64_t *state)
{
	char command[PATH_MAX + 16];
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/index", folder);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", path);
	if (system(command) != 0)
		fail(path);
	if (variant == INDEX_NONE)
		return;
	if (mkdir(path, 0700) != 0)
		fail(path);
	for_each(folder, variant, state);
}

void index_destroy_headers(const char *folder)
{
	for_each(folder, INDEX_NONE, NULL);
}
