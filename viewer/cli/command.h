/* The commands of drvtrace. Each has a file of its own; main.c finds them in a table. */
#pragma once

struct options;

/* Exit statuses, beside those of the reports (enum verdict_status). */
enum {
	EXIT_WRONG = 2, /* a wrong call, or something that could not be read or recorded */
};

struct command {
	const char *name;
	const char *summary;   /* one line */
	const char *arguments; /* what stands behind the options */
	const char *notes;     /* the end of its help */
	unsigned int groups;   /* of options: enum option_group */
	int (*run)(const struct options *options);
};

extern const struct command command_record;
extern const struct command command_check;
extern const struct command command_leaks;
extern const struct command command_objects;
extern const struct command command_init;
extern const struct command command_log;
