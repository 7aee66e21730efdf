#include "viewer/model/trace.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trace_list_init(struct trace_list *list)
{
	*list = (struct trace_list){ 0 };
}

void trace_list_finish(struct trace_list *list)
{
	for (size_t i = 0; i < list->trace_count; i++) {
		free(list->traces[i].path);
		free(list->traces[i].host);
		free(list->traces[i].start_time);
		free(list->traces[i].running_pids);
	}
	for (size_t i = 0; i < list->problem_count; i++) {
		free(list->problems[i].path);
		free(list->problems[i].text);
	}
	for (size_t i = 0; i < list->other_count; i++)
		free(list->others[i].name);
	free(list->traces);
	free(list->stream_traces);
	free(list->problems);
	free(list->others);
	trace_list_init(list);
}

int trace_list_add_problem(struct trace_list *list, const char *path, const char *format, ...)
{
	struct problem problem = { 0 };
	struct problem *grown;
	va_list args;

	grown = realloc(list->problems, (list->problem_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	list->problems = grown;

	problem.path = strdup(path);
	if (!problem.path)
		return -ENOMEM;
	va_start(args, format);
	if (vasprintf(&problem.text, format, args) < 0)
		problem.text = NULL;
	va_end(args);
	if (!problem.text) {
		free(problem.path);
		return -ENOMEM;
	}

	list->problems[list->problem_count++] = problem;
	return 0;
}

/* Few distinct names are expected, and the last one found is the likeliest: searched backwards. */
int trace_list_count_other(struct trace_list *list, const char *name)
{
	struct other_event *grown;
	char *copy;

	for (size_t i = list->other_count; i-- > 0;) {
		if (strcmp(list->others[i].name, name) == 0) {
			list->others[i].count++;
			return 0;
		}
	}

	grown = realloc(list->others, (list->other_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	list->others = grown;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	list->others[list->other_count++] = (struct other_event){ copy, 1 };
	return 0;
}
