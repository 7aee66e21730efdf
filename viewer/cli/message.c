#include "viewer/cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "viewer/model/escape.h"

enum {
	LINE_MAX_BYTES = 4096
};

MESSAGE_FORMAT(2, 0)
static void print_line(const char *prefix, const char *format, va_list arguments)
{
	char line[LINE_MAX_BYTES];
	char *clean;

	vsnprintf(line, sizeof(line), format, arguments);
	/* Names can hold line feeds and what a terminal obeys: a message stays one line. */
	clean = escape_text(line);
	fprintf(stderr, "%s: %s\n", prefix, clean ? clean : "out of memory");
	free(clean);
}

void message_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line("drvtrace", format, arguments);
	va_end(arguments);
}

void message_note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line("drvtrace", format, arguments);
	va_end(arguments);
}

void message_usage(const char *command, const char *format, ...)
{
	char prefix[64];
	va_list arguments;

	snprintf(
		prefix, sizeof(prefix), "drvtrace%s%s", command ? " " : "", command ? command : "");
	va_start(arguments, format);
	print_line(prefix, format, arguments);
	va_end(arguments);
	fprintf(stderr, "Try '%s --help'.\n", prefix);
}
