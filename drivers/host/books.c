#include "drivers/host/books.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/resource.h"

static FILE *stream; /* owned: the records so far, in `text` */
static char *text;   /* owned */
static size_t length;
static bool is_kept;
static bool is_lost;
static bool has_record;

static const char *const outcomes[] = {
	[BOOKS_UNLOADED] = "unloaded",
	[BOOKS_ENTRY_FAILED] = "entry-failed",
	[BOOKS_NOT_UNLOADED] = "not-unloaded",
	[BOOKS_STOPPED] = "stopped",
};

static void write_string(const char *string)
{
	fputc('"', stream);
	for (; *string; string++) {
		if (*string == '"' || *string == '\\')
			fprintf(stream, "\\%c", *string);
		else if ((unsigned char)*string < 0x20)
			fprintf(stream, "\\u%04x", (unsigned char)*string);
		else
			fputc(*string, stream);
	}
	fputc('"', stream);
}

/* Four characters in the order of memory, as the driver's author reads them. */
static void write_tag(uint32_t tag)
{
	char characters[5] = "";

	if (tag == 0) {
		fputs("null", stream);
		return;
	}
	memcpy(characters, &tag, sizeof(tag));
	for (size_t i = 0; i < sizeof(tag); i++) {
		if (characters[i] < ' ' || characters[i] > '~')
			characters[i] = '.';
	}
	write_string(characters);
}

static void write_resource(const struct io_resource *resource, void *argument)
{
	bool *is_first = argument;

	fprintf(stream, "%s\n    {\"kind\":", *is_first ? "" : ",");
	*is_first = false;
	write_string(resource->kind->name);
	fprintf(stream, ",\"handle\":\"%p\",\"tag\":", resource->handle);
	write_tag(resource->tag);
	fprintf(stream, ",\"size_bytes\":%" PRIu64 ",\"owner\":", resource->size);
	if (resource->owner)
		fprintf(stream, "\"%p\"}", resource->owner);
	else
		fputs("null}", stream);
}

void books_begin(void)
{
	is_kept = true;
}

void books_close_driver(const struct io_driver *driver, enum books_outcome outcome, NTSTATUS status)
{
	bool is_first = true;

	if (!is_kept)
		return;
	if (!stream)
		stream = open_memstream(&text, &length);
	if (!stream) {
		is_lost = true;
		return;
	}
	fputs(has_record ? ",\n  {\"driver\":" : "\n  {\"driver\":", stream);
	has_record = true;
	write_string(io_driver_name(driver));
	fprintf(stream, ",\"outcome\":\"%s\",\"status\":\"0x%08x\",\"outstanding\":[",
		outcomes[outcome], (unsigned int)status);
	io_resource_visit(driver, write_resource, &is_first);
	fputs("]}", stream);
}

int books_write(const char *path)
{
	FILE *file;
	int error = 0;

	if (stream && fflush(stream) != 0)
		is_lost = true;
	if (is_lost)
		return -ENOMEM;
	file = fopen(path, "w");
	if (!file)
		return -errno;
	if (fprintf(file, "{\"schema\":\"drvtrace.books/1\",\"unloads\":[%s]}\n",
		    text ? text : "") < 0)
		error = -errno;
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	return error;
}

void books_finish(void)
{
	if (stream)
		fclose(stream);
	free(text);
	stream = NULL;
	text = NULL;
}
