#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/report/page.h"
#include "viewer/symbols/symbols.h"

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static const char *shorten(const struct page *page, const char *file)
{
	const char *directory = page->options->directory;
	size_t length = directory ? strlen(directory) : 0;

	while (length && directory[length - 1] == '/')
		length--;
	if (length && strncmp(file, directory, length) == 0 && file[length] == '/')
		return file + length + 1;
	return last_part(file);
}

static void locate(struct page *page, struct place *place, const struct site *site)
{
	const struct strings *strings = page->results->strings;
	struct location location = { 0 };
	int status;

	if (!page->options->symbols) {
		place->missing = "no symbols were asked for";
		return;
	}
	status = symbols_find(page->options->symbols, strings_get(strings, site->module_path),
		strings_get(strings, site->build_id), site->offset, true, &location);
	if (status < 0) {
		page->status = status;
		return;
	}
	if (location.function)
		place->function = page_escape(page, location.function);
	if (location.file) {
		place->file = page_escape(page, location.file);
		place->short_file = shorten(page, place->file);
		place->line = location.line;
	}
	if (location.missing)
		place->missing = page_escape(page, location.missing);
}

static const char *describe(struct page *page, const struct place *place)
{
	const char *module = last_part(place->module);

	if (!*place->module)
		return page_format(page, "0x%" PRIx64, place->offset);
	if (!*place->function && !*place->file)
		return page_format(page, "%s+0x%" PRIx64, module, place->offset);
	if (!*place->file)
		return page_format(
			page, "%s %s+0x%" PRIx64, place->function, module, place->offset);
	return page_format(page, "%s%s%s:%" PRIu32, place->function, *place->function ? " " : "",
		place->short_file, place->line);
}

static void fill(struct page *page, struct place *place, const struct site *site)
{
	place->offset = site->offset;
	if (site->module_path) {
		place->module = page_string(page, site->module_path);
		place->build_id = page_string(page, site->build_id);
		if (site->is_framework)
			place->missing = "the framework's own call, not the driver's";
		else
			locate(page, place, site);
	} else {
		place->missing = "no module of the trace is at this address";
	}
	place->text = site->is_framework ? "the framework" : describe(page, place);
}

static bool reserve(struct page *page)
{
	size_t count = page->results->sites->count + 1;

	if (page->places)
		return true;
	page->places = calloc(count, sizeof(struct place *));
	if (!page->places) {
		page->status = -ENOMEM;
		return false;
	}
	page->place_count = count;
	return true;
}

const struct place *page_place(struct page *page, uint32_t site)
{
	static const struct place nowhere = { "", "", "", "", 0, "", "", 0,
		"the trace does not tell the call site" };
	struct place *place;

	if (!site || !reserve(page))
		return &nowhere;
	if (page->places[site])
		return page->places[site];
	place = malloc(sizeof(*place));
	if (!place) {
		page->status = -ENOMEM;
		return &nowhere;
	}
	*place = nowhere;
	place->missing = NULL;
	page->places[site] = place;
	fill(page, place, sites_get(page->results->sites, site));
	return place;
}
