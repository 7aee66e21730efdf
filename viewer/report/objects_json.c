#include "viewer/report/leaks.h"
#include "viewer/report/objects.h"

static struct json_object *object_json(struct page *page, const struct shown *shown)
{
	const struct lifetime_object *item = shown->object;
	struct json_object *object = json_object_new_object();

	json_put_count(page, object, "id", shown->id);
	if (shown->parent)
		json_put_count(page, object, "parent", shown->parent);
	json_put_text(page, object, "verdict", verdict_name(item->verdict));
	json_put_text(page, object, "kind", page_string(page, item->kind));
	json_put_hex(page, object, "handle", item->handle);
	json_put_hex(page, object, "owner", item->owner);
	json_put_text(page, object, "tag", page_tag(page, item->tag));
	json_put_count(page, object, "size_bytes", item->size_bytes);
	json_put_text(page, object, "driver", page_string(page, item->driver));
	json_put_count(page, object, "cycle", item->cycle);
	json_put(page, object, "process", json_process(page, item->process));
	json_put_ns(page, object, "acquired_ns", item->acquired_ns);
	json_put_text(page, object, "acquired_within", page_string(page, item->context));
	json_put(page, object, "site", json_site(page, item->site));
	if (item->verdict == LIFETIME_RELEASED) {
		json_put_ns(page, object, "released_ns", item->ended_ns);
		json_put_text(
			page, object, "released_within", page_string(page, item->release_context));
		json_put(page, object, "release_site", json_site(page, item->release_site));
	} else if (item->ended_ns) {
		json_put_ns(page, object, "due_ns", item->ended_ns);
	}
	return object;
}

int objects_print_json(const struct objects *objects, struct page *page)
{
	const struct moment *at = &page->options->at;
	struct json_object *report;
	struct json_object *array;
	struct selection selection;
	int status = selection_init(&selection, objects, page);

	if (status < 0)
		return status;
	report = json_object_new_object();
	array = json_object_new_array();
	json_put_text(page, report, "schema", "drvtrace.objects/1");
	json_put(page, report, "trace", quality_json(page));
	if (at->base != MOMENT_NONE)
		json_put_ns(page, report, "at_ns", moment_ns(at, page->begin_ns, 0));
	for (size_t i = 0; i < selection.count; i++)
		json_append(page, array, object_json(page, &selection.items[i]));
	json_put(page, report, "objects", array);
	json_print(page, report);
	selection_finish(&selection);
	return 0;
}
