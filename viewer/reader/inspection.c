#include "viewer/reader/inspection.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "viewer/reader/metadata.h"
#include "viewer/reader/packet.h"
#include "viewer/reader/recording.h"

static char *join(const char *folder, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static int inspect_metadata(struct inspection *inspection, struct metadata *metadata,
	const char *path, struct trace_list *list)
{
	int ret = metadata_read(metadata, path);

	if (ret == METADATA_EMPTY)
		ret = trace_list_add_problem(list, path,
			"is empty: the recorded programs still run and the session was not "
			"stopped, or the tracer's consumer died before it was written");
	else if (ret < 0 && ret != -ENOMEM)
		ret = trace_list_add_problem(list, path, "cannot be read: %s", strerror(-ret));
	else if (ret == 0 && metadata->dropped_bytes == 0)
		return 0;
	else if (ret == 0 && metadata->text[0] == '\0')
		ret = trace_list_add_problem(list, path, "is truncated: nothing of it is whole");
	else if (ret == 0) {
		inspection->metadata_text = metadata->text;
		metadata->text = NULL;
		inspection->needs_view = true;
		ret = trace_list_add_problem(list, path,
			"is truncated or damaged: its last %zu bytes are left out, and events that "
			"only they declare cannot be read",
			metadata->dropped_bytes);
		return ret;
	}
	return ret < 0 ? ret : INSPECTION_UNUSABLE;
}

/* Why the file has no place here; NULL when it is a stream of this trace. */
static const char *find_objection(const struct packets *packets, const struct metadata *metadata)
{
	if (!packets->is_stream)
		return "is no stream file, and is left out";
	if (packets->has_uuid && metadata->has_uuid &&
		memcmp(packets->uuid, metadata->uuid, sizeof(metadata->uuid)) != 0)
		return "is a stream of another trace than its metadata, and is left out";
	return NULL;
}

static int judge_file(struct inspection *inspection, struct inspected_file *file,
	const struct packets *packets, const struct metadata *metadata, const char *path,
	struct trace_list *list)
{
	const char *objection = find_objection(packets, metadata);

	file->whole_bytes = packets->whole_bytes;
	file->class_id = packets->class_id;
	file->instance_id = packets->instance_id;
	/* A view has no index. */
	if (packets->has_wrong_index)
		inspection->needs_view = true;
	if (!objection && packets->whole_bytes == packets->file_bytes)
		return 0;

	inspection->needs_view = true;
	if (objection) {
		file->is_left_out = true;
		return trace_list_add_problem(list, path, "%s", objection);
	}
	file->is_cut = true;
	file->is_left_out = packets->whole_bytes == 0;
	if (packets->is_cut)
		return trace_list_add_problem(list, path,
			"is truncated: its last %" PRIu64 " of %" PRIu64
			" bytes are not a whole packet, and are left out",
			packets->file_bytes - packets->whole_bytes, packets->file_bytes);
	return trace_list_add_problem(list, path,
		"is damaged at byte %" PRIu64 ": from there on it is left out",
		packets->whole_bytes);
}

/* What the packets of the file are, if there is an index of them: otherwise a condition. */
static int look_up(
	struct packets *out, struct packet_index *index, const char *path, const char *index_path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int ret = PACKET_INDEX_NONE;

	if (fd >= 0 && fstat(fd, &status) == 0)
		ret = packet_index_read(index, index_path, fd, (uint64_t)status.st_size);
	if (ret == 0) {
		*out = (struct packets){ .file_bytes = (uint64_t)status.st_size,
			.whole_bytes = (uint64_t)status.st_size,
			.is_stream = true,
			.has_uuid = true,
			.class_id = index->stream_id,
			.instance_id = index->instance_id };
		memcpy(out->uuid, index->uuid, sizeof(out->uuid));
	}
	if (fd >= 0)
		(void)close(fd);
	return ret;
}

static int inspect_file(struct inspection *inspection, const char *name,
	const struct metadata *metadata, const char *path, struct trace_list *list)
{
	struct inspected_file *grown =
		realloc(inspection->files, (inspection->file_count + 1) * sizeof(*grown));
	struct inspected_file *file;
	struct packets packets;
	char *index_path;
	int ret = PACKET_INDEX_NONE;

	if (!grown)
		return -ENOMEM;
	inspection->files = grown;
	file = &grown[inspection->file_count];
	*file = (struct inspected_file){ .name = strdup(name) };
	if (!file->name)
		return -ENOMEM;
	inspection->file_count++;

	if (asprintf(&index_path, "%s/index/%s.idx", inspection->folder, name) < 0)
		return -ENOMEM;
	if (inspection->is_by_index && metadata->is_lttng && metadata->has_magic)
		ret = look_up(&packets, &file->index, path, index_path);
	if (ret == PACKET_INDEX_NONE)
		ret = packets_measure(
			&packets, path, index_path, metadata->is_lttng, metadata->has_magic);
	free(index_path);
	if (ret < 0 && ret != -ENOMEM) {
		file->is_left_out = true;
		file->is_cut = true;
		inspection->needs_view = true;
		return trace_list_add_problem(list, path, "cannot be read: %s", strerror(-ret));
	}
	return ret < 0 ? ret : judge_file(inspection, file, &packets, metadata, path, list);
}

/* babeltrace2 takes every regular file that is not hidden for a stream. */
static int inspect_entry(struct inspection *inspection, const char *folder, const char *name,
	const struct metadata *metadata, struct trace_list *list)
{
	struct stat status;
	char *path;
	int ret = 0;

	if (name[0] == '.' || strcmp(name, "metadata") == 0)
		return 0;
	path = join(folder, name);
	if (!path)
		return -ENOMEM;
	if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
		if (strcmp(name, recording_file_name) == 0)
			inspection->needs_view = true;
		else
			ret = inspect_file(inspection, name, metadata, path, list);
	}
	free(path);
	return ret;
}

static int compare_names(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static int inspect_folder(struct inspection *inspection, const char *folder,
	const struct metadata *metadata, struct trace_list *list)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, compare_names);
	int ret = 0;

	if (count < 0) {
		ret = trace_list_add_problem(list, folder, "%s", strerror(errno));
		return ret < 0 ? ret : INSPECTION_UNUSABLE;
	}
	for (int i = 0; i < count; i++) {
		if (ret == 0)
			ret = inspect_entry(inspection, folder, entries[i]->d_name, metadata, list);
		free(entries[i]);
	}
	free(entries);
	return ret;
}

int inspection_create(
	struct inspection *out, const char *folder, struct trace_list *list, bool is_by_index)
{
	struct inspection inspection = { .folder = realpath(folder, NULL),
		.is_by_index = is_by_index };
	struct metadata metadata = { 0 };
	char *path = join(folder, "metadata");
	int ret = inspection.folder && path ? 0 : -ENOMEM;

	if (ret == 0)
		ret = inspect_metadata(&inspection, &metadata, path, list);
	if (ret == 0)
		ret = inspect_folder(&inspection, folder, &metadata, list);
	metadata_finish(&metadata);
	free(path);
	if (ret != 0)
		inspection_finish(&inspection);
	else
		*out = inspection;
	return ret;
}

void inspection_finish(struct inspection *inspection)
{
	for (size_t i = 0; i < inspection->file_count; i++) {
		free(inspection->files[i].name);
		packet_index_finish(&inspection->files[i].index);
	}
	free(inspection->files);
	free(inspection->metadata_text);
	free(inspection->folder);
	*inspection = (struct inspection){ 0 };
}

bool inspection_has_index(const struct inspection *inspection)
{
	for (size_t i = 0; i < inspection->file_count; i++)
		if (inspection->files[i].index.entries)
			return true;

	return false;
}

bool inspection_has_left_out(const struct inspection *inspection)
{
	for (size_t i = 0; i < inspection->file_count; i++)
		if (inspection->files[i].is_cut && inspection->files[i].is_left_out)
			return true;

	return false;
}
