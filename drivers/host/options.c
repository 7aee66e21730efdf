#include "drivers/host/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
	OPTION_SCENARIO = 256,
	OPTION_FAIL,
	OPTION_FAIL_AT,
	OPTION_REGISTRY,
	OPTION_REPEAT,
	OPTION_BOOKS,
	OPTION_CLOCK_RATE,
	OPTION_NO_START,
	OPTION_SPECIAL_POOL,
	OPTION_LIST_POINTS,
	OPTION_HELP,
	OPTION_VERSION,
};

static const struct option long_options[] = {
	{ "scenario", required_argument, NULL, OPTION_SCENARIO },
	{ "fail", required_argument, NULL, OPTION_FAIL },
	{ "fail-at", required_argument, NULL, OPTION_FAIL_AT },
	{ "registry", required_argument, NULL, OPTION_REGISTRY },
	{ "repeat", required_argument, NULL, OPTION_REPEAT },
	{ "books", required_argument, NULL, OPTION_BOOKS },
	{ "clock-rate", required_argument, NULL, OPTION_CLOCK_RATE },
	{ "no-start", no_argument, NULL, OPTION_NO_START },
	{ "special-pool", no_argument, NULL, OPTION_SPECIAL_POOL },
	{ "list-points", no_argument, NULL, OPTION_LIST_POINTS },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ NULL, 0, NULL, 0 },
};

struct parser {
	struct options *out;
	char *error;
	size_t error_size;
};

static int read_number(
	const struct parser *parser, uint32_t *out, const char *option, const char *text)
{
	unsigned long number = 0;
	char *end = NULL;

	errno = 0;
	if (*text >= '0' && *text <= '9')
		number = strtoul(text, &end, 10);
	if (!end || *end != '\0' || errno != 0 || number == 0 || number > UINT32_MAX) {
		snprintf(parser->error, parser->error_size, "%s: '%s' is not a number from 1 on",
			option, text);
		return -EINVAL;
	}
	*out = (uint32_t)number;
	return 0;
}

/* N or N/M. */
static int read_clock_rate(const struct parser *parser, const char *text)
{
	static const char option[] = "--clock-rate";
	char times[16];
	size_t length = strcspn(text, "/");
	int result;

	if (length >= sizeof(times))
		return read_number(parser, &parser->out->clock_rate, option, text);
	memcpy(times, text, length);
	times[length] = '\0';
	result = read_number(parser, &parser->out->clock_rate, option, times);
	if (result < 0 || text[length] == '\0')
		return result;
	return read_number(parser, &parser->out->clock_per, option, text + length + 1);
}

/* NAME or NAME:N. */
static int read_fail_at(const struct parser *parser, const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);

	if (length == 0 || length >= sizeof(parser->out->point)) {
		snprintf(parser->error, parser->error_size, "--fail-at: '%s' does not name a call",
			text);
		return -EINVAL;
	}
	memcpy(parser->out->point, text, length);
	parser->out->point[length] = '\0';
	parser->out->fail_point = parser->out->point;
	parser->out->fail_nth = 1;
	return colon ? read_number(parser, &parser->out->fail_nth, "--fail-at", colon + 1) : 0;
}

static int read_fail(const struct parser *parser, int id, const char *text)
{
	if (parser->out->fail_nth != 0) {
		snprintf(parser->error, parser->error_size,
			"one call fails in a run: --fail and --fail-at are given more than once");
		return -EINVAL;
	}
	if (id == OPTION_FAIL)
		return read_number(parser, &parser->out->fail_nth, "--fail", text);
	return read_fail_at(parser, text);
}

static int read_option(const struct parser *parser, int id, char **argv)
{
	struct options *out = parser->out;

	switch (id) {
	case OPTION_SCENARIO:
		out->scenario = optarg;
		return 0;
	case OPTION_FAIL:
	case OPTION_FAIL_AT:
		return read_fail(parser, id, optarg);
	case OPTION_REPEAT:
		return read_number(parser, &out->repeat, "--repeat", optarg);
	case OPTION_REGISTRY:
		out->registry = optarg;
		return 0;
	case OPTION_BOOKS:
		out->books = optarg;
		return 0;
	case OPTION_CLOCK_RATE:
		return read_clock_rate(parser, optarg);
	case OPTION_NO_START:
		out->no_start = true;
		return 0;
	case OPTION_SPECIAL_POOL:
		out->special_pool = true;
		return 0;
	case OPTION_LIST_POINTS:
		out->list_points = true;
		return 0;
	case OPTION_HELP:
		out->wants_help = true;
		return 0;
	case OPTION_VERSION:
		out->wants_version = true;
		return 0;
	case ':':
		snprintf(parser->error, parser->error_size, "%s: its value is missing",
			argv[optind - 1]);
		return -EINVAL;
	default:
		snprintf(parser->error, parser->error_size, "%s: no such option", argv[optind - 1]);
		return -EINVAL;
	}
}

int options_parse(struct options *out, int argc, char **argv, char *error, size_t error_size)
{
	struct parser parser = { out, error, error_size };
	int id;

	*out = (struct options){ .repeat = 1, .clock_rate = 1, .clock_per = 1 };
	optind = 0;
	opterr = 0;
	while ((id = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		int result = read_option(&parser, id, argv);

		if (result < 0)
			return result;
	}

	out->drivers = argv + optind;
	out->driver_count = (size_t)(argc - optind);
	if (out->driver_count == 0 && !out->wants_help && !out->wants_version) {
		snprintf(error, error_size, "no driver is given");
		return -EINVAL;
	}
	if (out->scenario && out->no_start) {
		snprintf(error, error_size, "--no-start: the scenario says what is started");
		return -EINVAL;
	}
	return 0;
}
