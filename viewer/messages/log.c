#include "viewer/messages/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/log_internal.h"

enum {
	FLUSH_BYTES = 64 * 1024
};

int log_create(struct log **out, const struct log_options *options, const struct trace_list *list)
{
	struct log *log = calloc(1, sizeof(*log));
	int ret;

	if (!log)
		return -ENOMEM;
	log->options = *options;
	log->list = list;
	log->since_ns = INT64_MIN;
	log->until_ns = INT64_MAX;
	text_init(&log->lines);
	text_init(&log->text);
	text_init(&log->escaped);
	text_init(&log->host);
	log->host_trace = UINT32_MAX;
	ret = renderer_init(&log->renderer, options->prefix, options->display);
	if (ret < 0) {
		log_destroy(log);
		return ret;
	}
	if (options->is_json)
		log_json_begin(log);
	*out = log;
	return 0;
}

static void destroy_class(struct log_class *known)
{
	if (!known)
		return;
	program_finish(&known->line);
	program_finish(&known->text);
	format_finish(&known->format);
	text_finish(&known->head);
	for (size_t i = 0; i < known->head_count; i++)
		text_finish(&known->heads[i]);
	free(known->heads);
	free(known);
}

void log_destroy(struct log *log)
{
	if (!log)
		return;
	renderer_finish(&log->renderer);
	for (size_t i = 0; i < log->class_count; i++)
		destroy_class(log->classes[i]);
	free(log->classes);
	text_finish(&log->lines);
	text_finish(&log->text);
	text_finish(&log->escaped);
	text_finish(&log->host);
	free(log);
}

void log_begin(struct log *log, int64_t begin_ns, int64_t since_ns, int64_t until_ns)
{
	log->renderer.moments.begin_ns = begin_ns;
	log->since_ns = since_ns;
	log->until_ns = until_ns;
}

static int flush(struct log *log)
{
	if (log->lines.is_failed || log->text.is_failed || log->escaped.is_failed ||
		log->host.is_failed)
		return -ENOMEM;
	fwrite(log->lines.bytes, 1, log->lines.length, log->options.out);
	log->lines.length = 0;
	return ferror(log->options.out) ? -EIO : 0;
}

/* Written out now, or when there is enough of it. */
static int finish_line(struct log *log)
{
	int ret;

	if (!log->options.is_live && log->lines.length < FLUSH_BYTES && !log->lines.is_failed &&
		!log->text.is_failed)
		return 0;
	ret = flush(log);
	if (ret == 0 && log->options.is_live && fflush(log->options.out) != 0)
		ret = -EIO;
	return ret;
}

static bool is_hidden(const struct log_options *options, const struct message_class *class)
{
	if (options->driver && strcmp(options->driver, class->driver) != 0)
		return true;
	if (options->flag && strcmp(options->flag, class->flag) != 0)
		return true;
	if (options->function && strcmp(options->function, class->function) != 0)
		return true;
	return options->level && class->level != MESSAGE_LEVEL_OF_EVENT &&
	       class->level > options->level;
}

/* Behind those of the text is the name of the recorder's log that the message went to. */
static size_t find_recorder(const struct message_class *class)
{
	size_t last = class->parameter_count - 1;

	if (class->parameter_count && class->parameters[last].type == MESSAGE_TEXT &&
		strcmp(class->parameters[last].specifier, "!IFRLOG!") == 0)
		return last;
	return NO_RECORDER;
}

static int compile_class(
	struct log *log, struct log_class *known, const struct message_class *class)
{
	const struct log_options *options = &log->options;
	int ret = format_compile_message(&known->format, class);

	if (ret == 0 && !options->is_json)
		ret = program_compile(
			&known->line, &log->renderer, &known->format, class, PROGRAM_LINE);
	if (ret == 0 && (options->is_json || options->grep))
		ret = program_compile(
			&known->text, &log->renderer, &known->format, class, PROGRAM_TEXT);
	return ret;
}

static int describe_class(
	struct log_class **out, struct log *log, const struct message_class *class)
{
	struct log_class *known = calloc(1, sizeof(*known));
	int ret = 0;

	if (!known)
		return -ENOMEM;
	known->recorder = find_recorder(class);
	known->is_hidden = is_hidden(&log->options, class) ||
			   (log->options.recorder && known->recorder == NO_RECORDER);
	if (!class->problem)
		ret = compile_class(log, known, class);
	if (ret == 0 && log->options.is_json)
		ret = log_json_describe(log, known, class);
	if (ret < 0)
		destroy_class(known);
	else
		*out = known;
	return ret;
}

static int find_class(struct log_class **out, struct log *log, const struct message_class *class)
{
	int ret = 0;

	if (class->id >= log->class_count) {
		size_t count = (size_t) class->id * 2 + 16;
		struct log_class **grown =
			realloc(log->classes, count * sizeof(struct log_class *));

		if (!grown)
			return -ENOMEM;
		for (size_t i = log->class_count; i < count; i++)
			grown[i] = NULL;
		log->classes = grown;
		log->class_count = count;
	}
	if (!log->classes[class->id])
		ret = describe_class(&log->classes[class->id], log, class);
	*out = log->classes[class->id];
	return ret;
}

/* Lines of drivers in trouble stand out. */
static const char *color_of(uint8_t level)
{
	if (level == 1 || level == 2)
		return "\033[1;31m";
	if (level == 3)
		return "\033[1;33m";
	return level >= 5 && level != MESSAGE_LEVEL_OF_EVENT ? "\033[2m" : NULL;
}

static void write_line(struct log *log, const struct log_class *known, const struct event *event,
	const struct message_value *values)
{
	const char *color = log->options.has_color ? color_of(event->message.level) : NULL;
	struct text *lines = &log->lines;

	if (color)
		text_add_string(lines, color);
	if (event->message.class->problem)
		renderer_write_unknown_line(
			&log->renderer, lines, event, values, log->message_count);
	else
		program_run(&known->line, &log->renderer, &log->memo, lines, event, values,
			log->message_count);
	if (color)
		text_add_string(lines, "\033[0m");
	text_add(lines, "\n", 1);
}

/* The message's text for itself, where it is looked at. */
static void write_text(struct log *log, const struct log_class *known, const struct event *event,
	const struct message_value *values)
{
	log->text.length = 0;
	if (event->message.class->problem)
		renderer_write_unknown(&log->renderer, &log->text, event, values);
	else
		program_run(&known->text, &log->renderer, &log->memo, &log->text, event, values,
			log->message_count);
}

/* One that has no level is as severe as the tracer takes it for. */
static uint8_t level_of(const struct event *event)
{
	return event->message.level == MESSAGE_LEVEL_OF_EVENT ? MESSAGE_LEVEL_WITHOUT
							      : event->message.level;
}

/* What can be told without a look at the arguments. */
static bool is_wanted(struct log *log, const struct log_class *known, const struct event *event)
{
	if (known->is_hidden)
		return false;
	return !log->options.level || level_of(event) <= log->options.level;
}

static bool is_text(const struct message_value *value, const char *text)
{
	size_t length = strlen(text);

	return value->size_bytes == length && memcmp(value->bytes, text, length) == 0;
}

static bool is_shown(struct log *log, const struct log_class *known, const struct event *event,
	const struct message_value *values)
{
	const struct log_options *options = &log->options;

	if (options->recorder && !is_text(&values[known->recorder], options->recorder))
		return false;
	if (!options->grep && !options->is_json)
		return true;
	write_text(log, known, event, values);
	return !options->grep || memmem(log->text.bytes ? log->text.bytes : "", log->text.length,
					 options->grep, strlen(options->grep));
}

static bool is_same(const struct log *log, const struct event *a, const struct event *b)
{
	const struct trace *traces = log->list->traces;

	return a->trace != b->trace && a->pid == b->pid && a->tid == b->tid &&
	       a->message.cpu == b->message.cpu && a->trace < log->list->trace_count &&
	       b->trace < log->list->trace_count &&
	       strcmp(traces[a->trace].host, traces[b->trace].host) == 0 &&
	       strcmp(a->message.class->name, b->message.class->name) == 0;
}

/* A thread emits one event at a time: what is there again, in another trace, is a copy. */
static bool is_duplicate(struct log *log, const struct event *event)
{
	if (log->same_time_count && log->same_time[0].time_ns != event->time_ns)
		log->same_time_count = 0;
	for (size_t i = 0; i < log->same_time_count; i++)
		if (is_same(log, &log->same_time[i], event))
			return true;
	if (log->same_time_count < SAME_TIME_MAX)
		log->same_time[log->same_time_count++] = *event;
	return false;
}

static int feed_message(struct log *log, const struct event *event)
{
	struct log_class *known;
	const struct message_value *values;
	int ret;

	if (event->time_ns < log->since_ns || event->time_ns > log->until_ns)
		return 0;
	if (log->list->trace_count > 1 && is_duplicate(log, event))
		return 0;
	ret = find_class(&known, log, event->message.class);
	if (ret < 0)
		return ret;
	log->message_count++;
	log->unknown_count += event->message.class->problem != NULL;
	log->faulty_count += known->format.is_faulty;
	if (!is_wanted(log, known, event))
		return 0;
	values = packing_arguments(event, log->room);
	if (!is_shown(log, known, event, values))
		return 0;
	log->shown_count++;
	if (log->options.is_json)
		log_json_message(log, known, event, values);
	else
		write_line(log, known, event, values);
	return finish_line(log);
}

static void write_loss(struct log *log, const struct event *event)
{
	struct text *lines = &log->lines;
	struct moment_writer *moments = &log->renderer.moments;

	text_add_string(lines, log->options.has_color ? "\033[1;33m*** " : "*** ");
	/* Counts of threads that race may be negative; only their sum is right. */
	if (event->lost.count > 0)
		text_add_format(lines, "%" PRId64 " ", event->lost.count);
	text_add_string(lines, event->lost.is_packets ? "packets of events" : "events");
	text_add_string(lines, " were lost here: ");
	moment_write(lines, moments, event->lost.begin_ns);
	text_add_string(lines, " to ");
	if (event->lost.end_ns == INT64_MAX)
		text_add_string(lines, "the end of a damaged file");
	else
		moment_write(lines, moments, event->lost.end_ns);
	text_add_string(lines, log->options.has_color ? " ***\033[0m\n" : " ***\n");
}

static int feed_loss(struct log *log, const struct event *event)
{
	if (event->lost.end_ns < log->since_ns || event->lost.begin_ns > log->until_ns)
		return 0;
	if (log->options.is_json)
		log_json_loss(log, event);
	else
		write_loss(log, event);
	return finish_line(log);
}

int log_feed(struct log *log, const struct event *event)
{
	if (event->type == EVENT_MESSAGE)
		return feed_message(log, event);
	if (event->type == EVENT_LOST && (event->lost.count || !event->lost.is_packets))
		return feed_loss(log, event);
	return 0;
}

static void write_summary(struct log *log, bool is_complete)
{
	text_add_format(&log->lines,
		"\nSUMMARY: log shown=%" PRIu64 " messages=%" PRIu64 " lost_events=%" PRId64
		" lost_packets=%" PRId64 " unknown_formats=%" PRIu64 " format_errors=%" PRIu64
		" complete=%s\n",
		log->shown_count, log->message_count, log->list->discarded_events,
		log->list->discarded_packets, log->unknown_count, log->faulty_count,
		is_complete ? "yes" : "no");
}

int log_end(struct log *log)
{
	const struct trace_list *list = log->list;
	bool is_complete =
		!list->discarded_events && !list->discarded_packets && !list->problem_count;
	int ret;

	if (log->options.is_json)
		log_json_end(log, is_complete);
	else
		write_summary(log, is_complete);
	ret = flush(log);
	if (ret == 0 && fflush(log->options.out) != 0)
		ret = -EIO;
	return ret;
}
