/* The reading half of a run. */
#include "tracelib/tracewpp/run.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tracelib/tracewpp/project.h"
#include "tracelib/tracewpp/token.h"

void run_init(struct run *run)
{
	*run = (struct run){ .end = &run->first };
	config_init(&run->config);
}

void run_say(struct run *run, const char *path, const char *text)
{
	source_complain(path, text);
	run->failed++;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? pool_copy(path, (size_t)(slash - path) + 1) : pool_copy("", 0);
}

static bool has_stem(const char *name, const char *tmh)
{
	const char *dot = strrchr(name, '.');
	size_t length = dot ? (size_t)(dot - name) : strlen(name);
	size_t tmh_length = strlen(tmh) - strlen(".tmh");

	return (length == tmh_length && strncasecmp(name, tmh, length) == 0) ||
	       (strlen(name) == tmh_length && strncasecmp(name, tmh, tmh_length) == 0);
}

/* The file's own .tmh, among those it includes: named like it, or the only one. */
static const char *choose_output(const struct source *source, const struct list *included)
{
	for (size_t i = 0; i < included->count; i++) {
		const char *slash = strrchr(included->items[i], '/');
		const char *name = slash ? slash + 1 : included->items[i];

		if (has_stem(source->name, name))
			return name;
	}
	return included->count == 1 && !strchr(included->items[0], '/') ? included->items[0] : NULL;
}

static char *with_slashes(const char *path)
{
	char *copy = pool_copy(path, strlen(path));

	for (char *at = copy; *at; at++)
		if (*at == '\\')
			*at = '/';
	return copy;
}

/* The names in #include "x" and #include <x>. */
static void find_includes(struct list *out, const struct source *source)
{
	const char *text = source->text;

	for (size_t line = 0; line < source->line_count; line++) {
		size_t at = source->lines[line];
		size_t end;
		char *name;

		at += strspn(text + at, " \t");
		if (text[at] != '#')
			continue;
		at += 1 + strspn(text + at + 1, " \t");
		if (strncmp(text + at, "include", 7) != 0)
			continue;
		at += 7 + strspn(text + at + 7, " \t");
		if (text[at] != '"' && text[at] != '<')
			continue;
		end = strcspn(text + at + 1, "\">\n");
		name = with_slashes(pool_copy(text + at + 1, end));
		list_add(out, name);
	}
}

static bool is_tmh(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcasecmp(name + length - 4, ".tmh") == 0;
}

/* NULL with errno 0: it has been read before. */
static struct source *open_source(struct run *run, const char *path)
{
	struct source *source = list_has(&run->inputs, path) ? NULL : source_read(path);

	if (list_has(&run->inputs, source ? source->path : path)) {
		errno = 0;
		return NULL;
	}
	if (!source)
		return NULL;
	list_add(&run->inputs, source->path);
	return source;
}

static void read_unit(struct run *run, struct source *source);

/* Beside the file that includes it, or in one of the folders given; elsewhere it is not ours. */
static void follow(struct run *run, const struct source *from, const char *name)
{
	char *path = pool_print("%s%s", folder_of(from->path), name);
	struct source *source = open_source(run, path);

	for (size_t i = 0; !source && i < run->options.folders.count; i++)
		source = open_source(run, pool_print("%s/%s", run->options.folders.items[i], name));
	if (source)
		read_unit(run, source);
}

/* What it includes comes first: later declarations replace earlier ones. */
static void read_unit(struct run *run, struct source *source)
{
	struct list included = { 0 }, tmh = { 0 };
	struct unit *unit = pool_take(sizeof(*unit));

	find_includes(&included, source);
	for (size_t i = 0; i < included.count; i++) {
		if (is_tmh(included.items[i]))
			list_add(&tmh, included.items[i]);
		else
			follow(run, source, included.items[i]);
	}
	for (size_t i = 0; i < tmh.count; i++)
		list_add(&run->wanted, tmh.items[i]);
	config_read_source(&run->config, source);
	unit->source = source;
	unit->output = choose_output(source, &tmh);
	*run->end = unit;
	run->end = &unit->next;
}

/* Where MSBuild would know the folder, the header is in one of those given, if it is anywhere. */
static struct source *open_scan(struct run *run, const char *folder, char *name)
{
	const char *base = strrchr(name, '/');
	struct source *source = NULL;

	if (!strstr(name, "$("))
		return open_source(run, *name == '/' ? name : pool_print("%s%s", folder, name));
	errno = ENOENT;
	for (size_t i = 0; base && !source && errno && i < run->options.folders.count; i++)
		source = open_source(run, pool_print("%s%s", run->options.folders.items[i], base));
	return source;
}

static void read_scans(struct run *run, const struct list *scans, const char *folder)
{
	for (size_t i = 0; i < scans->count; i++) {
		char *name = with_slashes(scans->items[i]);
		struct source *source;

		errno = 0;
		source = open_scan(run, folder, name);
		if (source)
			read_unit(run, source);
		else if (errno)
			run_say(run, name, strerror(errno));
	}
}

static void read_inis(struct run *run, const struct list *inis, const char *folder)
{
	for (size_t i = 0; i < inis->count; i++) {
		char *name = with_slashes(inis->items[i]);
		char *path;
		struct source *source;

		path = *name == '/' ? name : pool_print("%s%s", folder, name);
		source = source_read(path);
		if (source) {
			list_add(&run->inputs, path);
			config_read_ini(&run->config, source);
		} else {
			run_say(run, path, strerror(errno));
		}
	}
}

static void read_functions(struct run *run, const struct list *functions, const char *from)
{
	for (size_t i = 0; i < functions->count; i++)
		config_read_statement(
			&run->config, functions->items[i], source_of(from, functions->items[i]), 0);
}

static void read_defines(struct run *run, const struct list *defines)
{
	for (size_t i = 0; i < defines->count; i++)
		config_define(&run->config, defines->items[i]);
}

static void read_controls(struct run *run, const struct list *controls, const char *from)
{
	for (size_t i = 0; i < controls->count; i++)
		if (!config_control(&run->config, controls->items[i]))
			run_say(run, from,
				pool_print("'%s' is no control GUID", controls->items[i]));
}

/* A driver's own types are by custom in this file beside its project. */
static void read_local_ini(struct run *run, const char *folder)
{
	const char *path = pool_print("%slocalwpp.ini", folder);
	struct list local = { 0 };

	list_add(&local, "localwpp.ini");
	if (access(path, R_OK) == 0 && !list_has(&run->inputs, path))
		read_inis(run, &local, folder);
}

static void read_project(struct run *run, const char *path)
{
	struct source *source = source_read(path);
	struct options more = { 0 };
	struct project project;
	const char *wrong;

	if (!source) {
		run_say(run, path, strerror(errno));
		return;
	}
	list_add(&run->inputs, path);
	project_read(&project, source);
	for (size_t i = 0; i < project.options.count; i++) {
		wrong = options_read_one(&more, project.options.items[i]);
		if (wrong)
			run_say(run, path, wrong);
	}
	read_scans(run, &project.scans, folder_of(path));
	read_scans(run, &more.scans, folder_of(path));
	read_inis(run, &project.inis, folder_of(path));
	read_local_ini(run, folder_of(path));
	read_inis(run, &more.inis, folder_of(path));
	read_functions(run, &project.functions, path);
	read_functions(run, &more.functions, path);
	if (project.modules.count)
		run->config.module = project.modules.items[0];
	if (more.module)
		run->config.module = more.module;
	read_controls(run, &project.controls, path);
	read_controls(run, &more.controls, path);
	read_defines(run, &project.defines);
	read_defines(run, &more.defines);
}

void run_read(struct run *run)
{
	for (size_t i = 0; i < run->options.sources.count; i++) {
		const char *path = run->options.sources.items[i];
		struct source *source = open_source(run, path);

		if (source)
			read_unit(run, source);
		else if (!list_has(&run->inputs, path))
			run_say(run, path, strerror(errno));
	}
	for (size_t i = 0; i < run->options.projects.count; i++)
		read_project(run, run->options.projects.items[i]);
	read_scans(run, &run->options.scans, "");
	read_inis(run, &run->options.inis, "");
	read_functions(run, &run->options.functions, "-func");
	if (run->options.module)
		run->config.module = run->options.module;
	read_controls(run, &run->options.controls, "-ctl");
	read_defines(run, &run->options.defines);
}
