/* Points in time as messages show them: MM/DD/YYYY-hh:mm:ss.mmm, or since the trace's begin. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct text;

enum {
	MOMENT_ROOM = 64 /* what one may write, if not all of it counts */
};

enum time_display {
	TIME_DISPLAY_LOCAL,
	TIME_DISPLAY_UTC,
	TIME_DISPLAY_RELATIVE
};

/* What was converted last: events come in runs of one second. */
struct moment_writer {
	enum time_display display;
	int64_t begin_ns; /* what TIME_DISPLAY_RELATIVE counts from */
	bool is_known;
	time_t second;
	int64_t second_ns; /* the same */
	char words[40];    /* of that second */
	size_t length;
};

void moment_writer_init(struct moment_writer *writer, enum time_display display);
/* Gives the end of what it wrote. */
char *moment_put(char *to, struct moment_writer *writer, int64_t time_ns);
void moment_write(struct text *text, struct moment_writer *writer, int64_t time_ns);
/* Windows' time: units of 100 ns since 1601; never relative. */
void moment_write_filetime(struct text *text, struct moment_writer *writer, uint64_t filetime);
/* A distance of such units: "1~02:03:04.005", days only when there are any. */
void moment_write_delta(struct text *text, uint64_t units);
