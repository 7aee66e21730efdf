/*
 * Parses metadata that are damaged here and there, and decodes random bytes by what is still
 * understood: nothing may be read that is not there. A seed always gives the same.
 *
 *   fuzz_metadata METADATA FIRST_SEED COUNT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/differential/generate.h"
#include "viewer/model/packing.h"
#include "viewer/reader/layout.h"
#include "viewer/reader/metadata.h"
#include "viewer/reader/tsdl.h"

enum {
	BYTES_MAX = 300,
	TRIES = 4,
};

/* Mostly by what may be understood as well. */
static void damage(char *text, size_t length, uint64_t *state)
{
	static const char digits[] = "0123456789";
	static const char liked[] = "{}[]();:=,.\"_- 0819";

	for (uint64_t i = generate_below(state, 5); i > 0; i--) {
		size_t at = generate_below(state, length);

		switch (generate_below(state, 8)) {
		case 0:
			text[at] = liked[generate_below(state, sizeof(liked) - 1)];
			break;
		case 1:
			text[at] = (char)(1 + generate_below(state, 255));
			break;
		default:
			at += strcspn(text + at, digits);
			if (at < length)
				text[at] = digits[generate_below(state, 10)];
		}
	}
}

/* Sizes, signs and alignments that are known, put where other ones are. */
static void exchange(char *text, uint64_t *state)
{
	static const char *const words[] = { "size = 8;  ", "size = 16;", "size = 32;",
		"size = 64;", "align = 8; ", "align = 16;", "align = 64;", "signed = 1;",
		"signed = 0;", "base = 16;", "base = 10;" };

	for (uint64_t i = generate_below(state, 6); i > 0; i--) {
		const char *from = words[generate_below(state, sizeof(words) / sizeof(words[0]))];
		const char *to = words[generate_below(state, sizeof(words) / sizeof(words[0]))];
		size_t key = strcspn(from, "=");
		char *at = strstr(text, from);

		for (uint64_t skip = generate_below(state, 30); skip > 0 && at; skip--)
			at = strstr(at + 1, from);
		if (at && strlen(from) == strlen(to) && strncmp(from, to, key) == 0)
			memcpy(at, to, strlen(to));
	}
}

static void decode(const struct layout *layout, uint64_t *state)
{
	size_t size = generate_below(state, BYTES_MAX);
	size_t begin = generate_below(state, size + 1);
	unsigned char *bytes = malloc(size ? size : 1);
	struct layout_cursor cursor = { .packet = bytes, .at = begin, .end = size };
	struct message_value room[MESSAGE_PARAMETER_MAX];
	struct event event;

	if (!bytes)
		exit(2);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)generate_below(state, generate_below(state, 2) ? 4 : 256);
	if (layout_decode(layout, &cursor, &event)) {
		if (cursor.at > size)
			abort();
		if (event.type == EVENT_MESSAGE) {
			event.message.packed = bytes + begin;
			event.message.packed_bytes = (uint32_t)(cursor.at - begin);
			event.message.phase = (uint8_t)(begin % LAYOUT_ALIGN_MAX);
			(void)packing_arguments(&event, room);
		}
	}
	free(bytes);
}

static void try_event(const struct tsdl *tsdl, const struct tsdl_event *event, uint64_t *state)
{
	struct layout layout;

	for (size_t i = 0; i < tsdl->stream_count; i++) {
		if (tsdl->streams[i].id != event->stream_id)
			continue;
		if (layout_init(&layout, event, &tsdl->streams[i]) == 0)
			for (int n = 0; n < TRIES; n++)
				decode(&layout, state);
		layout_finish(&layout);
	}
}

/* Gives whether it was understood. */
static bool run(const char *original, uint64_t seed)
{
	uint64_t state = generate_state(seed);
	size_t length = strlen(original);
	char *text = strdup(original);
	struct tsdl tsdl;
	bool is_understood;

	if (!text)
		exit(2);
	exchange(text, &state);
	damage(text, length, &state);
	is_understood = tsdl_parse(&tsdl, text) == 0;
	free(text);
	if (is_understood) {
		for (size_t i = 0; i < tsdl.event_count; i++)
			try_event(&tsdl, &tsdl.events[i], &state);
		tsdl_finish(&tsdl);
	}
	return is_understood;
}

int main(int argc, char **argv)
{
	struct metadata metadata;
	uint64_t understood = 0;
	uint64_t first;
	uint64_t count;

	if (argc != 4) {
		fprintf(stderr, "usage: fuzz_metadata METADATA FIRST_SEED COUNT\n");
		return 2;
	}
	first = strtoull(argv[2], NULL, 10);
	count = strtoull(argv[3], NULL, 10);
	if (metadata_read(&metadata, argv[1]) != 0) {
		fprintf(stderr, "%s: no metadata\n", argv[1]);
		return 2;
	}
	for (uint64_t seed = first; seed < first + count; seed++)
		understood += run(metadata.text, seed);
	metadata_finish(&metadata);
	printf("%llu of %llu were understood\n", (unsigned long long)understood,
		(unsigned long long)count);
	return understood == 0;
}
