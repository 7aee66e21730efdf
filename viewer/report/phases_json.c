#include "viewer/report/phases.h"

static size_t id_of(const struct phases *phases, const struct init_node *node)
{
	for (size_t i = 0; i < phases->count; i++)
		if (phases->nodes[i] == node)
			return i + 1;

	return 0;
}

static struct json_object *phase_json(
	struct page *page, const struct phases *phases, const struct init_node *node)
{
	struct json_object *object = json_object_new_object();
	size_t parent = node->parent ? id_of(phases, node->parent) : 0;
	int64_t objects = node->objects;
	int64_t bytes = node->bytes;

	if (!page->options->blame)
		init_held(node, &objects, &bytes);
	json_put_count(page, object, "id", id_of(phases, node));
	if (parent)
		json_put_count(page, object, "parent", parent);
	json_put_text(page, object, "driver", page_string(page, node->driver));
	json_put_text(page, object, "name", page_string(page, node->name));
	json_put_count(page, object, "calls", node->calls);
	json_put_ns(page, object, "total_ns", node->total_ns);
	json_put_ns(page, object, "self_ns", node->self_ns);
	json_put_ns(page, object, "longest_ns", node->longest_ns);
	json_put_ns(page, object, "begin_ns", node->begin_ns);
	json_put_ns(page, object, "last_status", node->last_status);
	json_put_ns(page, object, "worst_status", node->worst_status);
	json_put_count(page, object, "failed", node->failed);
	json_put_count(page, object, "failed_here", node->origins);
	json_put_count(page, object, "unfinished", node->unfinished);
	json_put(page, object, "died", json_object_new_boolean(node->has_died));
	json_put_ns(page, object, "held_objects", objects);
	json_put_ns(page, object, "held_bytes", bytes);
	json_put(page, object, "site", json_site(page, node->site));
	return object;
}

int phases_print_json(const struct init *init, struct page *page)
{
	struct json_object *report;
	struct json_object *array;
	struct phases phases;
	int status = phases_init(&phases, init, page);

	if (status < 0)
		return status;
	report = json_object_new_object();
	array = json_object_new_array();
	json_put_text(page, report, "schema", "drvtrace.init/1");
	json_put(page, report, "trace", quality_json(page));
	for (size_t i = 0; i < phases.count; i++)
		json_append(page, array, phase_json(page, &phases, phases.nodes[i]));
	json_put(page, report, "phases", array);
	json_print(page, report);
	phases_finish(&phases);
	return 0;
}
