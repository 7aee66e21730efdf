#include "viewer/reader/find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	DEPTH_MAX = 64
};

struct identity {
	dev_t device;
	ino_t inode;
	size_t root; /* number of the path below which it was first seen */
};

struct search {
	struct folder_list *out;
	struct trace_list *list;
	const char *root;
	size_t root_number;
	struct identity *visited; /* owned */
	size_t visited_count;
	size_t found_count;   /* below root, and folders that an earlier path has searched */
	size_t problem_count; /* of root: it is not "without a trace" when something was wrong */
};

static int note(struct search *search, const char *path, const char *text)
{
	search->problem_count++;
	return trace_list_add_problem(search->list, path, "%s", text);
}

/* Positive when the folder was visited before: there is nothing more to do. */
static int visit(struct search *search, const struct stat *status)
{
	struct identity *grown;

	for (size_t i = 0; i < search->visited_count; i++)
		if (search->visited[i].device == status->st_dev &&
			search->visited[i].inode == status->st_ino) {
			search->found_count += search->visited[i].root != search->root_number;
			return 1;
		}

	grown = realloc(search->visited, (search->visited_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	search->visited = grown;
	grown[search->visited_count++] =
		(struct identity){ status->st_dev, status->st_ino, search->root_number };
	return 0;
}

static int add_folder(struct search *search, const char *path)
{
	struct folder_list *out = search->out;
	struct folder *grown = realloc(out->folders, (out->count + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	out->folders = grown;
	grown[out->count].path = strdup(path);
	if (!grown[out->count].path)
		return -ENOMEM;
	grown[out->count].root = search->root;
	out->count++;
	search->found_count++;
	return 0;
}

static int compare_names(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

/* LTTng's stream files begin with the number that CTF gives every packet. */
static bool is_stream(const char *path)
{
	static const uint32_t magic = 0xc1fc1fc1;
	uint32_t number = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t size;

	if (fd < 0)
		return false;
	size = read(fd, &number, sizeof(number));
	close(fd);
	return size == (ssize_t)sizeof(number) &&
	       (number == magic || number == __builtin_bswap32(magic));
}

static int search_folder(struct search *search, const char *path, unsigned int depth);

static int search_entry(struct search *search, const char *folder, const char *name,
	unsigned int depth, bool *has_metadata, bool *has_streams)
{
	struct stat status;
	char *path;
	int ret = 0;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return 0;
	if (asprintf(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name) <
		0)
		return -ENOMEM;

	if (stat(path, &status) == 0) {
		if (S_ISDIR(status.st_mode))
			ret = search_folder(search, path, depth + 1);
		else if (strcmp(name, "metadata") == 0)
			*has_metadata = true;
		else if (S_ISREG(status.st_mode) && !*has_streams)
			*has_streams = is_stream(path);
	}
	free(path);
	return ret;
}

static int search_folder(struct search *search, const char *path, unsigned int depth)
{
	struct dirent **entries;
	struct stat status;
	bool has_metadata = false;
	bool has_streams = false;
	int count;
	int ret;

	if (stat(path, &status) != 0)
		return note(search, path, errno == ENOENT ? "no such folder" : strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return note(search, path, "not a folder");
	ret = visit(search, &status);
	if (ret != 0)
		return ret < 0 ? ret : 0;
	if (depth > DEPTH_MAX)
		return note(search, path, "too many folders inside each other");

	count = scandir(path, &entries, NULL, compare_names);
	if (count < 0)
		return errno == ENOMEM ? -ENOMEM : note(search, path, strerror(errno));
	for (int i = 0; i < count; i++) {
		if (ret == 0)
			ret = search_entry(search, path, entries[i]->d_name, depth, &has_metadata,
				&has_streams);
		free(entries[i]);
	}
	free(entries);

	if (ret == 0 && has_metadata)
		ret = add_folder(search, path);
	else if (ret == 0 && has_streams)
		ret = note(search, path,
			"holds stream files but no metadata: nothing tells what is in them");
	return ret;
}

static int compare_folders(const void *left, const void *right)
{
	return strcmp(((const struct folder *)left)->path, ((const struct folder *)right)->path);
}

static int search_root(struct search *search, const char *root)
{
	struct folder_list *out = search->out;
	size_t begin = out->count;
	int ret;

	search->root = root;
	search->root_number++;
	search->found_count = 0;
	search->problem_count = 0;
	if (root[0] == '\0')
		return note(search, root, "no such folder");
	ret = search_folder(search, root, 0);
	if (ret < 0)
		return ret;
	if (search->found_count == 0 && search->problem_count == 0)
		return note(search, root, "holds no CTF trace");

	if (out->count > begin)
		qsort(out->folders + begin, out->count - begin, sizeof(*out->folders),
			compare_folders);
	return 0;
}

int folder_list_find(struct folder_list *out, const char *const *paths, size_t path_count,
	struct trace_list *list)
{
	struct folder_list folders = { 0 };
	struct search search = { .out = &folders, .list = list };
	int ret = 0;

	for (size_t i = 0; i < path_count && ret == 0; i++)
		ret = search_root(&search, paths[i]);
	free(search.visited);
	if (ret < 0)
		folder_list_finish(&folders);
	else
		*out = folders;
	return ret;
}

void folder_list_finish(struct folder_list *folders)
{
	for (size_t i = 0; i < folders->count; i++)
		free(folders->folders[i].path);
	free(folders->folders);
	*folders = (struct folder_list){ 0 };
}
