/* The writing half of a run. */
#include "tracelib/tracewpp/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tracelib/tracewpp/calls.h"
#include "tracelib/tracewpp/emit.h"

/* A file that says the same already keeps its time, so that nothing is compiled again for it. */
static void write_file(struct run *run, const char *path, const struct text *text)
{
	struct source *before = source_read(path);
	FILE *file;

	if (before && before->size == text->size &&
		memcmp(before->text, text->bytes, text->size) == 0)
		return;
	file = fopen(path, "wb");
	if (!file || fwrite(text->bytes, 1, text->size, file) != text->size)
		run_say(run, path, strerror(errno));
	if (file && fclose(file) != 0)
		run_say(run, path, strerror(errno));
}

/* Each message with its lines, so that others can see what was not found. */
static void count_unit(struct run *run, const struct unit *unit)
{
	size_t errors = source_error_count();
	struct text text = { 0 };
	struct calls calls;

	calls_read(&calls, &run->config, unit->source);
	emit_tmh(&text, &run->config, unit->source, &calls);
	for (const struct call *call = calls.first; call; call = call->next)
		printf("%s:%zu-%zu: %s\n", unit->source->path, call->line, call->last_line,
			call->function->name);
	printf("%s: %zu messages, %zu errors\n", unit->source->path, calls.count,
		source_error_count() - errors);
}

static void write_unit(struct run *run, const struct unit *unit)
{
	struct calls calls;
	struct text text = { 0 };
	char *path;

	calls_read(&calls, &run->config, unit->source);
	path = pool_print("%s/%s", run->options.output, unit->output);
	if (list_has(&run->outputs, path)) {
		run_say(run, unit->source->path,
			pool_print("another file generates %s already", unit->output));
		return;
	}
	list_add(&run->outputs, path);
	emit_tmh(&text, &run->config, unit->source, &calls);
	write_file(run, path, &text);
}

/* For a .tmh that is included and that no file read is the source of. */
static void write_empty(struct run *run, const char *name)
{
	struct text text = { 0 };
	char *path = pool_print("%s/%s", run->options.output, name);

	if (list_has(&run->outputs, path) || strchr(name, '/'))
		return;
	list_add(&run->outputs, path);
	emit_empty_tmh(&text, &run->config);
	write_file(run, path, &text);
}

/* As make and ninja have it: what would end a name is escaped. */
static void add_dependency(struct text *text, const char *path)
{
	for (; *path; path++) {
		if (*path == ' ' || *path == '#')
			text_put(text, '\\');
		else if (*path == '$')
			text_put(text, '$');
		text_put(text, *path);
	}
}

static void write_depfile(struct run *run)
{
	struct text text = { 0 };

	for (size_t i = 0; i < run->outputs.count; i++) {
		text_print(&text, "%s", i ? " " : "");
		add_dependency(&text, run->outputs.items[i]);
	}
	text_print(&text, ":");
	for (size_t i = 0; i < run->inputs.count; i++) {
		text_print(&text, " \\\n ");
		add_dependency(&text, run->inputs.items[i]);
	}
	text_print(&text, "\n");
	write_file(run, run->options.depfile, &text);
}

int run_generate(struct run *run)
{
	size_t errors = source_error_count();

	run_read(run);
	for (const struct unit *unit = run->first; unit; unit = unit->next)
		if (unit->output && run->options.is_counting)
			count_unit(run, unit);
		else if (unit->output)
			write_unit(run, unit);
	for (size_t i = 0; i < run->wanted.count && !run->options.is_counting; i++)
		write_empty(run, run->wanted.items[i]);
	if (source_error_count() == errors && !run->failed && run->options.depfile)
		write_depfile(run);
	if (source_error_count() == errors && !run->failed)
		return 0;
	/* Nothing half-done is left behind to be compiled. */
	for (size_t i = 0; i < run->outputs.count; i++)
		unlink(run->outputs.items[i]);
	return 1;
}
