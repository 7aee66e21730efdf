#include "tracelib/tracewpp/emit_internal.h"

#include <string.h>

#include "tracelib/tracewpp/literal.h"

static const char *enumeration_symbol(const struct emission *emission, const struct type *type)
{
	return pool_print("drvtrace_enum_%s_%s", emission->file, emit_identifier(type->name));
}

static bool is_enumeration(const struct type *type)
{
	return type->labels && !type->is_set;
}

/* The labels of an enum of the driver's; NULL: no source has it. */
static const struct labels *labels_of(const struct emission *emission, const struct type *type)
{
	const struct enumeration *found;
	struct labels *labels;

	if (!type->labels->tag)
		return type->labels;
	found = enums_find(&emission->config->enums, type->labels->tag);
	if (!found)
		return NULL;
	labels = pool_take(sizeof(*labels));
	labels->names = found->names;
	labels->values = found->values;
	return labels;
}

static void emit_labels(const struct emission *emission, const char *symbol,
	const struct type *type, const struct labels *labels)
{
	struct text *out = emission->out;

	text_print(out, "static const struct drvtrace_label %s_labels[] = {\n", symbol);
	for (size_t i = 0; i < labels->names.count; i++) {
		text_print(out, "\t{ ");
		literal_write(out, labels->names.items[i], strlen(labels->names.items[i]));
		if (type->labels->tag)
			text_print(out, ", (long long)(%s) },\n", labels->values.items[i]);
		else
			text_print(out, ", %zu },\n", i);
	}
	text_print(out,
		"};\nstatic const struct drvtrace_enumeration %s __attribute__((unused)) = {\n"
		"\t\"%s\", %s_labels, %zu\n};\n\n",
		symbol, emit_identifier(type->name), symbol, labels->names.count);
}

void emit_enumerations(struct emission *emission, const struct call *call)
{
	for (size_t i = 0; i < call->format.count; i++) {
		const struct type *type = call->format.specifiers[i].type;
		const char *symbol;
		const struct labels *labels;

		if (!is_enumeration(type))
			continue;
		symbol = enumeration_symbol(emission, type);
		if (list_has(&emission->enumerations, symbol))
			continue;
		list_add(&emission->enumerations, pool_copy(symbol, strlen(symbol)));
		labels = labels_of(emission, type);
		if (labels && labels->names.count)
			emit_labels(emission, symbol, type, labels);
		else
			source_error(emission->source, call->arguments[i].offset,
				"%%!%s!: enum %s is in none of the sources and scanned headers",
				type->name, type->labels->tag ? type->labels->tag : "");
	}
}

bool emit_has_enumeration(const struct format *format)
{
	for (size_t i = 0; i < format->count; i++)
		if (is_enumeration(format->specifiers[i].type))
			return true;
	return false;
}

void emit_enumeration_list(const struct emission *emission, const struct call *call)
{
	if (!emit_has_enumeration(&call->format))
		return;
	text_print(emission->out,
		"\tstatic const struct drvtrace_enumeration *const drvtrace_e[] = {");
	for (size_t i = 0; i < call->format.count; i++)
		if (is_enumeration(call->format.specifiers[i].type))
			text_print(emission->out, " &%s,",
				enumeration_symbol(emission, call->format.specifiers[i].type));
	text_print(emission->out, " }; \\\n");
}
