#include <string.h>

#include "viewer/report/page.h"

static bool is_module(const char *path, const char *wanted)
{
	const char *slash = strrchr(path, '/');

	return strcmp(path, wanted) == 0 || (slash && strcmp(slash + 1, wanted) == 0);
}

static bool shows_site(struct page *page, uint32_t site)
{
	const struct report_options *options = page->options;
	const struct place *place;

	if (!options->module && !options->site)
		return true;
	place = page_place(page, site);
	if (options->module && !is_module(place->module, options->module))
		return false;
	return !options->site || strstr(place->text, options->site);
}

bool page_shows(struct page *page, const struct subject *subject)
{
	const struct report_options *options = page->options;

	if (subject->time_ns < page->since_ns || subject->time_ns > page->until_ns)
		return false;
	if (options->driver && strcmp(page_string(page, subject->driver), options->driver) != 0)
		return false;
	if (subject->has_no_resource)
		return shows_site(page, subject->site);
	if (options->kind && strcmp(page_string(page, subject->kind), options->kind) != 0)
		return false;
	if (options->tag &&
		(!subject->tag || strcmp(page_tag(page, subject->tag), options->tag) != 0))
		return false;
	return shows_site(page, subject->site);
}
