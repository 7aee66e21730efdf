#include "viewer/cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "viewer/cli/message.h"

static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (!folder)
		return false;

	while ((entry = readdir(folder)))
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	return count == 0;
}

/* 1 when it exists already and may not be used. */
static int make(const char *path)
{
	struct stat status;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno != EEXIST || stat(path, &status) < 0)
		return -errno;
	if (!S_ISDIR(status.st_mode))
		return -ENOTDIR;

	return is_empty(path) ? 0 : 1;
}

/* Letters of a file name that need no quotes. */
static void name_after(char *name, size_t size, const char *command)
{
	const char *slash = strrchr(command, '/');
	time_t now = time(NULL);
	struct tm local;
	size_t length;

	snprintf(name, size, "drvtrace-%.64s", slash && slash[1] ? slash + 1 : command);
	for (char *c = name; *c; c++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+",
			    *c))
			*c = '_';
	length = strlen(name);
	localtime_r(&now, &local);
	strftime(name + length, size - length, "-%Y%m%d-%H%M%S", &local);
}

/* Several recordings of one second get a number each. */
static int make_default(char *path, size_t size, const char *command)
{
	char name[128];

	name_after(name, sizeof(name), command);
	for (int i = 1; i < 1000; i++) {
		if (i == 1)
			snprintf(path, size, "%s", name);
		else
			snprintf(path, size, "%s.%d", name, i);
		if (mkdir(path, 0777) == 0)
			return 0;
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

int folder_create(char **out, const char *path, const char *command)
{
	char name[160];
	int result;

	if (path) {
		result = make(path);
	} else {
		result = make_default(name, sizeof(name), command);
		path = name;
	}
	if (result == 1) {
		message_error("%s: is not empty; a recording needs a folder of its own", path);
		return -EEXIST;
	}
	if (result == 0) {
		*out = realpath(path, NULL);
		if (*out)
			return 0;
		result = -errno;
	}

	message_error("%s: cannot create the folder: %s", path, strerror(-result));
	return result;
}

int folder_create_temporary(char **out)
{
	const char *base = getenv("TMPDIR");
	char path[PATH_MAX];

	if (!base || base[0] != '/')
		base = "/tmp";
	if (snprintf(path, sizeof(path), "%s/drvtrace-check-XXXXXX", base) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	if (!mkdtemp(path)) {
		int error = errno;

		message_error("%s: cannot create a folder: %s", base, strerror(error));
		return -error;
	}

	*out = strdup(path);
	return *out ? 0 : -ENOMEM;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

void folder_remove(const char *path)
{
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* What a walk of nftw() returns ends it. */
static int stop_at_metadata(
	const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	return type == FTW_F && strcmp(path + where->base, "metadata") == 0;
}

static int stop_at_written_metadata(
	const char *path, const struct stat *status, int type, struct FTW *where)
{
	return stop_at_metadata(path, status, type, where) && status->st_size > 0;
}

enum folder_content folder_look(const char *path)
{
	if (nftw(path, stop_at_written_metadata, 16, FTW_PHYS) == 1)
		return FOLDER_TRACE;

	return nftw(path, stop_at_metadata, 16, FTW_PHYS) == 1 ? FOLDER_UNREADABLE
							       : FOLDER_NO_TRACE;
}
