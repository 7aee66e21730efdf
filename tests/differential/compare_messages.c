#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tests/differential/comparison.h"
#include "viewer/model/packing.h"

#define NUMBER(member)                                                                             \
	comparison_number(comparison, #member, (int64_t)a->member, (int64_t)b->member)
#define TEXT(member) comparison_text(comparison, #member, a->member, b->member)

static void compare_labels(struct comparison *comparison, const struct message_parameter *left,
	const struct message_parameter *right)
{
	for (size_t i = 0; i < left->label_count && i < right->label_count; i++) {
		const struct message_label *a = &left->labels[i];
		const struct message_label *b = &right->labels[i];

		NUMBER(first);
		NUMBER(last);
		TEXT(text);
	}
}

static void compare_parameters(struct comparison *comparison, const struct message_parameter *a,
	const struct message_parameter *b)
{
	NUMBER(type);
	NUMBER(size_bytes);
	NUMBER(is_hexadecimal);
	TEXT(specifier);
	TEXT(expression);
	NUMBER(label_count);
	compare_labels(comparison, a, b);
}

static void compare_values(struct comparison *comparison, enum message_type type,
	const struct message_value *a, const struct message_value *b)
{
	switch (type) {
	case MESSAGE_UNSIGNED:
	case MESSAGE_SIGNED:
		NUMBER(number);
		break;
	case MESSAGE_REAL:
		/* Not a number is equal to itself here. */
		if (memcmp(&a->real, &b->real, sizeof(a->real)) != 0)
			comparison_differ(comparison, "event %" PRIu64 ": %g by babeltrace2, %g",
				comparison->number, a->real, b->real);
		break;
	case MESSAGE_TEXT:
	case MESSAGE_BYTES:
		NUMBER(size_bytes);
		if (a->size_bytes == b->size_bytes && a->size_bytes &&
			memcmp(a->bytes, b->bytes, a->size_bytes) != 0)
			comparison_differ(comparison,
				"event %" PRIu64 ": '%.*s' by babeltrace2, '%.*s'",
				comparison->number, (int)a->size_bytes, a->bytes,
				(int)b->size_bytes, b->bytes);
		break;
	default:
		break;
	}
}

static void compare_classes(
	struct comparison *comparison, const struct message_class *a, const struct message_class *b)
{
	TEXT(name);
	TEXT(driver);
	TEXT(text);
	TEXT(flag);
	TEXT(level_name);
	TEXT(function);
	TEXT(file);
	TEXT(control_guid);
	NUMBER(line);
	NUMBER(level);
	comparison_text(
		comparison, "problem", a->problem ? a->problem : "", b->problem ? b->problem : "");
	NUMBER(parameter_count);
	for (size_t i = 0; i < a->parameter_count && i < b->parameter_count; i++)
		compare_parameters(comparison, &a->parameters[i], &b->parameters[i]);
}

void comparison_messages(
	struct comparison *comparison, const struct event *a, const struct event *b)
{
	const struct message_class *class = a->message.class;
	struct message_value rooms[2][MESSAGE_PARAMETER_MAX];
	const struct message_value *left = packing_arguments(a, rooms[0]);
	const struct message_value *right = packing_arguments(b, rooms[1]);

	NUMBER(message.cpu);
	NUMBER(message.level);
	compare_classes(comparison, class, b->message.class);
	for (size_t i = 0; i < class->parameter_count && i < b->message.class->parameter_count; i++)
		compare_values(comparison, class->parameters[i].type, &left[i], &right[i]);
}

/* Everything that a line can have. */
static const char everything[] = "%7!u! %1!-12s!%2!s! %3!08X! %4!s! %5!x!%6!d! %8!d! %9!x! "
				 "%!FUNC!%!FLAGS!%!LEVEL!%!FILE!:%!LINE!%!SPACE!";

static const struct log_options forms[COMPARED_LOGS] = {
	{ .display = TIME_DISPLAY_UTC },
	{ .display = TIME_DISPLAY_RELATIVE, .prefix = everything, .has_color = true },
	{ .display = TIME_DISPLAY_UTC, .is_json = true },
};

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void open_logs(struct side *side)
{
	for (size_t i = 0; i < COMPARED_LOGS; i++) {
		struct compared_log *compared = &side->logs[i];
		struct log_options options = forms[i];

		compared->out = open_memstream(&compared->text, &compared->size);
		options.out = compared->out;
		if (!compared->out || log_create(&compared->log, &options, &side->list) < 0)
			fail("log_create");
	}
}

void comparison_open_logs(struct comparison *comparison)
{
	open_logs(&comparison->left);
	open_logs(&comparison->right);
}

static void feed_logs(struct side *side, const struct event *event, bool is_first)
{
	for (size_t i = 0; i < COMPARED_LOGS; i++) {
		if (is_first)
			log_begin(side->logs[i].log, event->time_ns, INT64_MIN, INT64_MAX);
		if (log_feed(side->logs[i].log, event) < 0)
			fail("log_feed");
	}
}

void comparison_feed_logs(
	struct comparison *comparison, const struct event *left, const struct event *right)
{
	feed_logs(&comparison->left, left, comparison->number == 0);
	feed_logs(&comparison->right, right, comparison->number == 0);
}

static void close_logs(struct side *side)
{
	for (size_t i = 0; i < COMPARED_LOGS; i++) {
		if (log_end(side->logs[i].log) < 0 || fclose(side->logs[i].out) != 0)
			fail("log_end");
		log_destroy(side->logs[i].log);
	}
}

/* The first line that differs. */
static void compare_texts(struct comparison *comparison, const char *left, const char *right)
{
	while (*left || *right) {
		size_t a = strcspn(left, "\n");
		size_t b = strcspn(right, "\n");

		if (a != b || memcmp(left, right, a) != 0) {
			comparison_differ(comparison, "log: by babeltrace2\n%.*s\nand else\n%.*s",
				(int)a, left, (int)b, right);
			return;
		}
		left += a + (left[a] != '\0');
		right += b + (right[b] != '\0');
	}
}

void comparison_close_logs(struct comparison *comparison)
{
	close_logs(&comparison->left);
	close_logs(&comparison->right);
	for (size_t i = 0; i < COMPARED_LOGS; i++) {
		struct compared_log *left = &comparison->left.logs[i];
		struct compared_log *right = &comparison->right.logs[i];

		compare_texts(comparison, left->text, right->text);
		free(left->text);
		free(right->text);
	}
}
