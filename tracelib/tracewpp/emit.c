#include "tracelib/tracewpp/emit.h"

#include <string.h>

#include "tracelib/tracewpp/emit_internal.h"
#include "tracelib/tracewpp/literal.h"
#include "tracelib/tracewpp/token.h"

static void emit_parameters(struct text *out, const struct call *call)
{
	const struct function *function = call->function;
	bool is_first = true;

	text_put(out, '(');
	for (size_t i = 0; i < function->parameters.count; i++)
		emit_put_parameter(out, &is_first, function->parameters.items[i]);
	if (function->has_message)
		emit_put_parameter(out, &is_first, "MSG");
	for (size_t i = 0; i < call->argument_count; i++)
		emit_put_parameter(out, &is_first,
			i < function->rest.count ? function->rest.items[i]
						 : pool_print("drvtrace_a%zu", i + 1));
	text_put(out, ')');
}

/* The session's condition of the driver's, and that of its in-flight recorder. */
static void emit_condition(const struct emission *emission, const struct call *call)
{
	struct text *out = emission->out;

	if (call->function->is_native) {
		text_print(out, "1");
		return;
	}
	emit_hook(out, call->function, "ENABLED");
	if (emit_has_recorder(emission, call)) {
		text_print(out, " || ");
		emit_recorder_hook(out, call->function, "FILTER");
	}
}

/* The message and what belongs to it, as drivers' own hooks are given them. */
static void emit_given(struct text *out, const struct call *call)
{
	const struct function *function = call->function;

	if (function->has_message)
		text_print(out, "MSG");
	else
		literal_write(out, call->text.bytes, call->text.size);
	for (size_t i = 0; i < call->argument_count; i++)
		text_print(out, ", %s",
			i < function->rest.count ? function->rest.items[i]
						 : pool_print("drvtrace_a%zu", i + 1));
}

static void emit_body(const struct emission *emission, const struct call *call)
{
	struct choice choice = emit_choose(emission, call);
	struct text *out = emission->out;

	text_print(out, "__extension__({ \\\n");
	emit_descriptor(emission, call, &choice);
	text_print(out, "\tint drvtrace_r = 0; \\\n"
			"\tif (DRVTRACE_MESSAGE_ON) { \\\n"
			"\tif (!DRVTRACE_MESSAGE_IS_REGISTERED) \\\n"
			"\tdrvtrace_message_lost(&drvtrace_m); \\\n"
			"\telse if (");
	emit_condition(emission, call);
	text_print(out, ") { \\\n");
	if (!call->function->is_native) {
		text_print(out, "\tWPP_DEBUG((");
		emit_given(out, call);
		text_print(out, ")); \\\n");
	}
	emit_arguments(emission, call);
	text_print(out,
		"\tdrvtrace_message_emit(&drvtrace_m, (int)(%s), %s); \\\n"
		"\tdrvtrace_r = 1; \\\n"
		"\t} } \\\n"
		"\tdrvtrace_r; })",
		choice.level ? choice.level : "0",
		call->format.count || emit_has_recorder(emission, call) ? "drvtrace_v" : "0");
}

/*
 * The macro of the call's line. F((...)) and F(A, (MSG, ...)) reach it through another one, so that
 * the function's own name stays without parameters: then its line is the name's for every compiler.
 */
static void emit_call(const struct emission *emission, const struct call *call)
{
	const struct function *function = call->function;
	struct text *out = emission->out;
	const char *name = pool_print("WPP_CALL_%s%zu", emission->file, call->line);
	bool is_wrapped = function->is_double || function->is_nested;

	if (function->is_double)
		text_print(out, "#define %s(ARGUMENTS) %s_ ARGUMENTS\n", name, name);
	if (function->is_nested) {
		text_print(out, "#define %s(", name);
		for (size_t i = 0; i < function->parameters.count; i++)
			text_print(out, "%s, ", function->parameters.items[i]);
		text_print(out, "ARGUMENTS) DRVTRACE_APPLY(%s_, (", name);
		for (size_t i = 0; i < function->parameters.count; i++)
			text_print(out, "%s, ", function->parameters.items[i]);
		text_print(out, "DRVTRACE_UNWRAP ARGUMENTS))\n");
	}
	text_print(out, "#define %s%s", name, is_wrapped ? "_" : "");
	emit_parameters(out, call);
	text_print(out, " \\\n\t");
	if (!function->is_native) {
		text_print(out, "WPP_LOG_ALWAYS(");
		emit_exception(out, function);
		text_print(out, ", ");
		emit_given(out, call);
		text_print(out, ") ");
		emit_hook(out, function, "PRE");
	}
	text_print(out, " ");
	emit_body(emission, call);
	text_print(out, " ");
	if (!function->is_native)
		emit_hook(out, function, "POST");
	text_print(out, "\n");
	/* Inside the arguments of a macro of the driver's, some take the last line. */
	if (call->last_line != call->line && (!call->next || call->next->line > call->last_line))
		text_print(
			out, "#define WPP_CALL_%s%zu %s\n", emission->file, call->last_line, name);
	text_print(out, "\n");
}

static void emit_functions(const struct emission *emission)
{
	struct text *out = emission->out;
	struct list done = { 0 };

	for (const struct function *function = emission->config->functions; function;
		function = function->next) {
		if (list_has(&done, function->name))
			continue;
		list_add(&done, pool_copy(function->name, strlen(function->name)));
		text_print(out, "#undef %s\n#define %s DRVTRACE_CALL(WPP_CALL_%s, __LINE__)\n",
			function->name, function->name, emission->file);
	}
}

/* NAME(parameters)=text; the driver's own definition, if there is one, stays. */
static void emit_define(struct text *out, const char *define)
{
	size_t name = skip_word(define, 0);
	size_t equals = strcspn(define, "=");

	text_print(out, "#ifndef %.*s\n#define %.*s %s\n#endif\n", (int)name, define, (int)equals,
		define, define + equals + 1);
}

/* A driver's own GUIDs, if it declares any, stay. */
static void emit_control(struct text *out, const struct config *config)
{
	if (config->control)
		text_print(out,
			"#ifndef WPP_CONTROL_GUIDS\n#define WPP_CONTROL_GUIDS "
			"WPP_DEFINE_CONTROL_GUID(CtlGuid, (%s), WPP_DEFINE_BIT(Error) "
			"WPP_DEFINE_BIT(Unusual) WPP_DEFINE_BIT(Noise))\n#endif\n",
			config->control);
}

void emit_empty_tmh(struct text *out, const struct config *config)
{
	emit_control(out, config);
	text_print(out, "#include <drvtrace/wpp.h>\n");
}

void emit_tmh(struct text *out, const struct config *config, const struct source *source,
	const struct calls *calls)
{
	struct emission emission = { out, config, source, emit_identifier(source->name), { 0 } };
	struct list done = { 0 };

	text_print(out,
		"/* Written by tracewpp from %s: changes are lost. No `#pragma once`: macros are\n"
		" * defined for whoever includes it last. */\n",
		emission.file);
	emit_control(out, config);
	text_print(out, "#include <drvtrace/message.h>\n"
			"#include <drvtrace/wpp.h>\n\n"
			"#undef DRVTRACE_CALL\n#undef DRVTRACE_CALL_\n"
			"#define DRVTRACE_CALL_(file, line) file##line\n"
			"#define DRVTRACE_CALL(file, line) DRVTRACE_CALL_(file, line)\n"
			"#define DRVTRACE_UNWRAP(...) __VA_ARGS__\n"
			"#define DRVTRACE_APPLY(macro, arguments) macro arguments\n\n");
	for (size_t i = 0; i < config->defines.count; i++)
		emit_define(out, config->defines.items[i]);
	for (const struct call *call = calls->first; call; call = call->next)
		emit_hook_defaults(out, &done, call->function);
	text_print(out, "\n");
	for (const struct call *call = calls->first; call; call = call->next)
		emit_enumerations(&emission, call);
	for (const struct call *call = calls->first; call; call = call->next)
		emit_call(&emission, call);
	emit_functions(&emission);
}
