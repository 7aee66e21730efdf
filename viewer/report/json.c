#include <errno.h>
#include <inttypes.h>

#include "viewer/report/page.h"

void json_put(
	struct page *page, struct json_object *object, const char *key, struct json_object *value)
{
	if (!object || !value || json_object_object_add(object, key, value) != 0) {
		json_object_put(value);
		page->status = -ENOMEM;
	}
}

void json_put_text(struct page *page, struct json_object *object, const char *key, const char *text)
{
	json_put(page, object, key, json_object_new_string(text));
}

/* Larger numbers than this are no counts but nonsense from a trace; JSON readers break on them. */
void json_put_count(struct page *page, struct json_object *object, const char *key, uint64_t count)
{
	json_put(page, object, key,
		json_object_new_int64(count > INT64_MAX ? INT64_MAX : (int64_t)count));
}

void json_put_ns(struct page *page, struct json_object *object, const char *key, int64_t ns)
{
	json_put(page, object, key, json_object_new_int64(ns));
}

void json_put_hex(struct page *page, struct json_object *object, const char *key, uint64_t value)
{
	json_put_text(page, object, key, page_format(page, "0x%" PRIx64, value));
}

void json_append(struct page *page, struct json_object *array, struct json_object *value)
{
	if (!array || !value || json_object_array_add(array, value) != 0) {
		json_object_put(value);
		page->status = -ENOMEM;
	}
}

/* Unknown parts are left out. */
struct json_object *json_site(struct page *page, uint32_t site)
{
	const struct place *place = page_place(page, site);
	struct json_object *object = json_object_new_object();

	if (*place->module) {
		json_put_text(page, object, "module", place->module);
		json_put_hex(page, object, "offset", place->offset);
	} else if (site) {
		json_put_hex(page, object, "address", place->offset);
	}
	if (*place->build_id)
		json_put_text(page, object, "build_id", place->build_id);
	if (*place->function)
		json_put_text(page, object, "function", place->function);
	if (*place->file) {
		json_put_text(page, object, "file", place->file);
		json_put_count(page, object, "line", place->line);
	}
	if (place->missing)
		json_put_text(page, object, "missing", place->missing);
	return object;
}

struct json_object *json_process(struct page *page, uint32_t process)
{
	const struct process *item = page->results->processes->items[process - 1];
	struct json_object *object = json_object_new_object();

	json_put_text(page, object, "host", page_string(page, item->host));
	json_put_ns(page, object, "pid", item->pid);
	json_put_text(page, object, "name", page_string(page, item->name));
	return object;
}

void json_print(struct page *page, struct json_object *report)
{
	const char *text = report ? json_object_to_json_string_ext(report,
					    JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
						    JSON_C_TO_STRING_NOSLASHESCAPE)
				  : NULL;

	if (!text)
		page->status = -ENOMEM;
	else if (page->status == 0)
		fprintf(page->out, "%s\n", text);
	json_object_put(report);
}
