#include "viewer/reader/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/graph.h"
#include "viewer/reader/native.h"
#include "viewer/reader/view.h"

static int load_plugin(struct source_plugin *plugin, struct trace_list *list)
{
	if (plugin->ctf)
		return 0;
	if (plugin->is_missing)
		return SOURCE_UNUSABLE;
	if (bt_plugin_find("ctf", BT_TRUE, BT_TRUE, BT_TRUE, BT_TRUE, BT_FALSE, &plugin->ctf) !=
		BT_PLUGIN_FIND_STATUS_OK) {
		int ret;

		plugin->ctf = NULL;
		plugin->is_missing = true;
		bt_current_thread_clear_error();
		ret = trace_list_add_problem(list, "babeltrace2",
			"its plugin ctf is not installed: no trace can be read with it");
		return ret < 0 ? ret : SOURCE_UNUSABLE;
	}
	return 0;
}

void source_plugin_finish(struct source_plugin *plugin)
{
	bt_plugin_put_ref(plugin->ctf);
	*plugin = (struct source_plugin){ 0 };
}

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

static void forget_problems(struct trace_list *list, size_t kept_count)
{
	while (list->problem_count > kept_count) {
		struct problem *problem = &list->problems[--list->problem_count];

		free(problem->path);
		free(problem->text);
	}
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

	forget_problems(list, problem_count);
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

static int open_graph(struct source *source, const char *folder)
{
	int ret = load_plugin(source->plugin, source->list);

	return ret ? ret : open_repaired(source, source->plugin->ctf, folder, source->list);
}

static int open_chosen(struct source *source, enum reader_choice choice, const char *folder)
{
	int ret;

	if (choice == READER_BABELTRACE)
		return open_graph(source, folder);
	ret = native_open(&source->native, &source->inspection, source->list);
	if (ret <= 0)
		return ret;
	if (choice == READER_AUTO)
		return open_graph(source, folder);
	ret = trace_list_add_problem(source->list, folder,
		"cannot be read natively: its metadata or packets are not as LTTng-UST writes "
		"them");
	return ret < 0 ? ret : SOURCE_UNUSABLE;
}

int source_open(struct source *out, struct source_plugin *plugin, enum reader_choice choice,
	const char *folder, struct trace_list *list, bool is_by_index)
{
	struct source source = { .list = list, .plugin = plugin };
	size_t problem_count = list->problem_count;
	int ret = inspection_create(
		&source.inspection, folder, list, is_by_index && choice != READER_BABELTRACE);

	/* Who reads it after all reads all of it. */
	if (ret == 0 && inspection_has_index(&source.inspection)) {
		ret = native_open(&source.native, &source.inspection, list);
		if (ret == 0) {
			*out = source;
			return 0;
		}
		inspection_finish(&source.inspection);
		forget_problems(list, problem_count);
		if (ret > 0)
			ret = inspection_create(&source.inspection, folder, list, false);
	}
	if (ret != 0)
		return ret < 0 ? ret : SOURCE_UNUSABLE;
	ret = open_chosen(&source, choice, folder);
	if (ret != 0)
		source_close(&source);
	else
		*out = source;
	return ret;
}

int source_hand_over(struct source *source)
{
	int ret = source->graph ? 0 : open_graph(source, source->list->traces[source->trace].path);

	if (ret == 0 && graph_stream_count(source->graph) != native_stream_count(source->native))
		ret = SOURCE_UNUSABLE;
	return ret;
}

void source_close(struct source *source)
{
	graph_close(source->graph);
	native_close(source->native);
	view_destroy(source->view);
	inspection_finish(&source->inspection);
	*source = (struct source){ 0 };
}

size_t source_stream_count(const struct source *source)
{
	return source->native ? native_stream_count(source->native)
			      : graph_stream_count(source->graph);
}

const char *source_stream_name(const struct source *source, size_t stream)
{
	return source->native ? native_stream_name(source->native, stream)
			      : graph_stream_name(source->graph, stream);
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
	const char *name = source_stream_name(source, stream);
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
