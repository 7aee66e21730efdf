/*
 * Runs a command on some processors and says what it took: seconds, or, with -m, the most memory in
 * KiB that it had at a time without the files that it maps.
 *
 *   bench_measure [-m] PROCESSORS COMMAND [ARGUMENTS]
 *
 * What the command prints is thrown away. Statuses 0 and 1 are both well: a report that finds
 * something ends with 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	SAMPLE_NS = 2000000
};

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* "2,3" */
static void use_processors(const char *list)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (const char *at = list; *at; at += *at == ',') {
		char *end;
		unsigned long number = strtoul(at, &end, 10);

		if (end == at || number >= CPU_SETSIZE) {
			fprintf(stderr, "bench_measure: no processors: %s\n", list);
			exit(2);
		}
		CPU_SET(number, &set);
		at = end;
	}
	if (sched_setaffinity(0, sizeof(set), &set) != 0)
		fail(list);
}

static pid_t start(char **command)
{
	pid_t pid = fork();
	int null;

	if (pid < 0)
		fail("fork");
	if (pid > 0)
		return pid;
	null = open("/dev/null", O_WRONLY);
	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		fail("/dev/null");
	execvp(command[0], command);
	fail(command[0]);
	return -1;
}

/* What the process has now, or `most` if that is more. */
static long anonymous_kib(pid_t pid, long most)
{
	static const char name[] = "RssAnon:";
	char path[64], line[256];
	FILE *file;
	long now;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return most;
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0) {
			now = strtol(line + strlen(name), NULL, 10);
			most = now > most ? now : most;
		}
	(void)fclose(file);
	return most;
}

static double now_s(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Samples the memory until the process ends. */
static long watch(pid_t pid, int *status)
{
	static const struct timespec pause = { 0, SAMPLE_NS };
	long most = 0;

	while (waitpid(pid, status, WNOHANG) == 0) {
		most = anonymous_kib(pid, most);
		nanosleep(&pause, NULL);
	}
	return most;
}

int main(int argc, char **argv)
{
	int is_memory = argc > 1 && strcmp(argv[1], "-m") == 0;
	char **arguments = argv + 1 + is_memory;
	double begin;
	long most = 0;
	int status;
	pid_t pid;

	if (argc < 3 + is_memory) {
		fprintf(stderr, "usage: bench_measure [-m] PROCESSORS COMMAND [ARGUMENTS]\n");
		return 2;
	}
	use_processors(arguments[0]);
	begin = now_s();
	pid = start(arguments + 1);
	if (is_memory)
		most = watch(pid, &status);
	else if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "bench_measure: %s failed\n", arguments[1]);
		return 2;
	}
	if (is_memory)
		printf("%ld\n", most);
	else
		printf("%.6f\n", now_s() - begin);
	return 0;
}
