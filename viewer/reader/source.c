#include "viewer/reader/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/graph.h"
#include "viewer/reader/view.h"

static int note_refusal(struct trace_list *list, const char *folder, const char *name, char *why)
{
	int ret;

	if (name)
		ret = trace_list_add_problem(list, folder, "%s is left out: %s", name, why);
	else
		ret = trace_list_add_problem(list, folder, "cannot be read: %s", why);
	free(why);
	return ret;
}

/* GRAPH_REFUSED, with `why`, also when the view cannot be made. */
static int open_view(
	struct source *source, const bt_plugin *ctf, int only, struct graph **graph, char **why)
{
	int ret = view_create(&source->view, &source->inspection, only);

	if (ret < 0) {
		source->view = NULL;
		if (asprintf(why, "no repaired view of it can be made in TMPDIR: %s",
			    strerror(-ret)) < 0)
			return -ENOMEM;
		return GRAPH_REFUSED;
	}
	ret = graph_open(graph, ctf, source->view, why);
	if (ret != 0) {
		view_destroy(source->view);
		source->view = NULL;
	}
	return ret;
}

/* Whether babeltrace2 takes this file of the folder, beside the metadata: 0 or GRAPH_REFUSED. */
static int try_file(struct source *source, const bt_plugin *ctf, size_t file, char **why)
{
	struct graph *graph;
	int ret = open_view(source, ctf, (int)file, &graph, why);

	if (ret == 0) {
		graph_close(graph);
		view_destroy(source->view);
		source->view = NULL;
	}
	return ret;
}

static size_t count_files(const struct inspection *inspection)
{
	size_t count = 0;

	for (size_t i = 0; i < inspection->file_count; i++)
		count += !inspection->files[i].is_left_out;

	return count;
}

/* Finds the files for which babeltrace2 refuses the folder. When it is all, it is not the files. */
static int leave_out_refused(
	struct source *source, const bt_plugin *ctf, const char *folder, struct trace_list *list)
{
	struct inspection *inspection = &source->inspection;
	size_t problem_count = list->problem_count;
	int ret = 0;

	for (size_t i = 0; i < inspection->file_count && ret >= 0; i++) {
		struct inspected_file *file = &inspection->files[i];
		char *why;

		if (file->is_left_out)
			continue;
		ret = try_file(source, ctf, i, &why);
		if (ret == GRAPH_REFUSED) {
			file->is_left_out = true;
			file->is_cut = true;
			inspection->needs_view = true;
			ret = note_refusal(list, folder, file->name, why);
		}
	}
	if (ret < 0 || count_files(inspection) > 0)
		return ret;

	while (list->problem_count > problem_count) {
		struct problem *problem = &list->problems[--list->problem_count];

		free(problem->path);
		free(problem->text);
	}
	return 0;
}

static int open_once(struct source *source, const bt_plugin *ctf, const char *folder, char **why)
{
	return source->inspection.needs_view ? open_view(source, ctf, VIEW_ALL, &source->graph, why)
					     : graph_open(&source->graph, ctf, folder, why);
}

static int open_repaired(
	struct source *source, const bt_plugin *ctf, const char *folder, struct trace_list *list)
{
	size_t file_count = count_files(&source->inspection);
	char *why;
	int ret = open_once(source, ctf, folder, &why);

	if (ret == GRAPH_REFUSED && file_count > 1) {
		char *second_why;

		ret = leave_out_refused(source, ctf, folder, list);
		if (ret < 0) {
			free(why);
			return ret;
		}
		ret = GRAPH_REFUSED;
		if (count_files(&source->inspection) > 0) {
			ret = open_once(source, ctf, folder, &second_why);
			free(why);
			why = second_why;
		}
	}
	if (ret == GRAPH_REFUSED) {
		ret = note_refusal(list, folder, NULL, why);
		return ret < 0 ? ret : SOURCE_UNUSABLE;
	}
	return ret;
}

int source_open(
	struct source *out, const bt_plugin *ctf, const char *folder, struct trace_list *list)
{
	struct source source = { .list = list };
	int ret = inspection_create(&source.inspection, folder, list);

	if (ret != 0)
		return ret < 0 ? ret : SOURCE_UNUSABLE;
	ret = open_repaired(&source, ctf, folder, list);
	if (ret != 0)
		source_close(&source);
	else
		*out = source;
	return ret;
}

void source_close(struct source *source)
{
	graph_close(source->graph);
	view_destroy(source->view);
	inspection_finish(&source->inspection);
	*source = (struct source){ 0 };
}

/* The number behind the next '|'. */
static bool take_number(const char **text, uint64_t *number)
{
	const char *begin = *text ? strchr(*text, '|') : NULL;
	char *end;

	if (!begin)
		return false;
	errno = 0;
	*number = strtoull(begin + 1, &end, 10);
	*text = end;
	return errno == 0 && end != begin + 1;
}

bool source_is_cut(const struct source *source, size_t stream)
{
	const char *name = graph_stream_name(source->graph, stream);
	uint64_t class_id;
	uint64_t instance_id;

	if (!take_number(&name, &class_id) || !take_number(&name, &instance_id))
		return false;
	for (size_t i = 0; i < source->inspection.file_count; i++) {
		const struct inspected_file *file = &source->inspection.files[i];

		if (file->is_cut && !file->is_left_out && file->class_id == class_id &&
			file->instance_id == instance_id)
			return true;
	}
	return false;
}
