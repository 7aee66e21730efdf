#include "viewer/reader/view.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/reader/inspection.h"

static int write_all(int fd, const char *bytes, size_t count)
{
	while (count > 0) {
		ssize_t done = write(fd, bytes, count);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		bytes += done;
		count -= (size_t)done;
	}
	return 0;
}

static int copy_bytes(int from, int to, uint64_t count)
{
	char buffer[1 << 16];

	while (count > 0) {
		size_t wanted = count < sizeof(buffer) ? (size_t)count : sizeof(buffer);
		ssize_t got = read(from, buffer, wanted);
		int ret;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -EIO;
		ret = write_all(to, buffer, (size_t)got);
		if (ret < 0)
			return ret;
		count -= (uint64_t)got;
	}
	return 0;
}

static int create_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	return fd < 0 ? -errno : fd;
}

static int copy_front(const char *from_path, const char *to_path, uint64_t count)
{
	int from = open(from_path, O_RDONLY | O_CLOEXEC);
	int to;
	int ret;

	if (from < 0)
		return -errno;
	to = create_file(to_path);
	ret = to < 0 ? to : copy_bytes(from, to, count);
	if (to >= 0 && close(to) != 0 && ret == 0)
		ret = -errno;
	close(from);
	return ret;
}

static int write_text(const char *path, const char *text)
{
	int fd = create_file(path);
	int ret;

	if (fd < 0)
		return fd;
	ret = write_all(fd, text, strlen(text));
	if (close(fd) != 0 && ret == 0)
		ret = -errno;
	return ret;
}

static int add_file(
	const char *view, const char *folder, const char *name, bool is_cut, uint64_t count)
{
	char *from = NULL;
	char *to = NULL;
	int ret = -ENOMEM;

	if (asprintf(&from, "%s/%s", folder, name) < 0)
		from = NULL;
	if (asprintf(&to, "%s/%s", view, name) < 0)
		to = NULL;
	if (from && to) {
		if (is_cut)
			ret = copy_front(from, to, count);
		else
			ret = symlink(from, to) == 0 ? 0 : -errno;
	}
	free(from);
	free(to);
	return ret;
}

static int add_metadata(const char *view, const struct inspection *inspection)
{
	char *path;
	int ret;

	if (!inspection->metadata_text)
		return add_file(view, inspection->folder, "metadata", false, 0);
	if (asprintf(&path, "%s/metadata", view) < 0)
		return -ENOMEM;
	ret = write_text(path, inspection->metadata_text);
	free(path);
	return ret;
}

static int fill(const char *view, const struct inspection *inspection, int only)
{
	int ret = add_metadata(view, inspection);

	for (size_t i = 0; i < inspection->file_count && ret == 0; i++) {
		const struct inspected_file *file = &inspection->files[i];

		if (!file->is_left_out && (only == VIEW_ALL || (size_t)only == i))
			ret = add_file(view, inspection->folder, file->name, file->is_cut,
				file->whole_bytes);
	}
	return ret;
}

int view_create(char **path, const struct inspection *inspection, int only)
{
	const char *temporary = getenv("TMPDIR");
	char *view;
	int ret;

	if (!temporary || temporary[0] != '/')
		temporary = "/tmp";
	if (asprintf(&view, "%s/drvtrace-view.XXXXXX", temporary) < 0)
		return -ENOMEM;
	if (!mkdtemp(view)) {
		ret = -errno;
		free(view);
		return ret;
	}
	ret = fill(view, inspection, only);
	if (ret < 0)
		view_destroy(view);
	else
		*path = view;
	return ret;
}

void view_destroy(char *path)
{
	DIR *folder;

	if (!path)
		return;
	folder = opendir(path);
	if (folder) {
		for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				(void)unlinkat(dirfd(folder), entry->d_name, 0);
		closedir(folder);
	}
	(void)rmdir(path);
	free(path);
}
