#include "viewer/messages/moment_text.h"

#include <inttypes.h>
#include <stdio.h>

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

	if (writer->is_known && writer->second == second)
		return;
	if (writer->display == TIME_DISPLAY_UTC)
		gmtime_r(&second, &parts);
	else
		localtime_r(&second, &parts);
	writer->length = snprintf(writer->words, sizeof(writer->words),
		"%02d/%02d/%04d-%02d:%02d:%02d", parts.tm_mon + 1, parts.tm_mday,
		parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
	writer->second = second;
	writer->is_known = true;
}

static void write_moment(
	struct text *text, struct moment_writer *writer, int64_t second, unsigned int millisecond)
{
	char fraction[4];

	convert(writer, (time_t)second);
	fraction[0] = '.';
	fraction[1] = (char)('0' + millisecond / 100);
	fraction[2] = (char)('0' + millisecond / 10 % 10);
	fraction[3] = (char)('0' + millisecond % 10);
	text_add(text, writer->words, (size_t)writer->length);
	text_add(text, fraction, sizeof(fraction));
}

static void write_relative(struct text *text, int64_t time_ns, int64_t begin_ns)
{
	bool is_before = time_ns < begin_ns;
	/* The times of a trace can be anything. */
	uint64_t ns = is_before ? (uint64_t)begin_ns - (uint64_t)time_ns
				: (uint64_t)time_ns - (uint64_t)begin_ns;

	text_add_format(text, "%c%" PRIu64 ".%09" PRIu64 "s", is_before ? '-' : '+',
		ns / (uint64_t)ns_per_second, ns % (uint64_t)ns_per_second);
}

void moment_write(struct text *text, struct moment_writer *writer, int64_t time_ns)
{
	int64_t second = time_ns / ns_per_second;
	int64_t ns = time_ns % ns_per_second;

	if (writer->display == TIME_DISPLAY_RELATIVE) {
		write_relative(text, time_ns, writer->begin_ns);
		return;
	}
	if (ns < 0) {
		ns += ns_per_second;
		second--;
	}
	write_moment(text, writer, second, (unsigned int)(ns / 1000000));
}

void moment_write_filetime(struct text *text, struct moment_writer *writer, uint64_t filetime)
{
	write_moment(text, writer,
		(int64_t)(filetime / units_per_second) - seconds_from_1601_to_1970,
		(unsigned int)(filetime % units_per_second / 10000));
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
