#include "tracelib/tracewpp/emit_internal.h"

#include <string.h>

void emit_put_parameter(struct text *out, bool *is_first, const char *name)
{
	text_print(out, "%s%s", *is_first ? "" : ", ", name);
	*is_first = false;
}

/* What the driver's condition macros are given: the fixed values, then the call's own. */
static void emit_conditions(struct text *out, const struct function *function)
{
	bool is_first = true;

	text_put(out, '(');
	for (size_t i = 0; i < function->fixed_values.count; i++)
		emit_put_parameter(out, &is_first, function->fixed_values.items[i]);
	for (size_t i = 0; i < function->parameters.count; i++)
		emit_put_parameter(out, &is_first, function->parameters.items[i]);
	text_put(out, ')');
}

/* WPP_LEVEL_FLAGS_ENABLED and its like. */
void emit_hook(struct text *out, const struct function *function, const char *what)
{
	text_print(out, "WPP_%s%s%s", function->condition, *function->condition ? "_" : "", what);
	emit_conditions(out, function);
}

/* WPP_EX_LEVEL_FLAGS and its like: what WPP_LOG_ALWAYS is told of the conditions. */
void emit_exception(struct text *out, const struct function *function)
{
	text_print(out, "WPP_EX_%s", function->condition);
	emit_conditions(out, function);
}

/* Of the in-flight recorder: WPP_RECORDER_LEVEL_FLAGS_ARGS and its like. */
void emit_recorder_hook(struct text *out, const struct function *function, const char *what)
{
	text_print(out, "WPP_RECORDER_%s%s%s", function->condition, *function->condition ? "_" : "",
		what);
	emit_conditions(out, function);
}

bool emit_has_recorder(const struct emission *emission, const struct call *call)
{
	return emission->config->has_recorder && !call->function->is_native;
}

/* The log that the message goes to, as the driver's own macro says. */
void emit_log(const struct emission *emission, const struct call *call, const char *macro)
{
	text_print(emission->out, "%s(DRVTRACE_FIRST(", macro);
	emit_recorder_hook(emission->out, call->function, "ARGS");
	text_print(emission->out, "))");
}

static void put_default(struct text *out, const char *macro, const char *what, const char *text)
{
	text_print(out, "#ifndef %s%s\n#define %s%s(...) %s\n#endif\n", macro, what, macro, what,
		text);
}

/* The parameters of the hooks' own, without IFRLOG: what the sessions' condition is about. */
static char *without_log(const struct function *function, const char *separator)
{
	const struct list *lists[] = { &function->fixed_names, &function->parameters };
	struct text text = { 0 };

	text_add(&text, "", 0);
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			if (strcmp(lists[i]->items[j], "IFRLOG") != 0)
				text_print(&text, "%s%s", text.size ? separator : "",
					lists[i]->items[j]);
	return text.bytes;
}

static char *with_log(const struct function *function)
{
	const struct list *lists[] = { &function->fixed_names, &function->parameters };
	struct text text = { 0 };

	text_add(&text, "", 0);
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			text_print(&text, "%s%s", text.size ? ", " : "", lists[i]->items[j]);
	return text.bytes;
}

/* A log among the conditions: drivers need not write the same conditions anew for it. */
static void emit_log_defaults(struct text *out, const struct function *function)
{
	static const char *const hooks[] = { "ENABLED", "LOGGER" };

	for (size_t i = 0; i < 2; i++)
		text_print(out, "#ifndef WPP_%s_%s\n#define WPP_%s_%s(%s) WPP_%s_%s(%s)\n#endif\n",
			function->condition, hooks[i], function->condition, hooks[i],
			with_log(function), without_log(function, "_"), hooks[i],
			without_log(function, ", "));
	text_print(out,
		"#ifndef WPP_RECORDER_%s_ARGS\n#define WPP_RECORDER_%s_ARGS(%s) IFRLOG, 0, "
		"0\n#endif\n",
		function->condition, function->condition, with_log(function));
}

static bool has_log_condition(const struct function *function)
{
	return list_has(&function->fixed_names, "IFRLOG") ||
	       list_has(&function->parameters, "IFRLOG");
}

void emit_hook_defaults(struct text *out, struct list *done, const struct function *function)
{
	const char *condition = function->condition;
	const char *macro = pool_print("WPP_%s%s", condition, *condition ? "_" : "");
	const char *recorder = pool_print("WPP_RECORDER_%s%s", condition, *condition ? "_" : "");

	if (function->is_native || list_has(done, condition))
		return;
	list_add(done, pool_copy(condition, strlen(condition)));
	put_default(out, pool_print("WPP_EX_%s", condition), "", "");
	put_default(out, macro, "PRE", "");
	put_default(out, macro, "POST", "");
	if (has_log_condition(function))
		emit_log_defaults(out, function);
	put_default(out, recorder, "ARGS", "WPP_CB[0].Control.AutoLogContext, 0, 0");
	put_default(out, recorder, "FILTER", "0");
}
