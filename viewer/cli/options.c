#include "viewer/cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/message.h"
#include "viewer/cli/recording.h"
#include "viewer/report/moment.h"

enum color_choice {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER
};

struct parser {
	struct options *options;
	const char *command;
	unsigned int groups;
	enum color_choice color;
};

/* Sets what `value` says; false: the value is not one that the option takes. */
typedef bool option_set(struct parser *parser, const char *value);

struct option {
	unsigned int groups;
	const char *name; /* with its dashes */
	const char *short_name;
	const char *value; /* how the help names it; NULL: the option takes none */
	option_set *set;
	const char *help;
};

static bool set_folder(struct parser *parser, const char *value)
{
	parser->options->folder = value;
	return value[0] != '\0';
}

static bool set_loss(struct parser *parser, const char *value)
{
	parser->options->is_waiting = strcmp(value, "wait") == 0;
	return parser->options->is_waiting || strcmp(value, "discard") == 0;
}

static bool set_daemon(struct parser *parser, const char *value)
{
	parser->options->is_shared = strcmp(value, "running") == 0;
	return parser->options->is_shared || strcmp(value, "private") == 0;
}

static bool set_clock(struct parser *parser, const char *value)
{
	parser->options->is_tsc = strcmp(value, "tsc") == 0;
	return parser->options->is_tsc || strcmp(value, "monotonic") == 0;
}

static bool set_format(struct parser *parser, const char *value)
{
	bool is_json = strcmp(value, "json") == 0;

	parser->options->report.format = is_json ? REPORT_JSON : REPORT_TEXT;
	return is_json || strcmp(value, "text") == 0;
}

static bool set_color(struct parser *parser, const char *value)
{
	parser->color = strcmp(value, "always") == 0  ? COLOR_ALWAYS
			: strcmp(value, "never") == 0 ? COLOR_NEVER
						      : COLOR_AUTO;
	return parser->color != COLOR_AUTO || strcmp(value, "auto") == 0;
}

static bool set_reader(struct parser *parser, const char *value)
{
	static const char *const names[] = {
		[READER_AUTO] = "auto",
		[READER_NATIVE] = "native",
		[READER_BABELTRACE] = "babeltrace",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(value, names[i]) == 0) {
			parser->options->reader = (enum reader_choice)i;
			return true;
		}
	}
	return false;
}

static bool set_jobs(struct parser *parser, const char *value)
{
	char *end;
	unsigned long count = strtoul(value, &end, 10);

	parser->options->jobs = count;
	return *value >= '0' && *value <= '9' && !*end && count > 0 && count <= 256;
}

static bool set_driver(struct parser *parser, const char *value)
{
	parser->options->report.driver = value;
	return true;
}

static bool set_module(struct parser *parser, const char *value)
{
	parser->options->report.module = value;
	return true;
}

static bool set_kind(struct parser *parser, const char *value)
{
	parser->options->report.kind = value;
	return true;
}

static bool set_tag(struct parser *parser, const char *value)
{
	parser->options->report.tag = value;
	return true;
}

static bool set_site(struct parser *parser, const char *value)
{
	parser->options->report.site = value;
	return true;
}

static bool set_since(struct parser *parser, const char *value)
{
	return moment_parse(&parser->options->report.since, value) == 0;
}

static bool set_until(struct parser *parser, const char *value)
{
	return moment_parse(&parser->options->report.until, value) == 0;
}

static bool set_at(struct parser *parser, const char *value)
{
	return moment_parse(&parser->options->report.at, value) == 0;
}

static bool set_tree(struct parser *parser, const char *value)
{
	(void)value;
	return parser->options->report.tree = true;
}

static bool set_blame(struct parser *parser, const char *value)
{
	(void)value;
	return parser->options->report.blame = true;
}

static bool set_level(struct parser *parser, const char *value)
{
	int level = message_level_find(value);

	if (level <= 0)
		return false;
	parser->options->report.level = (uint8_t)level;
	return true;
}

static bool set_flag(struct parser *parser, const char *value)
{
	parser->options->report.flag = value;
	return true;
}

static bool set_function(struct parser *parser, const char *value)
{
	parser->options->report.function = value;
	return true;
}

static bool set_recorder(struct parser *parser, const char *value)
{
	parser->options->report.recorder = value;
	return true;
}

static bool set_grep(struct parser *parser, const char *value)
{
	parser->options->report.grep = value;
	return true;
}

static bool set_time(struct parser *parser, const char *value)
{
	enum time_display *time = &parser->options->report.time;

	*time = strcmp(value, "utc") == 0        ? TIME_DISPLAY_UTC
		: strcmp(value, "relative") == 0 ? TIME_DISPLAY_RELATIVE
						 : TIME_DISPLAY_LOCAL;
	return *time != TIME_DISPLAY_LOCAL || strcmp(value, "local") == 0;
}

static bool set_recorded_level(struct parser *parser, const char *value)
{
	int level = message_level_find(value);

	if (level <= 0)
		return false;
	parser->options->level = (uint8_t)level;
	return true;
}

/* Names that WPP takes, and the tracer's asterisk. */
static bool set_flags(struct parser *parser, const char *value)
{
	static const char valid[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_*";

	parser->options->flags = value;
	for (;;) {
		size_t length = strspn(value, valid);

		if (length == 0 || length > RECORDING_FLAG_MAX)
			return false;
		value += length;
		if (!*value)
			return true;
		if (*value++ != ',')
			return false;
	}
}

static bool set_snapshot(struct parser *parser, const char *value)
{
	(void)value;
	return parser->options->is_snapshot = true;
}

static bool set_url(struct parser *parser, const char *value)
{
	static const char *const schemes[] = { "net://", "net6://[" };

	parser->options->url = value;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncmp(value, schemes[i], strlen(schemes[i])) == 0)
			return value[strlen(schemes[i])];
	return false;
}

static bool set_follow(struct parser *parser, const char *value)
{
	(void)value;
	return parser->options->is_following = true;
}

static const struct option table[] = {
	{ OPTIONS_RECORD, "--output", "-o", "DIR", set_folder,
		"write the recording to DIR, which must be empty or not there" },
	{ OPTIONS_RECORD, "--loss", NULL, "discard|wait", set_loss,
		"when events come too fast: discard some (default), or wait for up to 100 ms "
		"each" },
	{ OPTIONS_RECORD, "--daemon", NULL, "private|running", set_daemon,
		"record with a session daemon of its own (default), or the one everybody uses" },
	{ OPTIONS_RECORD, "--clock", NULL, "monotonic|tsc", set_clock,
		"the kernel's clock (default), or the processor's time stamp counter" },
	{ OPTIONS_KEEP, "--level", NULL, "LEVEL", set_recorded_level,
		"of the messages only those of LEVEL and of the more severe ones" },
	{ OPTIONS_KEEP, "--flags", NULL, "NAME,...", set_flags,
		"of the messages only those of these flags" },
	{ OPTIONS_KEEP, "--snapshot", NULL, NULL, set_snapshot,
		"keep the newest events in memory; write them when COMMAND fails or on SIGUSR1" },
	{ OPTIONS_KEEP, "--url", NULL, "net://HOST", set_url,
		"send the recording to the relay daemon of HOST, where it can be followed" },
	{ OPTIONS_OBJECTS, "--at", NULL, "TIME", set_at, "only what was alive at TIME" },
	{ OPTIONS_OBJECTS, "--tree", NULL, NULL, set_tree, "objects below their owners" },
	{ OPTIONS_INIT, "--blame", NULL, NULL, set_blame,
		"a list by self time instead of the tree of phases" },
	{ OPTIONS_LOG, "--follow", NULL, NULL, set_follow,
		"TRACE is the URL of a relay daemon: print messages as they come" },
	{ OPTIONS_LOG, "--level", NULL, "LEVEL", set_level,
		"only messages of LEVEL and of the more severe ones" },
	{ OPTIONS_LOG, "--flag", NULL, "NAME", set_flag, "only messages of flag NAME" },
	{ OPTIONS_LOG, "--driver", NULL, "NAME", set_driver, "only messages of driver NAME" },
	{ OPTIONS_LOG, "--function", NULL, "NAME", set_function, "only messages of function NAME" },
	{ OPTIONS_LOG, "--recorder", NULL, "NAME", set_recorder,
		"only messages to the in-flight recorder's log NAME" },
	{ OPTIONS_LOG, "--grep", NULL, "TEXT", set_grep, "only messages whose text holds TEXT" },
	{ OPTIONS_LOG, "--since", NULL, "TIME", set_since, "only what happened at TIME or later" },
	{ OPTIONS_LOG, "--until", NULL, "TIME", set_until,
		"only what happened at TIME or earlier" },
	{ OPTIONS_LOG, "--time", NULL, "local|utc|relative", set_time,
		"how times are shown; relative: since the first event" },
	{ OPTIONS_REPORT | OPTIONS_LOG, "--format", NULL, "text|json", set_format,
		"how the report is printed" },
	{ OPTIONS_REPORT | OPTIONS_LOG, "--color", NULL, "auto|always|never", set_color,
		"colour text: on a terminal (default), always, never" },
	{ OPTIONS_REPORT | OPTIONS_LOG, "--reader", NULL, "auto|native|babeltrace", set_reader,
		"what reads the traces: the fastest that can (default), or this one" },
	{ OPTIONS_JOBS, "--jobs", "-j", "N", set_jobs,
		"how many threads work (default: one for each processor)" },
	{ OPTIONS_REPORT, "--driver", NULL, "NAME", set_driver, "only what driver NAME acquired" },
	{ OPTIONS_REPORT, "--module", NULL, "FILE", set_module,
		"only what was acquired from module FILE (name or path)" },
	{ OPTIONS_REPORT, "--kind", NULL, "KIND", set_kind,
		"only resources of KIND: pool, WDFMEMORY, ..." },
	{ OPTIONS_REPORT, "--tag", NULL, "TAG", set_tag, "only what bears the pool tag TAG" },
	{ OPTIONS_REPORT, "--site", NULL, "TEXT", set_site,
		"only what was acquired where \"function file:line\" holds TEXT" },
	{ OPTIONS_REPORT, "--since", NULL, "TIME", set_since,
		"only what was acquired or began at TIME or later" },
	{ OPTIONS_REPORT, "--until", NULL, "TIME", set_until,
		"only what was acquired or began at TIME or earlier" },
};
enum {
	OPTION_COUNT = sizeof(table) / sizeof(table[0])
};

/* `length` of `text` are the option's name. */
static const struct option *find(const struct parser *parser, const char *text, size_t length)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option *option = &table[i];

		if (!(option->groups & parser->groups))
			continue;
		if (strlen(option->name) == length && strncmp(option->name, text, length) == 0)
			return option;
		if (option->short_name && strlen(option->short_name) == length &&
			strncmp(option->short_name, text, length) == 0)
			return option;
	}
	return NULL;
}

/* What a value may be, where its name in the summary does not tell. */
static const char *values_of(const struct option *option)
{
	if (strcmp(option->value, "LEVEL") == 0)
		return "critical, error, warning, information, verbose, or a number from 1";
	if (strcmp(option->value, "TIME") == 0)
		return "+1.5ms (from the first event), ns since 1970, or 2026-11-21T09:34:19Z";
	return option->value;
}

/* Parses the option at arguments[0]; gives the number of arguments that it took, 0: wrong. */
static int parse_option(struct parser *parser, char **arguments)
{
	const char *text = arguments[0];
	size_t length = strcspn(text, "=");
	const struct option *option = find(parser, text, length);
	const char *value = text[length] == '=' ? text + length + 1 : NULL;
	int taken = 1;

	if (!option) {
		message_usage(parser->command, "unknown option '%.*s'", (int)length, text);
		return 0;
	}
	if (value && !option->value) {
		message_usage(parser->command, "option '%s' takes no value", option->name);
		return 0;
	}
	if (!value && option->value) {
		value = arguments[1];
		taken = 2;
	}
	if (!value && option->value) {
		message_usage(parser->command, "option '%s' needs a value: %s", option->name,
			option->value);
		return 0;
	}
	if (!option->set(parser, value)) {
		message_usage(parser->command, "'%s' is no value for '%s'; it takes %s", value,
			option->name, values_of(option));
		return 0;
	}
	return taken;
}

static bool wants_color(enum color_choice choice)
{
	const char *terminal = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");

	if (choice != COLOR_AUTO)
		return choice == COLOR_ALWAYS;

	return isatty(STDOUT_FILENO) && !(no_color && no_color[0]) && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

int options_parse(
	struct options *out, const char *command, unsigned int groups, int count, char **arguments)
{
	struct parser parser = { .options = out, .command = command, .groups = groups };
	int i = 0;

	*out = (struct options){ .arguments = arguments };
	while (i < count) {
		char *argument = arguments[i];
		int taken;

		if (strcmp(argument, "--") == 0) {
			i++;
			break;
		}
		if (argument[0] != '-' || argument[1] == '\0') {
			if (groups & OPTIONS_RECORD)
				break;
			arguments[out->argument_count++] = argument;
			i++;
			continue;
		}
		if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
			return OPTIONS_HELP;
		taken = parse_option(&parser, arguments + i);
		if (taken == 0)
			return OPTIONS_WRONG;
		i += taken;
	}
	while (i < count)
		arguments[out->argument_count++] = arguments[i++];
	arguments[out->argument_count] = NULL;
	out->report.color = wants_color(parser.color);
	return 0;
}

void options_print_help(unsigned int groups)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option *option = &table[i];
		char name[48];

		if (!(option->groups & groups))
			continue;
		snprintf(name, sizeof(name), "%s%s%s%s%s",
			option->short_name ? option->short_name : "",
			option->short_name ? ", " : "", option->name, option->value ? "=" : "",
			option->value ? option->value : "");
		printf("  %-26s  %s\n", name, option->help);
	}
	printf("  %-26s  %s\n", "-h, --help", "print this help");
}
