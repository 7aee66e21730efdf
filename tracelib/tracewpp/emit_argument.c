#include "tracelib/tracewpp/emit_internal.h"

#include <string.h>

#include "tracelib/tracewpp/literal.h"

/* `condition` must hold, or the build ends with the call's place and the reason. */
static void emit_check(const struct emission *emission, const struct call *call, size_t i,
	const char *condition, const char *reason)
{
	const struct argument *argument = &call->arguments[i];
	struct place place = source_place(emission->source, argument->offset);
	struct text text = { 0 };

	text_print(&text, "%s:%zu:%zu: %%%s takes %s: %s", emission->source->path, place.line,
		place.column, call->format.specifiers[i].text, reason, argument->source);
	text_print(emission->out, "\tDRVTRACE_ASSERT(%s, ", condition);
	literal_write(emission->out, text.bytes, text.size);
	text_print(emission->out, "); \\\n");
}

static void emit_integer(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;
	/* Expressions of bytes and shorts are ints in C. */
	size_t size = type->size < 4 ? 4 : type->size;

	emit_check(emission, call, i, pool_print("DRVTRACE_IS_INTEGER(drvtrace_v%zu)", i + 1),
		"an integer");
	emit_check(emission, call, i,
		pool_print("DRVTRACE_FITS(drvtrace_v%zu, %s, %zu)", i + 1,
			call->arguments[i].expression, size),
		pool_print("an integer of at most %zu bytes", size));
	text_print(emission->out,
		"\tdrvtrace_v[%zu].integer = (unsigned long long)(long long)drvtrace_v%zu; \\\n",
		slot, i + 1);
}

static void emit_pointer(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	emit_check(emission, call, i,
		pool_print(
			"DRVTRACE_IS_POINTER(drvtrace_v%zu) || (DRVTRACE_IS_INTEGER(drvtrace_v%zu) "
			"&& sizeof(drvtrace_v%zu) == sizeof(void *))",
			i + 1, i + 1, i + 1),
		"a pointer");
	text_print(emission->out,
		"\tdrvtrace_v[%zu].integer = (unsigned long long)(__UINTPTR_TYPE__)drvtrace_v%zu; "
		"\\\n",
		slot, i + 1);
}

static void emit_real(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	emit_check(emission, call, i,
		pool_print("DRVTRACE_IS_REAL(drvtrace_v%zu) || DRVTRACE_IS_INTEGER(drvtrace_v%zu)",
			i + 1, i + 1),
		"a floating point number");
	text_print(
		emission->out, "\tdrvtrace_v[%zu].real = (double)drvtrace_v%zu; \\\n", slot, i + 1);
}

static void emit_address(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;
	const char *what = type->letters[0] == 's'   ? "a string of char"
			   : type->letters[0] == 'w' ? "a string of 16 bit characters"
			   : type->letters[0] == 'g' ? "the address of a GUID"
			   : type->letters[0] == 'u' ? "the address of a UNICODE_STRING"
						     : "the address of an ANSI_STRING";

	emit_check(emission, call, i,
		pool_print("DRVTRACE_IS_ADDRESS(drvtrace_v%zu, %s)", i + 1,
			call->arguments[i].expression),
		what);
	emit_check(emission, call, i,
		pool_print("DRVTRACE_IS_OF(drvtrace_v%zu, %zu)", i + 1, type->size), what);
	text_print(emission->out, "\tdrvtrace_v[%zu].pointer = (const void *)drvtrace_v%zu; \\\n",
		slot, i + 1);
}

static bool is_string(const struct type *type)
{
	return type->macro && strcmp(type->macro, "DRVTRACE_STRING") == 0;
}

static void emit_pieces(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;

	if (is_string(type))
		emit_check(emission, call, i,
			pool_print("DRVTRACE_IS_STRING(drvtrace_v%zu, %d)", i + 1,
				type->letters[0] == 't' ? 1 : 2),
			type->letters[0] == 't' ? "a C++ string of char"
						: "a C++ string of 16 bit characters");
	else if (!type->c_type)
		emit_check(emission, call, i,
			pool_print("DRVTRACE_IS_ADDRESS(drvtrace_v%zu, %s)", i + 1,
				call->arguments[i].expression),
			"the address of a SID");
	text_print(emission->out,
		"\tconst struct drvtrace_piece drvtrace_q%zu[] = { %s(drvtrace_v%zu) }; \\\n"
		"\tdrvtrace_v[%zu].pointer = drvtrace_q%zu + %d; \\\n"
		"\tdrvtrace_v[%zu].integer = sizeof(drvtrace_q%zu) / sizeof(drvtrace_q%zu[0]) - "
		"%d; \\\n",
		i + 1, type->macro, i + 1, slot, i + 1, type->is_counted, slot + 1, i + 1, i + 1,
		type->is_counted);
}

/* Each argument is evaluated once, in order, whatever its type. */
static void emit_argument(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;

	if (type->c_type)
		text_print(emission->out, "\t%s drvtrace_v%zu = (%s); \\\n", type->c_type, i + 1,
			call->arguments[i].expression);
	else if (type->check == TYPE_TEXT)
		text_print(emission->out, "\tDRVTRACE_TEXT_ARGUMENT(drvtrace_v%zu, %s, %zu); \\\n",
			i + 1, call->arguments[i].expression, type->size);
	else
		text_print(emission->out, "\t%s(drvtrace_v%zu, %s); \\\n",
			is_string(type) ? "DRVTRACE_STRING_ARGUMENT" : "DRVTRACE_ARGUMENT", i + 1,
			call->arguments[i].expression);
	if (type->check == TYPE_INTEGER)
		emit_integer(emission, call, i, slot);
	else if (type->check == TYPE_POINTER)
		emit_pointer(emission, call, i, slot);
	else if (type->check == TYPE_REAL)
		emit_real(emission, call, i, slot);
	else if (type->check == TYPE_PIECES)
		emit_pieces(emission, call, i, slot);
	else
		emit_address(emission, call, i, slot);
}

void emit_arguments(const struct emission *emission, const struct call *call)
{
	size_t slots = 0;

	for (size_t i = 0; i < call->format.count; i++)
		slots += call->format.specifiers[i].type->check == TYPE_PIECES ? 2 : 1;
	slots += emit_has_recorder(emission, call);
	if (slots)
		text_print(emission->out, "\tunion drvtrace_value drvtrace_v[%zu]; \\\n", slots);
	slots = 0;
	for (size_t i = 0; i < call->format.count; i++) {
		emit_argument(emission, call, i, slots);
		slots += call->format.specifiers[i].type->check == TYPE_PIECES ? 2 : 1;
	}
	if (emit_has_recorder(emission, call)) {
		text_print(emission->out, "\tdrvtrace_v[%zu].pointer = ", slots);
		emit_log(emission, call, "DRVTRACE_LOG_NAME");
		text_print(emission->out, "; \\\n");
	}
}
