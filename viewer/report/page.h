/*
 * What all reports share: where they print to, what they may show, and how names, places, sizes,
 * times and statuses are written. Everything that comes from a trace is escaped here.
 *
 * Functions that return text return borrowed text, valid until page_finish(). Running out of
 * memory is remembered in `status`, and "" is returned: the caller looks once, at the end.
 */
#pragma once

#include <json-c/json.h>
#include <stdio.h>

#include "viewer/lifetime/lifetime.h"
#include "viewer/report/analysis.h"

/* Where a call stands. Unknown parts are "" and 0. */
struct place {
	const char *text; /* "DriverEntry bth.c:23", "bth.so+0x12", "the framework", "" */
	const char *function;
	const char *file;       /* as recorded */
	const char *short_file; /* relative to the directory, or its last part */
	uint32_t line;
	const char *module; /* path; "" when no module is there */
	const char *build_id;
	uint64_t offset;
	const char *missing; /* why function and file are unknown; NULL: they are known */
};

struct page {
	FILE *out;
	const struct report_options *options;
	const struct trace_list *list;
	const struct lifetime_results *results;
	int64_t begin_ns; /* of the traces */
	int64_t since_ns;
	int64_t until_ns;
	int status;            /* 0 or negative */
	struct strings texts;  /* what was made up for this page */
	struct place **places; /* owned, and so is each; by site */
	size_t place_count;
};

enum paint {
	PAINT_BAD,
	PAINT_DOUBT,
	PAINT_GOOD,
	PAINT_DIM
};

void page_init(struct page *page, FILE *out, const struct report_options *options,
	const struct trace_list *list, const struct lifetime_results *results, int64_t begin_ns);
void page_finish(struct page *page);

/* A moment as time since the epoch, `otherwise` when it is not given. */
int64_t moment_ns(const struct moment *moment, int64_t begin_ns, int64_t otherwise);

const char *page_format(struct page *page, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *page_escape(struct page *page, const char *text);
/* An interned string of the trace, escaped; "" for 0. */
const char *page_string(struct page *page, uint32_t id);
/* The name of a driver, or "(no driver)". */
const char *page_driver(struct page *page, uint32_t id);
const char *page_tag(struct page *page, uint32_t tag);
/* "pool 'btRP'" */
const char *page_what(struct page *page, uint32_t kind, uint32_t tag);
/* "STATUS_UNSUCCESSFUL (0xC0000001)", "-EIO", "0" */
const char *page_status(struct page *page, int32_t status);
/* "+0.001203456s" since the traces begin; can be given to --at, --since and --until. */
const char *page_time(struct page *page, int64_t time_ns);
const char *page_duration(struct page *page, int64_t duration_ns);
const char *page_count(struct page *page, uint64_t count, const char *noun);
/* "64 B"; "-" for 0, which most things without a size have. */
const char *page_size(struct page *page, uint64_t size_bytes);
const char *page_paint(struct page *page, enum paint paint, const char *text);

/* place.c */
const struct place *page_place(struct page *page, uint32_t site);

/* filter.c: whether the options let it through */
struct subject {
	uint32_t driver;
	uint32_t kind;
	uint32_t tag;
	uint32_t site;
	int64_t time_ns;
	bool has_no_resource; /* filters by kind and tag do not concern it */
};
bool page_shows(struct page *page, const struct subject *subject);

/* quality.c: what the traces are worth */
bool quality_is_complete(const struct page *page);
void quality_print(struct page *page);
struct json_object *quality_json(struct page *page);

/* json.c: a NULL value means that memory ran out, and is remembered. Takes `value` over. */
void json_put(
	struct page *page, struct json_object *object, const char *key, struct json_object *value);
void json_put_text(
	struct page *page, struct json_object *object, const char *key, const char *text);
void json_put_count(struct page *page, struct json_object *object, const char *key, uint64_t count);
void json_put_ns(struct page *page, struct json_object *object, const char *key, int64_t ns);
void json_put_hex(struct page *page, struct json_object *object, const char *key, uint64_t value);
void json_append(struct page *page, struct json_object *array, struct json_object *value);
struct json_object *json_site(struct page *page, uint32_t site);
struct json_object *json_process(struct page *page, uint32_t process);
/* Prints the whole report and drops it. */
void json_print(struct page *page, struct json_object *report);
