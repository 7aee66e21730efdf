#include "viewer/report/page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/report/escape.h"

int64_t moment_ns(const struct moment *moment, int64_t begin_ns, int64_t otherwise)
{
	int64_t sum;

	switch (moment->base) {
	case MOMENT_EPOCH:
		return moment->ns;
	case MOMENT_BEGIN:
		if (__builtin_add_overflow(begin_ns, moment->ns, &sum))
			return moment->ns < 0 ? INT64_MIN : INT64_MAX;
		return sum;
	default:
		return otherwise;
	}
}

void page_init(struct page *page, FILE *out, const struct report_options *options,
	const struct trace_list *list, const struct lifetime_results *results, int64_t begin_ns)
{
	*page = (struct page){
		.out = out,
		.options = options,
		.list = list,
		.results = results,
		.begin_ns = begin_ns,
		.since_ns = moment_ns(&options->since, begin_ns, INT64_MIN),
		.until_ns = moment_ns(&options->until, begin_ns, INT64_MAX),
	};
	strings_init(&page->texts);
}

void page_finish(struct page *page)
{
	for (size_t i = 0; i < page->place_count; i++)
		free(page->places[i]);
	free(page->places);
	strings_finish(&page->texts);
}

static const char *keep(struct page *page, const char *text)
{
	uint32_t id;
	int status = strings_add(&page->texts, &id, text);

	if (status < 0) {
		page->status = status;
		return "";
	}
	return strings_get(&page->texts, id);
}

const char *page_format(struct page *page, const char *format, ...)
{
	const char *kept;
	char *text;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0) {
		page->status = -ENOMEM;
		return "";
	}
	kept = keep(page, text);
	free(text);
	return kept;
}

const char *page_escape(struct page *page, const char *text)
{
	const char *kept;
	char *escaped;

	if (escape_is_clean(text))
		return keep(page, text);
	escaped = escape_text(text);
	if (!escaped) {
		page->status = -ENOMEM;
		return "";
	}
	kept = keep(page, escaped);
	free(escaped);
	return kept;
}

const char *page_string(struct page *page, uint32_t id)
{
	return page_escape(page, strings_get(page->results->strings, id));
}

const char *page_driver(struct page *page, uint32_t id)
{
	return id ? page_string(page, id) : "(no driver)";
}

/* The first character is in the lowest byte; trailing zeros are no characters. */
const char *page_tag(struct page *page, uint32_t tag)
{
	char text[5] = { 0 };

	for (size_t i = 0; i < 4; i++) {
		text[i] = (char)(tag >> 8 * i & 0xff);
		/* A zero before the last character would end the string. */
		if (!text[i] && tag >> 8 * i)
			text[i] = ' ';
	}
	return page_escape(page, text);
}

const char *page_what(struct page *page, uint32_t kind, uint32_t tag)
{
	if (!tag)
		return page_string(page, kind);
	return page_format(page, "%s '%s'", page_string(page, kind), page_tag(page, tag));
}

static const struct {
	uint32_t status;
	const char *name;
} statuses[] = {
	{ 0xC0000001, "STATUS_UNSUCCESSFUL" },
	{ 0xC0000002, "STATUS_NOT_IMPLEMENTED" },
	{ 0xC0000005, "STATUS_ACCESS_VIOLATION" },
	{ 0xC0000008, "STATUS_INVALID_HANDLE" },
	{ 0xC000000D, "STATUS_INVALID_PARAMETER" },
	{ 0xC000000E, "STATUS_NO_SUCH_DEVICE" },
	{ 0xC0000010, "STATUS_INVALID_DEVICE_REQUEST" },
	{ 0xC0000022, "STATUS_ACCESS_DENIED" },
	{ 0xC0000023, "STATUS_BUFFER_TOO_SMALL" },
	{ 0xC0000024, "STATUS_OBJECT_TYPE_MISMATCH" },
	{ 0xC0000034, "STATUS_OBJECT_NAME_NOT_FOUND" },
	{ 0xC0000035, "STATUS_OBJECT_NAME_COLLISION" },
	{ 0xC0000056, "STATUS_DELETE_PENDING" },
	{ 0xC000009A, "STATUS_INSUFFICIENT_RESOURCES" },
	{ 0xC00000A3, "STATUS_DEVICE_NOT_READY" },
	{ 0xC00000BB, "STATUS_NOT_SUPPORTED" },
	{ 0xC00000C0, "STATUS_DEVICE_DOES_NOT_EXIST" },
	{ 0xC00000E5, "STATUS_INTERNAL_ERROR" },
	{ 0xC0000120, "STATUS_CANCELLED" },
	{ 0xC0000182, "STATUS_DEVICE_CONFIGURATION_ERROR" },
	{ 0xC0000183, "STATUS_DRIVER_INTERNAL_ERROR" },
	{ 0xC0000184, "STATUS_INVALID_DEVICE_STATE" },
	{ 0xC000026C, "STATUS_DRIVER_UNABLE_TO_LOAD" },
	{ 0xC0000365, "STATUS_FAILED_DRIVER_ENTRY" },
};

const char *page_status(struct page *page, int32_t status)
{
	const char *name = status < 0 && status > -4096 ? strerrorname_np(-status) : NULL;

	if (name)
		return page_format(page, "-%s", name);
	if (status > -4096 && status < 4096)
		return page_format(page, "%" PRId32, status);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == (uint32_t)status)
			return page_format(
				page, "%s (0x%08" PRIX32 ")", statuses[i].name, (uint32_t)status);

	return page_format(page, "0x%08" PRIX32, (uint32_t)status);
}

/* Unsigned arithmetic: the times of a trace can be anything. */
static const char *seconds(struct page *page, const char *sign, int64_t begin_ns, int64_t end_ns)
{
	uint64_t ns = (uint64_t)end_ns - (uint64_t)begin_ns;

	return page_format(
		page, "%s%" PRIu64 ".%09" PRIu64 "s", sign, ns / 1000000000, ns % 1000000000);
}

const char *page_time(struct page *page, int64_t time_ns)
{
	if (time_ns < page->begin_ns)
		return seconds(page, "-", time_ns, page->begin_ns);
	return seconds(page, "+", page->begin_ns, time_ns);
}

const char *page_duration(struct page *page, int64_t duration_ns)
{
	double ns = (double)duration_ns;

	if (ns >= 10e9)
		return page_format(page, "%.3f s", ns / 1e9);
	if (ns >= 1e6)
		return page_format(page, "%.3f ms", ns / 1e6);
	return page_format(page, "%.3f us", ns / 1e3);
}

const char *page_count(struct page *page, uint64_t count, const char *noun)
{
	size_t length = strlen(noun);
	bool is_hissing = length && strchr("sx", noun[length - 1]);

	return page_format(page, "%" PRIu64 " %s%s", count, noun,
		count == 1   ? ""
		: is_hissing ? "es"
			     : "s");
}

const char *page_size(struct page *page, uint64_t size_bytes)
{
	return size_bytes ? page_format(page, "%" PRIu64 " B", size_bytes) : "-";
}

const char *page_paint(struct page *page, enum paint paint, const char *text)
{
	static const char *const codes[] = {
		[PAINT_BAD] = "1;31",
		[PAINT_DOUBT] = "1;33",
		[PAINT_GOOD] = "1;32",
		[PAINT_DIM] = "2",
	};

	if (!page->options->color)
		return text;
	return page_format(page, "\033[%sm%s\033[0m", codes[paint], text);
}
