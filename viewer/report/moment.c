#include "viewer/report/moment.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "viewer/report/analysis.h"

enum {
	WRONG = 1,
	NS_DIGITS = 9,
};

static const int64_t ns_per_s = 1000000000;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const struct {
	const char *name;
	int64_t ns;
} units[] = {
	{ "", 1000000000 },
	{ "s", 1000000000 },
	{ "ms", 1000000 },
	{ "us", 1000 },
	{ "µs", 1000 },
	{ "ns", 1 },
	{ "m", INT64_C(60000000000) },
};

/* Digits, not strtod(): the exact nanosecond counts, and the locale must not. */
static int parse_distance(int64_t *out, const char *text)
{
	int64_t whole = 0, fraction = 0, scale = 1;
	bool has_digits = false;

	for (; is_digit(*text); text++, has_digits = true)
		if (__builtin_mul_overflow(whole, 10, &whole) ||
			__builtin_add_overflow(whole, *text - '0', &whole))
			return WRONG;
	if (*text == '.')
		for (text++; is_digit(*text); text++, has_digits = true)
			if (scale < ns_per_s * ns_per_s / 10) {
				fraction = fraction * 10 + (*text - '0');
				scale *= 10;
			}
	if (!has_digits)
		return WRONG;

	while (*text == ' ')
		text++;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int64_t ns;

		if (strcmp(text, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(whole, units[i].ns, &ns))
			return WRONG;
		/* Exact where it can be: a unit has at most 11 digits, a double 15. */
		*out = ns + (int64_t)((double)fraction / (double)scale * (double)units[i].ns + 0.5);
		return 0;
	}
	return WRONG;
}

static int parse_epoch(int64_t *out, const char *text)
{
	char *end;

	errno = 0;
	*out = strtoll(text, &end, 10);
	return errno != 0 || *end != '\0' || end == text ? WRONG : 0;
}

/* The fraction of a second at `text`, in nanoseconds; `end` is behind it. */
static int64_t parse_fraction(const char *text, const char **end)
{
	int64_t ns = 0;
	int count = 0;

	if (*text == '.')
		for (text++; is_digit(*text); text++)
			if (count < NS_DIGITS) {
				ns = ns * 10 + (*text - '0');
				count++;
			}
	for (; count < NS_DIGITS; count++)
		ns *= 10;
	*end = text;
	return ns;
}

static int parse_date(int64_t *out, const char *text)
{
	struct tm parts = { .tm_isdst = -1 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
	int64_t fraction;
	time_t seconds;

	if (!end)
		end = strptime(text, "%Y-%m-%d %H:%M:%S", &parts);
	if (!end)
		return WRONG;

	fraction = parse_fraction(end, &end);
	parts.tm_isdst = -1;
	if (strcmp(end, "Z") == 0)
		seconds = timegm(&parts);
	else if (*end == '\0')
		seconds = mktime(&parts);
	else
		return WRONG;

	*out = (int64_t)seconds * ns_per_s + fraction;
	return 0;
}

int moment_parse(struct moment *out, const char *text)
{
	enum moment_base base = MOMENT_EPOCH;
	int64_t ns;
	int result;

	if (text[0] == '+') {
		base = MOMENT_BEGIN;
		result = parse_distance(&ns, text + 1);
	} else if (strchr(text, ':')) {
		result = parse_date(&ns, text);
	} else {
		result = parse_epoch(&ns, text);
	}
	if (result == 0)
		*out = (struct moment){ base, ns };
	return result;
}
