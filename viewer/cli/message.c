#include "viewer/cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	LINE_MAX_BYTES = 4096
};

/* Names given by the user can hold line feeds and escape sequences: a message stays one line. */
void message_clean(char *text)
{
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = '?';
}

static void print_line(const char *prefix, const char *format, va_list arguments)
{
	char line[LINE_MAX_BYTES];

	vsnprintf(line, sizeof(line), format, arguments);
	message_clean(line);
	fprintf(stderr, "%s: %s\n", prefix, line);
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
