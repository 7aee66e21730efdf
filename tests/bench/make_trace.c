/*
 * Writes a trace of acquire and release events as LTTng-UST would have recorded it, without
 * recording it: one process, whose threads have a stream each.
 *
 *   make_trace METADATA FOLDER EVENT_COUNT LIVE_COUNT [STREAM_COUNT [ODD_DISTANCE]]
 *
 * METADATA is that of any trace with provider drvtrace. About LIVE_COUNT objects are alive at any
 * time; in the end all but three per stream are released. One of ODD_DISTANCE events is by turns an
 * object with an owner, the release of what never was, or lost.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "viewer/reader/metadata.h"
#include "viewer/reader/tsdl.h"

enum {
	PACKET_BYTES = 512 << 10,
	HEADER_BYTES = 84,
	EVENT_BYTES_MAX = 128,
	PID = 4242,
	SITE_COUNT = 16,
	LEAK_COUNT = 3,
};

/* Numbers of the events in the metadata. */
struct ids {
	uint32_t process_start;
	uint32_t acquire;
	uint32_t release;
};

struct writer {
	FILE *file;
	const unsigned char *uuid;
	struct ids ids;
	int is_large;
	unsigned char *packet; /* of PACKET_BYTES */
	size_t size;
	uint64_t stream;
	uint64_t sequence_number;
	uint64_t clock;
	uint32_t seq;
	uint64_t random;
	uint64_t discarded;
	uint64_t odd_distance; /* 0: there are none */
	uint64_t odd_count;
	unsigned char *is_live; /* by slot */
	size_t slot_count;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t next_random(struct writer *writer)
{
	writer->random ^= writer->random << 13;
	writer->random ^= writer->random >> 7;
	writer->random ^= writer->random << 17;
	return writer->random;
}

static void put_32(struct writer *writer, uint32_t number)
{
	memcpy(writer->packet + writer->size, &number, sizeof(number));
	writer->size += sizeof(number);
}

static void put_64(struct writer *writer, uint64_t number)
{
	memcpy(writer->packet + writer->size, &number, sizeof(number));
	writer->size += sizeof(number);
}

static void begin_packet(struct writer *writer)
{
	memset(writer->packet, 0, PACKET_BYTES);
	writer->size = 0;
	put_32(writer, 0xc1fc1fc1);
	memcpy(writer->packet + 4, writer->uuid, 16);
	writer->size = 20;
	put_32(writer, 0);
	put_64(writer, writer->stream);
	put_64(writer, writer->clock);
	writer->size = HEADER_BYTES;
}

static void end_packet(struct writer *writer)
{
	size_t content = writer->size;

	writer->size = 40;
	put_64(writer, writer->clock);
	put_64(writer, content * 8);
	put_64(writer, (uint64_t)PACKET_BYTES * 8);
	put_64(writer, writer->sequence_number++);
	put_64(writer, writer->discarded);
	put_32(writer, (uint32_t)writer->stream);
	if (fwrite(writer->packet, 1, PACKET_BYTES, writer->file) != PACKET_BYTES)
		fail("write");
}

static void begin_event(struct writer *writer, uint32_t id)
{
	if (writer->size + EVENT_BYTES_MAX > PACKET_BYTES) {
		end_packet(writer);
		begin_packet(writer);
	}
	writer->clock += 50 + next_random(writer) % 100;
	if (writer->is_large) {
		uint16_t number = (uint16_t)id;

		memcpy(writer->packet + writer->size, &number, sizeof(number));
		writer->size += sizeof(number);
		put_32(writer, (uint32_t)writer->clock);
	} else {
		put_32(writer, id | (uint32_t)(writer->clock << 5));
	}
	put_32(writer, PID);
	put_32(writer, PID + (uint32_t)writer->stream);
	put_32(writer, ++writer->seq);
}

static void put_process_start(struct writer *writer)
{
	static const char name[] = "bench";
	static const char path[] = "/bench";

	begin_event(writer, writer->ids.process_start);
	memcpy(writer->packet + writer->size, name, sizeof(name));
	writer->size += sizeof(name);
	memcpy(writer->packet + writer->size, path, sizeof(path));
	writer->size += sizeof(path);
	put_32(writer, 1);
}

static uint64_t handle_of(const struct writer *writer, size_t slot)
{
	return UINT64_C(0x7f0000000000) + (writer->stream << 36) + slot * 64;
}

static void put_object(struct writer *writer, int is_release, size_t slot, uint64_t owner)
{
	begin_event(writer, is_release ? writer->ids.release : writer->ids.acquire);
	put_32(writer, 1);
	put_32(writer, 2);
	put_64(writer, handle_of(writer, slot));
	if (!is_release) {
		put_64(writer, owner);
		put_64(writer, 16 + next_random(writer) % 4096);
		put_32(writer, 0x68636562);
	}
	put_64(writer, 0x401000 + 0x100 * (slot % SITE_COUNT) + (is_release ? 0x80U : 0));
}

/* Of slots that no other event has. */
static void put_odd(struct writer *writer)
{
	size_t slot = writer->slot_count + writer->odd_count / 3 % 64;

	switch (writer->odd_count++ % 3) {
	case 0:
		put_object(writer, 0, slot, handle_of(writer, 0));
		put_object(writer, 1, slot, 0);
		break;
	case 1:
		put_object(writer, 1, slot, 0);
		break;
	default:
		writer->discarded++;
		writer->seq++;
		break;
	}
}

/* Acquires what is free, releases what is not. */
static void put_event(struct writer *writer, size_t slot)
{
	put_object(writer, writer->is_live[slot], slot, 0);
	writer->is_live[slot] = !writer->is_live[slot];
}

static void put_stream(struct writer *writer, uint64_t event_count)
{
	begin_packet(writer);
	if (writer->stream == 0)
		put_process_start(writer);
	for (uint64_t i = 1; i <= event_count; i++) {
		put_event(writer, next_random(writer) % writer->slot_count);
		if (writer->odd_distance && i % writer->odd_distance == 0)
			put_odd(writer);
	}
	for (size_t slot = LEAK_COUNT; slot < writer->slot_count; slot++)
		if (writer->is_live[slot])
			put_event(writer, slot);
	end_packet(writer);
}

static void write_stream(
	struct writer *writer, const char *folder, uint64_t stream, uint64_t event_count)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/c_%d", folder, (int)stream);
	writer->file = fopen(path, "wb");
	writer->packet = malloc(PACKET_BYTES);
	writer->is_live = calloc(writer->slot_count, 1);
	if (!writer->file || !writer->packet || !writer->is_live)
		fail(path);
	writer->stream = stream;
	writer->clock = 1000000 + stream * 17;
	writer->random = 88172645463325252U + stream;
	put_stream(writer, event_count);
	if (fclose(writer->file) != 0)
		fail(path);
	free(writer->packet);
	free(writer->is_live);
	writer->sequence_number = 0;
	writer->discarded = 0;
	writer->seq = 0;
}

static uint32_t find_id(const struct tsdl *tsdl, const char *name)
{
	for (size_t i = 0; i < tsdl->event_count; i++)
		if (strcmp(tsdl->events[i].name, name) == 0)
			return tsdl->events[i].id;
	fprintf(stderr, "the metadata have no event %s\n", name);
	exit(1);
}

static void copy_metadata(const char *from, const char *folder)
{
	char command[3 * PATH_MAX];

	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		fail(folder);
	(void)snprintf(command, sizeof(command), "cp '%s' '%s/metadata'", from, folder);
	if (system(command) != 0)
		exit(1);
}

int main(int argc, char **argv)
{
	uint64_t stream_count = argc >= 6 ? strtoull(argv[5], NULL, 10) : 2;
	struct metadata metadata;
	struct tsdl tsdl;
	struct writer writer = { 0 };

	if (argc < 5 || argc > 7) {
		fprintf(stderr, "usage: make_trace METADATA FOLDER EVENT_COUNT LIVE_COUNT "
				"[STREAM_COUNT [ODD_DISTANCE]]\n");
		return 2;
	}
	if (metadata_read(&metadata, argv[1]) != 0 || tsdl_parse(&tsdl, metadata.text) != 0) {
		fprintf(stderr, "%s: not metadata of LTTng-UST\n", argv[1]);
		return 1;
	}
	copy_metadata(argv[1], argv[2]);
	writer.uuid = metadata.uuid;
	writer.ids = (struct ids){ find_id(&tsdl, "drvtrace:process_start"),
		find_id(&tsdl, "drvtrace:acquire"), find_id(&tsdl, "drvtrace:release") };
	writer.is_large = tsdl.streams[0].is_large;
	writer.odd_distance = argc == 7 ? strtoull(argv[6], NULL, 10) : 0;
	/* Half of the slots are live on average. */
	writer.slot_count = strtoull(argv[4], NULL, 10) * 2 / stream_count + LEAK_COUNT + 1;
	for (uint64_t i = 0; i < stream_count; i++)
		write_stream(&writer, argv[2], i, strtoull(argv[3], NULL, 10) / stream_count);
	tsdl_finish(&tsdl);
	metadata_finish(&metadata);
	return 0;
}
