/*
 * Reads traces with bits flipped, bytes overwritten and files cut, one process each: it may report
 * and log whatever it likes, but must neither crash nor hang. A seed always gives the same damage.
 *
 *   fuzz_reader TRACE_FOLDER FIRST_SEED COUNT
 */
#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "viewer/messages/log.h"
#include "viewer/reader/reader.h"

enum {
	FILE_MAX = 16,
	SECONDS_MAX = 20,
};

struct file {
	char name[NAME_MAX + 1];
	unsigned char *bytes; /* owned */
	size_t size;
};

static struct file files[FILE_MAX];
static size_t file_count;

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void load_file(const char *folder, const char *name)
{
	struct file *file = &files[file_count];
	char path[2 * PATH_MAX];
	struct stat status;
	FILE *stream;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || file_count == FILE_MAX)
		return;
	stream = fopen(path, "rb");
	file->size = (size_t)status.st_size;
	file->bytes = malloc(file->size + 1);
	if (!stream || !file->bytes || fread(file->bytes, 1, file->size, stream) != file->size)
		fail(path);
	(void)fclose(stream);
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	file_count++;
}

static int compare_files(const void *left, const void *right)
{
	return strcmp(((const struct file *)left)->name, ((const struct file *)right)->name);
}

static void load(const char *folder)
{
	DIR *entries = opendir(folder);

	if (!entries)
		fail(folder);
	for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
		load_file(folder, entry->d_name);
	closedir(entries);
	/* The order of a folder is not the same everywhere, that of the seeds is. */
	qsort(files, file_count, sizeof(files[0]), compare_files);
}

static void damage(unsigned char *bytes, size_t *size, uint64_t *state)
{
	size_t count = 1 + random_next(state) % 4;

	/* Half of the damage goes to the headers in front. */
	for (size_t i = 0; i<count && * size> 0; i++) {
		size_t range = random_next(state) % 2 && *size > 96 ? 96 : *size;
		size_t at = random_next(state) % range;

		switch (random_next(state) % 4) {
		case 0:
			bytes[at] = (unsigned char)random_next(state);
			break;
		case 1:
			memset(bytes + at, random_next(state) % 2 ? 0xff : 0,
				*size - at < 8 ? *size - at : 8);
			break;
		case 2:
			if (random_next(state) % 4 == 0)
				*size = at;
			break;
		default:
			bytes[at] ^= (unsigned char)(1U << random_next(state) % 8);
			break;
		}
	}
}

static void save(const char *folder, uint64_t seed)
{
	uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	size_t victim = random_next(&state) % file_count;

	for (size_t i = 0; i < file_count; i++) {
		char path[2 * PATH_MAX];
		size_t size = files[i].size;
		unsigned char *bytes = malloc(size + 1);
		FILE *stream;

		if (!bytes)
			fail("malloc");
		memcpy(bytes, files[i].bytes, size);
		if (i == victim)
			damage(bytes, &size, &state);
		(void)snprintf(path, sizeof(path), "%s/%s", folder, files[i].name);
		stream = fopen(path, "wb");
		if (!stream || fwrite(bytes, 1, size, stream) != size || fclose(stream) != 0)
			fail(path);
		free(bytes);
	}
}

static int read_all(const char *folder)
{
	const struct log_options options = { .out = fopen("/dev/null", "w"), .is_json = true };
	const struct event *events;
	struct trace_list list;
	struct reader *reader;
	struct log *log;
	size_t count;
	int ret;

	trace_list_init(&list);
	if (!options.out || log_create(&log, &options, &list) < 0)
		fail("log_create");
	ret = reader_create(&reader, &folder, 1, &list);
	if (ret == 0) {
		while ((ret = reader_next(reader, &events, &count)) == 0)
			for (size_t i = 0; i < count; i++)
				if (log_feed(log, &events[i]) < 0)
					fail("log_feed");
		reader_destroy(reader);
	}
	log_destroy(log);
	trace_list_finish(&list);
	(void)fclose(options.out);
	return ret == READER_END ? 0 : 1;
}

static int run(const char *folder, uint64_t seed)
{
	int status = 0;
	pid_t child;

	save(folder, seed);
	(void)fflush(NULL);
	child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0) {
		(void)alarm(SECONDS_MAX);
		exit(read_all(folder));
	}
	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	if (status == 0)
		return 0;
	printf("seed %llu: %s %d\n", (unsigned long long)seed,
		WIFSIGNALED(status) ? "signal" : "exit status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return 1;
}

static void clean(const char *folder)
{
	char path[2 * PATH_MAX];

	for (size_t i = 0; i < file_count; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, files[i].name);
		(void)unlink(path);
		free(files[i].bytes);
	}
	(void)rmdir(folder);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/drvtrace-fuzz.XXXXXX";
	int failures = 0;
	uint64_t first;
	uint64_t count;

	if (argc != 4) {
		fprintf(stderr, "usage: fuzz_reader TRACE_FOLDER FIRST_SEED COUNT\n");
		return 2;
	}
	first = strtoull(argv[2], NULL, 10);
	count = strtoull(argv[3], NULL, 10);
	load(argv[1]);
	if (file_count == 0 || !mkdtemp(folder))
		fail(argv[1]);
	for (uint64_t seed = first; seed < first + count; seed++)
		failures += run(folder, seed);
	clean(folder);
	return failures > 0;
}
