#include "drivers/framework/wdm/guard.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wdm.h>

enum {
	KEPT_MAX = 1024, /* freed pieces that stay inaccessible */
	FILL = 0xfd,     /* what lies between the beginning of the page and that of the piece */
};

static const size_t kept_bytes_max = (size_t)256 << 20;

struct piece {
	LIST_ENTRY link; /* in `live`, or in `freed` */
	char *pages;     /* owned */
	size_t pages_size;
	struct ex_guard_place place;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY live = { &live, &live };
static LIST_ENTRY freed = { &freed, &freed }; /* oldest first */
static size_t freed_count;
static size_t freed_bytes;
static bool is_enabled;

void ex_guard_enable(void)
{
	is_enabled = true;
}

bool ex_guard_is_enabled(void)
{
	return is_enabled;
}

static struct piece *piece_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct piece, link);
}

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t round_up(size_t size, size_t to)
{
	return (size + to - 1) / to * to;
}

/* The pages of the piece, and the guard behind them. */
static char *map_pages(size_t size)
{
	size_t page = page_size();
	char *pages =
		mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		return NULL;
	if (mprotect(pages + size, page, PROT_NONE) != 0) {
		munmap(pages, size + page);
		return NULL;
	}
	return pages;
}

static void describe(struct piece *piece, size_t size, const struct ex_guard_label *label)
{
	struct ex_guard_place *place = &piece->place;

	snprintf(place->driver, sizeof(place->driver), "%s", label->driver);
	place->what = label->what;
	place->size = size;
	place->tag = label->tag;
	place->allocated_at = label->site;
}

void *ex_guard_create(size_t size, size_t alignment, const struct ex_guard_label *label)
{
	struct piece *piece;
	size_t held = round_up(size ? size : 1, page_size());
	size_t front;

	if (size > SIZE_MAX / 2)
		return NULL;
	piece = calloc(1, sizeof(*piece));
	if (!piece)
		return NULL;
	piece->pages = map_pages(held);
	if (!piece->pages) {
		free(piece);
		return NULL;
	}

	describe(piece, size, label);
	piece->pages_size = held + page_size();
	/* Only where the caller cannot do without: a gap at the end would hide what is written there. */
	front = held - (alignment > 16 ? round_up(size, alignment) : size);
	memset(piece->pages, FILL, front);
	piece->place.memory = piece->pages + front;

	pthread_mutex_lock(&lock);
	InsertTailList(&live, &piece->link);
	pthread_mutex_unlock(&lock);
	return piece->pages + front;
}

static struct piece *take_live(const void *memory)
{
	struct piece *found = NULL;

	pthread_mutex_lock(&lock);
	/* Newest first, as most pieces die young. */
	for (LIST_ENTRY *link = live.Blink; link != &live && !found; link = link->Blink) {
		if (piece_of(link)->place.memory == memory)
			found = piece_of(link);
	}
	if (found)
		RemoveEntryList(&found->link);
	pthread_mutex_unlock(&lock);
	return found;
}

static bool is_front_whole(const struct piece *piece)
{
	size_t front = (size_t)((const char *)piece->place.memory - piece->pages);

	for (size_t i = 0; i < front; i++) {
		if ((unsigned char)piece->pages[i] != FILL)
			return false;
	}
	return true;
}

static void unmap(struct piece *piece)
{
	munmap(piece->pages, piece->pages_size);
	free(piece);
}

/* The oldest ones are given back when too many are kept. */
static void keep_locked(struct piece *piece)
{
	InsertTailList(&freed, &piece->link);
	freed_count++;
	freed_bytes += piece->pages_size;
	while (freed_count > KEPT_MAX || freed_bytes > kept_bytes_max) {
		struct piece *oldest = piece_of(RemoveHeadList(&freed));

		freed_count--;
		freed_bytes -= oldest->pages_size;
		unmap(oldest);
	}
}

bool ex_guard_destroy(void *memory, const void *site)
{
	struct piece *piece = take_live(memory);
	bool is_whole;

	if (!piece)
		return true;
	is_whole = is_front_whole(piece);
	/* Fresh pages in their place: what was in the old ones is given back to the system. */
	mmap(piece->pages, piece->pages_size, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
	piece->place.is_freed = true;
	piece->place.freed_at = site;

	pthread_mutex_lock(&lock);
	keep_locked(piece);
	pthread_mutex_unlock(&lock);
	return is_whole;
}

static struct piece *find_in(LIST_ENTRY *head, uintptr_t address)
{
	for (LIST_ENTRY *link = head->Blink; link != head; link = link->Blink) {
		uintptr_t begin = (uintptr_t)piece_of(link)->pages;

		if (address >= begin && address < begin + piece_of(link)->pages_size)
			return piece_of(link);
	}
	return NULL;
}

bool ex_guard_find_now(struct ex_guard_place *out, const void *address)
{
	struct piece *piece;

	if (pthread_mutex_trylock(&lock) != 0)
		return false;
	piece = find_in(&live, (uintptr_t)address);
	if (!piece)
		piece = find_in(&freed, (uintptr_t)address);
	if (piece) {
		uintptr_t end = (uintptr_t)piece->place.memory + piece->place.size;

		*out = piece->place;
		out->beyond = (uintptr_t)address > end ? (uintptr_t)address - end : 0;
	}
	pthread_mutex_unlock(&lock);
	return piece != NULL;
}

void ex_guard_finish(void)
{
	while (!IsListEmpty(&freed))
		unmap(piece_of(RemoveHeadList(&freed)));
	freed_count = 0;
	freed_bytes = 0;
}
