/*
 * Compares the two readers on generated traces, or on traces that are damaged, each in a process of
 * its own. A seed always gives the same trace, or the same damage.
 *
 *   compare_generated FIRST_SEED COUNT            generated, and taken by the native reader
 *   compare_generated FIRST_SEED COUNT damaged    generated, and then damaged
 *   compare_generated FIRST_SEED COUNT FOLDER     a damaged copy of the trace in FOLDER
 *
 * KEEP=1 in the environment leaves the last trace that differs where it was made.
 */
#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/differential/compare.h"
#include "tests/differential/generate.h"

enum {
	SECONDS_MAX = 20,
	FILE_MAX = 256,
	DIFFERENT =
		3, /* exit status of a comparison; any other is a crash of the one or the other */
};

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void clean(const char *folder)
{
	char command[PATH_MAX + 16];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	if (system(command) != 0)
		fail(folder);
}

static void copy(const char *from, const char *to)
{
	char command[3 * PATH_MAX];

	(void)snprintf(
		command, sizeof(command), "cp -r '%s'/. '%s' && chmod -R u+w '%s'", from, to, to);
	if (system(command) != 0)
		fail(from);
}

/* The regular files of a folder, in an order that is the same everywhere. */
static size_t list_files(const char *folder, char names[][NAME_MAX + 1])
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);
	size_t taken = 0;

	if (count < 0)
		fail(folder);
	for (int i = 0; i < count; i++) {
		char path[2 * PATH_MAX];
		struct stat status;

		(void)snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (taken < FILE_MAX && stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
			status.st_size > 0)
			(void)strcpy(names[taken++], entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return taken;
}

static void damage_bytes(unsigned char *bytes, size_t *size, uint64_t *state)
{
	size_t range = generate_below(state, 2) && *size > 96 ? 96 : *size;
	size_t at = generate_below(state, range);

	switch (generate_below(state, 4)) {
	case 0:
		bytes[at] = (unsigned char)generate_random(state);
		break;
	case 1:
		memset(bytes + at, generate_below(state, 2) ? 0xff : 0,
			*size - at < 8 ? *size - at : 8);
		break;
	case 2:
		if (generate_below(state, 4) == 0)
			*size = at;
		break;
	default:
		bytes[at] ^= (unsigned char)(1U << generate_below(state, 8));
		break;
	}
}

static void damage_file(const char *path, uint64_t *state)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	unsigned char *bytes;
	size_t size;

	if (!file || fstat(fileno(file), &status) != 0)
		fail(path);
	size = (size_t)status.st_size;
	bytes = malloc(size + 1);
	if (!bytes || fread(bytes, 1, size, file) != size)
		fail(path);
	(void)fclose(file);
	for (uint64_t i = generate_below(state, 3); i < 3 && size > 0; i++)
		damage_bytes(bytes, &size, state);
	file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		fail(path);
	free(bytes);
}

static void damage(const char *folder, uint64_t seed)
{
	static char names[FILE_MAX][NAME_MAX + 1];
	size_t count = list_files(folder, names);
	uint64_t state = generate_state(seed ^ 0x5555);
	char path[2 * PATH_MAX];

	if (count == 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s", folder, names[generate_below(&state, count)]);
	damage_file(path, &state);
}

static int compare(const char *folder, bool is_damaged)
{
	return compare_readers(&folder, 1, is_damaged ? READER_AUTO : READER_NATIVE, stdout) > 0
		       ? DIFFERENT
		       : 0;
}

/* What babeltrace2 itself does not survive is no difference. */
static int read_by_babeltrace(const char *folder)
{
	const struct event *events;
	struct trace_list list;
	struct reader *reader;
	size_t count;

	trace_list_init(&list);
	if (reader_create_chosen(&reader, READER_BABELTRACE, &folder, 1, &list) == 0) {
		while (reader_next(reader, &events, &count) == 0)
			continue;
		reader_destroy(reader);
	}
	trace_list_finish(&list);
	return 0;
}

/*
 * babeltrace2 reserves whatever a damaged length says. Sanitizers reserve more than any limit.
 */
static void limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit limit = { (rlim_t)1 << 30, (rlim_t)1 << 30 };

	(void)setrlimit(RLIMIT_AS, &limit);
#endif
}

/* Runs one of the two above in a process of its own; gives its wait status. */
static int run(const char *folder, bool is_damaged, bool is_comparison)
{
	int status = 0;
	pid_t child;

	(void)fflush(NULL);
	child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0) {
		(void)alarm(SECONDS_MAX);
		limit_memory();
		exit(is_comparison ? compare(folder, is_damaged) : read_by_babeltrace(folder));
	}
	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	return status;
}

static bool test_seed(const char *folder, uint64_t seed, const char *source)
{
	bool is_damaged = source != NULL;
	int status;

	clean(folder);
	if (mkdir(folder, 0700) != 0)
		fail(folder);
	if (!source || strcmp(source, "damaged") == 0)
		generate_trace(folder, seed);
	else
		copy(source, folder);
	if (is_damaged)
		damage(folder, seed);
	status = run(folder, is_damaged, true);
	if (status != 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == DIFFERENT) && is_damaged &&
		run(folder, is_damaged, false) != 0)
		status = 0;
	if (status != 0)
		printf("seed %llu: %s %d\n", (unsigned long long)seed,
			WIFSIGNALED(status) ? "signal" : "exit status",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return status == 0;
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/drvtrace-differential.XXXXXX";
	uint64_t first;
	uint64_t count;
	int failures = 0;

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: compare_generated FIRST_SEED COUNT [damaged|FOLDER]\n");
		return 2;
	}
	first = strtoull(argv[1], NULL, 10);
	count = strtoull(argv[2], NULL, 10);
	if (!mkdtemp(folder))
		fail(folder);
	for (uint64_t seed = first; seed < first + count; seed++) {
		bool is_equal = test_seed(folder, seed, argc == 4 ? argv[3] : NULL);

		failures += !is_equal;
		if (!is_equal && getenv("KEEP")) {
			printf("kept in %s\n", folder);
			return 1;
		}
	}
	clean(folder);
	return failures > 0;
}
