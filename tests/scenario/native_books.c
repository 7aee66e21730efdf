/*
 * Preloaded into native_ring_*: when the program ends, writes what is really open and mapped to the
 * file named by NATIVE_BOOKS, in the form of drvhost --books. It asks the kernel, not the program
 * and not the tracer.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the program opens, by the names that the kernel gives; the tracer uses other things. */
static const char *const ours[] = { "/memfd:station-ring", "anon_inode:[timerfd]",
	"anon_inode:[eventpoll]" };

static int is_ours(const char *target)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strncmp(target, ours[i], strlen(ours[i])) == 0)
			return 1;
	return 0;
}

/* A file descriptor's handle is its number and one, see DRVTRACE_FD. */
static void write_resource(FILE *books, const char *kind, uint64_t handle, uint64_t size)
{
	static const char *separator = "";

	fprintf(books,
		"%s{\"kind\":\"%s\",\"handle\":\"0x%" PRIx64 "\",\"tag\":null,"
		"\"size_bytes\":%" PRIu64 ",\"owner\":null}",
		separator, kind, handle, size);
	separator = ",";
}

static void write_descriptors(FILE *books)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		char path[300];
		char target[300];
		ssize_t length;

		snprintf(path, sizeof(path), "/proc/self/fd/%s", entry->d_name);
		length = readlink(path, target, sizeof(target) - 1);
		if (length < 0)
			continue;
		target[length] = '\0';
		if (is_ours(target))
			write_resource(books, "fd", strtoull(entry->d_name, NULL, 10) + 1, 0);
	}
	if (folder)
		closedir(folder);
}

/* The ring is mapped twice in a row: neighbours are one mapping of the program's. */
static void write_mappings(FILE *books)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	uint64_t begin;
	uint64_t end;
	uint64_t first = 0;
	uint64_t last = 0;
	char line[600];

	while (maps && fgets(line, sizeof(line), maps)) {
		if (!strstr(line, ours[0]) ||
			sscanf(line, "%" SCNx64 "-%" SCNx64, &begin, &end) != 2)
			continue;
		if (begin != last) {
			if (last)
				write_resource(books, "mapping", first, last - first);
			first = begin;
		}
		last = end;
	}
	if (last)
		write_resource(books, "mapping", first, last - first);
	if (maps)
		fclose(maps);
}

__attribute__((destructor)) static void write_books(void)
{
	const char *path = getenv("NATIVE_BOOKS");
	FILE *books = path ? fopen(path, "w") : NULL;

	if (!books)
		return;
	fputs("{\"unloads\":[{\"outstanding\":[", books);
	write_descriptors(books);
	write_mappings(books);
	fputs("]}]}\n", books);
	fclose(books);
}
