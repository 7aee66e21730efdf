#include "viewer/report/page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/names.h"
#include "viewer/model/escape.h"

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

const char *page_status(struct page *page, int32_t status)
{
	const char *name = status < 0 && status > -4096 ? strerrorname_np(-status) : NULL;

	if (name)
		return page_format(page, "-%s", name);
	if (status > -4096 && status < 4096)
		return page_format(page, "%" PRId32, status);
	name = names_find_ntstatus((uint32_t)status);
	if (name)
		return page_format(page, "%s (0x%08" PRIX32 ")", name, (uint32_t)status);
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
