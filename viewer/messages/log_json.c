#include "viewer/messages/log_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/digits.h"

/* From a trace: escaped as in text, and then as JSON wants it. `escaped` is for that. */
static void add_text(struct text *out, struct text *escaped, const char *bytes, size_t size)
{
	escaped->length = 0;
	text_add_escaped(escaped, bytes, size);
	text_add(out, "\"", 1);
	text_add_quoted(out, escaped->bytes, escaped->length);
	text_add(out, "\"", 1);
}

static void add_key(struct text *out, const char *key)
{
	text_add(out, ",\"", 2);
	text_add_string(out, key);
	text_add(out, "\":", 2);
}

static void add_member(struct text *out, struct text *escaped, const char *key, const char *string)
{
	add_key(out, key);
	add_text(out, escaped, string, strlen(string));
}

static void add_number(struct text *out, const char *key, int64_t number)
{
	add_key(out, key);
	text_add_signed(out, number);
}

void log_json_begin(struct log *log)
{
	text_add_string(&log->lines, "{\"type\":\"begin\",\"schema\":\"drvtrace.log/1\"}\n");
}

static void add_level(struct text *out, uint8_t level)
{
	const char *name = message_level_name(level);

	add_number(out, "level", level);
	if (!name)
		return;
	add_key(out, "level_name");
	text_add(out, "\"", 1);
	text_add_string(out, name);
	text_add(out, "\"", 1);
}

int log_json_describe(struct log *log, struct log_class *known, const struct message_class *class)
{
	struct text *escaped = &log->escaped;
	struct text *head = &known->head;

	text_init(head);
	known->heads = calloc(class->parameter_count + 1, sizeof(*known->heads));
	if (!known->heads)
		return -ENOMEM;
	known->head_count = class->parameter_count;

	if (class->level != MESSAGE_LEVEL_OF_EVENT)
		add_level(head, class->level);
	add_member(head, escaped, "driver", class->driver);
	add_member(head, escaped, "event", class->name);
	add_member(head, escaped, "flag", class->flag);
	add_member(head, escaped, "function", class->function);
	add_member(head, escaped, "file", class->file);
	add_number(head, "line", class->line);
	if (class->problem)
		add_member(head, escaped, "problem", class->problem);
	text_add_string(head, ",\"text\":\"");
	for (size_t i = 0; i < class->parameter_count; i++) {
		struct text *argument = &known->heads[i];

		/* Behind the text, or another argument. */
		text_add_string(
			argument, i ? "},{\"specifier\":" : "\",\"arguments\":[{\"specifier\":");
		add_text(argument, escaped, class->parameters[i].specifier,
			strlen(class->parameters[i].specifier));
		add_member(argument, escaped, "expression", class->parameters[i].expression);
		text_add_string(argument, ",\"value\":");
		head->is_failed |= argument->is_failed;
	}
	return head->is_failed || escaped->is_failed ? -ENOMEM : 0;
}

static void add_bytes(struct text *out, const struct message_value *value)
{
	text_add(out, "\"", 1);
	for (size_t i = 0; i < value->size_bytes; i++)
		text_add_hexadecimal(out, (unsigned char)value->bytes[i], 2);
	text_add(out, "\"", 1);
}

static void add_hexadecimal(struct text *out, uint64_t number)
{
	text_add(out, "\"0x", 3);
	text_add_hexadecimal(out, number, 1);
	text_add(out, "\"", 1);
}

/* Numbers that their author wants to see in hexadecimal are addresses and codes: strings. */
static void add_value(struct log *log, const struct message_parameter *parameter,
	const struct message_value *value)
{
	unsigned int bits = parameter->size_bytes * 8u;
	struct text *out = &log->lines;

	switch (parameter->type) {
	case MESSAGE_UNSIGNED:
	case MESSAGE_SIGNED:
		if (parameter->is_hexadecimal)
			add_hexadecimal(out, bits && bits < 64
						     ? value->number & ((UINT64_C(1) << bits) - 1)
						     : value->number);
		else if (parameter->type == MESSAGE_SIGNED)
			text_add_signed(out, (int64_t)value->number);
		else
			text_add_decimal(out, value->number);
		break;
	case MESSAGE_REAL:
		if (isfinite(value->real))
			text_add_format(out, "%.17g", value->real);
		else
			text_add_string(out, "null");
		break;
	case MESSAGE_TEXT:
		add_text(out, &log->escaped, value->bytes, value->size_bytes);
		break;
	case MESSAGE_BYTES:
		add_bytes(out, value);
		break;
	default:
		text_add_string(out, "null");
	}
}

/* One trace follows another seldom. */
static const struct text *host_of(struct log *log, uint32_t trace)
{
	struct text *host = &log->host;

	if (trace != log->host_trace) {
		host->length = 0;
		log->host_trace = trace;
		if (trace < log->list->trace_count && log->list->traces[trace].host)
			add_member(host, &log->escaped, "host", log->list->traces[trace].host);
	}
	return host;
}

/* Words of ours, into memory that is known to be large enough; gives their end. */
#define PUT(to, words) ((char *)memcpy(to, words, sizeof(words) - 1) + sizeof(words) - 1)

enum {
	/* For all words and numbers that stand before what the class says. */
	HEAD_ROOM = 256
};

static char *put_head(
	char *to, const struct log *log, const struct event *event, const struct text *host)
{
	to = PUT(to, "{\"type\":\"message\",\"number\":");
	to = digits_put_decimal(to, log->message_count);
	to = PUT(to, ",\"time_ns\":");
	to = digits_put_signed(to, event->time_ns);
	if (host->length)
		memcpy(to, host->bytes, host->length);
	to = PUT(to + host->length, ",\"pid\":");
	to = digits_put_signed(to, event->pid);
	to = PUT(to, ",\"tid\":");
	to = digits_put_signed(to, event->tid);
	if (event->message.cpu >= 0) {
		to = PUT(to, ",\"cpu\":");
		to = digits_put_signed(to, event->message.cpu);
	}
	return to;
}

void log_json_message(struct log *log, const struct log_class *known, const struct event *event,
	const struct message_value *values)
{
	const struct message_class *class = event->message.class;
	const struct text *host = host_of(log, event->trace);
	struct text *out = &log->lines;

	if (!text_reserve(out, HEAD_ROOM + host->length))
		return;
	text_end(out, put_head(out->bytes + out->length, log, event, host));
	if (class->level == MESSAGE_LEVEL_OF_EVENT && event->message.level != class->level)
		add_level(out, event->message.level);
	text_add(out, known->head.bytes, known->head.length);
	text_add_quoted(out, log->text.bytes, log->text.length);
	for (size_t i = 0; i < class->parameter_count; i++) {
		text_add(out, known->heads[i].bytes, known->heads[i].length);
		add_value(log, &class->parameters[i], &values[i]);
	}
	text_add_string(out, class->parameter_count ? "}]}\n" : "\",\"arguments\":[]}\n");
}

void log_json_loss(struct log *log, const struct event *event)
{
	struct text *out = &log->lines;

	text_add_format(out, "{\"type\":\"loss\",\"unit\":\"%s\"",
		event->lost.is_packets ? "packets" : "events");
	if (event->lost.count > 0)
		add_number(out, "count", event->lost.count);
	add_number(out, "begin_ns", event->lost.begin_ns);
	if (event->lost.end_ns != INT64_MAX)
		add_number(out, "end_ns", event->lost.end_ns);
	text_add_string(out, "}\n");
}

void log_json_end(struct log *log, bool is_complete)
{
	struct text *out = &log->lines;

	text_add_string(out, "{\"type\":\"end\"");
	add_number(out, "shown", (int64_t)log->shown_count);
	add_number(out, "messages", (int64_t)log->message_count);
	add_number(out, "lost_events", log->list->discarded_events);
	add_number(out, "lost_packets", log->list->discarded_packets);
	add_number(out, "unknown_formats", (int64_t)log->unknown_count);
	add_number(out, "format_errors", (int64_t)log->faulty_count);
	text_add_format(out, ",\"complete\":%s}\n", is_complete ? "true" : "false");
}
