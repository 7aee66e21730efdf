#include "viewer/messages/moment_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "viewer/messages/digits.h"
#include "viewer/messages/text.h"

static const int64_t ns_per_second = 1000000000;
static const uint64_t units_per_second = 10000000;
static const int64_t seconds_from_1601_to_1970 = 11644473600;

void moment_writer_init(struct moment_writer *writer, enum time_display display)
{
	*writer = (struct moment_writer){ .display = display };
}

static void convert(struct moment_writer *writer, time_t second)
{
	struct tm parts = { 0 };
	int length;

	if (writer->is_known && writer->second == second)
		return;
	if (writer->display == TIME_DISPLAY_UTC)
		gmtime_r(&second, &parts);
	else
		localtime_r(&second, &parts);
	length = snprintf(writer->words, sizeof(writer->words), "%02d/%02d/%04d-%02d:%02d:%02d",
		parts.tm_mon + 1, parts.tm_mday, parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
		parts.tm_sec);
	writer->length = length > 0 ? (size_t)length : 0;
	writer->second = second;
	writer->second_ns = (int64_t)second * ns_per_second;
	/* Others do not count in 64 bits, and would be taken for one that does. */
	writer->is_known = second > INT64_MIN / ns_per_second && second < INT64_MAX / ns_per_second;
}

/* Behind the words of the second. */
static inline char *put_second(
	char *to, const struct moment_writer *writer, unsigned int millisecond)
{
	memcpy(to, writer->words, sizeof(writer->words));
	to += writer->length;
	to[0] = '.';
	to[1] = (char)('0' + millisecond / 100);
	to[2] = (char)('0' + millisecond / 10 % 10);
	to[3] = (char)('0' + millisecond % 10);
	return to + 4;
}

static char *put_relative(char *to, int64_t time_ns, int64_t begin_ns)
{
	bool is_before = time_ns < begin_ns;
	/* The times of a trace can be anything. */
	uint64_t ns = is_before ? (uint64_t)begin_ns - (uint64_t)time_ns
				: (uint64_t)time_ns - (uint64_t)begin_ns;
	uint64_t rest = ns % (uint64_t)ns_per_second;

	*to++ = is_before ? '-' : '+';
	to = digits_put_decimal(to, ns / (uint64_t)ns_per_second);
	/* The one in front keeps the zeros, and becomes the point. */
	digits_put_decimal(to, rest + (uint64_t)ns_per_second);
	*to = '.';
	to[10] = 's';
	return to + 11;
}

char *moment_put(char *to, struct moment_writer *writer, int64_t time_ns)
{
	uint64_t ns = (uint64_t)time_ns - (uint64_t)writer->second_ns;

	if (writer->display == TIME_DISPLAY_RELATIVE)
		return put_relative(to, time_ns, writer->begin_ns);
	if (!writer->is_known || ns >= (uint64_t)ns_per_second) {
		int64_t second = time_ns / ns_per_second;

		second -= time_ns % ns_per_second < 0;
		convert(writer, (time_t)second);
		ns = (uint64_t)time_ns - (uint64_t)writer->second_ns;
	}
	return put_second(to, writer, (unsigned int)(ns / 1000000));
}

void moment_write(struct text *text, struct moment_writer *writer, int64_t time_ns)
{
	if (text_reserve(text, MOMENT_ROOM))
		text_end(text, moment_put(text->bytes + text->length, writer, time_ns));
}

void moment_write_filetime(struct text *text, struct moment_writer *writer, uint64_t filetime)
{
	if (!text_reserve(text, MOMENT_ROOM))
		return;
	convert(writer,
		(time_t)((int64_t)(filetime / units_per_second) - seconds_from_1601_to_1970));
	text_end(text, put_second(text->bytes + text->length, writer,
			       (unsigned int)(filetime % units_per_second / 10000)));
}

void moment_write_delta(struct text *text, uint64_t units)
{
	uint64_t ms = units / 10000;
	uint64_t seconds = ms / 1000;

	if (seconds >= 86400)
		text_add_format(text, "%" PRIu64 "~", seconds / 86400);
	text_add_format(text, "%02" PRIu64 ":%02" PRIu64 ":%02" PRIu64 ".%03" PRIu64,
		seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, ms % 1000);
}
