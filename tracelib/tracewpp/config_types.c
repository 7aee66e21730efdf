/* The types that a driver declares. */
#include "tracelib/tracewpp/config_internal.h"

#include <string.h>

#include "tracelib/tracewpp/literal.h"

/* ItemListLong(a,b), ItemSetByte(a,b), ItemEnum(tag), ItemFlagsEnum(tag). */
static bool read_labelled(struct type *type, const char *item)
{
	struct span items[SPANS_MAX];
	size_t name_end = skip_word(item, 0);
	size_t at = skip_space(item, name_end);
	size_t count = 0, end;

	if (item[at] != '(' || !split_arguments(items, &count, &end, item, at))
		return false;
	type->check = TYPE_INTEGER;
	type->size = 4;
	type->letters = "E";
	type->labels = pool_take(sizeof(*type->labels));
	if (strncmp(item, "ItemEnum", name_end) == 0 ||
		strncmp(item, "ItemFlagsEnum", name_end) == 0) {
		type->letters = item[4] == 'E' ? "e" : "xL";
		type->is_set = item[4] == 'F';
		type->labels->tag = count ? span_text(item, items[0]) : "";
		return true;
	}
	if (strncmp(item, "ItemList", 8) != 0 && strncmp(item, "ItemSet", 7) != 0)
		return false;
	type->is_set = item[4] == 'S';
	if (type->is_set)
		type->letters = "xL";
	for (size_t i = 0; i < count; i++) {
		char *label = span_text(item, items[i]);
		size_t length = strlen(label);

		if (length > 1 && *label == '"')
			label = pool_copy(label + 1, length - 2);
		list_add(&type->labels->names, label);
		list_add(&type->labels->values, pool_print("%zu", i));
	}
	return true;
}

void config_read_custom_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const char *item;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 2) {
		source_error(
			origin->source, origin->offset, "CUSTOM_TYPE takes a name and an item");
		return;
	}
	type->name = config_copy(text, items[0]);
	item = config_copy(text, items[1]);
	if (!read_labelled(type, item) && !type_of_item(type, item)) {
		source_error(origin->source, origin->offset + items[1].begin,
			"CUSTOM_TYPE(%s): unknown item '%s'", type->name, item);
		return;
	}
	type_add(&origin->config->types, type);
}

/* The format of a definition: what values look like, where it is not that of a text. */
static void set_format(struct type *type, const char *text, struct span span)
{
	struct text format = { 0 };

	if (!literal_read(&format, NULL, text, span) || !format.size ||
		strcmp(format.bytes, "s") == 0)
		return;
	type->as = format.bytes;
}

/* How the bytes that a driver's macro yields are recorded. */
static void set_pieces(struct type *type, const char *item)
{
	static const struct {
		const char *item;
		const char *as;
	} looks[] = { { "ItemMACAddr", "!MACADDR!" }, { "ItemIPV6Addr", "!IPV6ADDR!" },
		{ "ItemSid", "!sid!" }, { "ItemHEXDump", "!HEXDUMP!" },
		{ "ItemHexDump", "!HEXDUMP!" } };

	static const char *const counted[] = { "ItemHEXDump", "ItemHexDump", "ItemPString",
		"ItemPWString", "ItemMLString" };

	type->check = TYPE_PIECES;
	type->letters = "n";
	if (strstr(item, "WString"))
		type->letters = "v";
	else if (strstr(item, "String"))
		type->letters = "t";
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		type->is_counted |= strcmp(item, counted[i]) == 0;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (strcmp(item, looks[i].item) == 0)
			type->as = looks[i].as;
}

/* DEFINE_CPLX_TYPE(name, MACRO, ctype, Item, "format", sig, priority [, slots]). */
void config_read_complex_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 4) {
		source_error(origin->source, origin->offset,
			"DEFINE_CPLX_TYPE takes a name, a macro, a C type and an item");
		return;
	}
	type->name = config_copy(text, items[0]);
	type->macro = config_copy(text, items[1]);
	type->c_type = config_copy(text, items[2]);
	set_pieces(type, config_copy(text, items[3]));
	type_add(&origin->config->types, type);
}

/* DEFINE_SIMPLE_TYPE(name, ctype, Item, "format", sig, priority). */
void config_read_simple_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const char *item;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 3) {
		source_error(origin->source, origin->offset,
			"DEFINE_SIMPLE_TYPE takes a name, a C type and an item");
		return;
	}
	type->name = config_copy(text, items[0]);
	type->c_type = config_copy(text, items[1]);
	item = config_copy(text, items[2]);
	if (!read_labelled(type, item) && !type_of_item(type, item)) {
		source_error(origin->source, origin->offset,
			"DEFINE_SIMPLE_TYPE(%s): unknown item '%s'", type->name, item);
		return;
	}
	if (count > 3 && !type->labels)
		set_format(type, text, items[3]);
	type_add(&origin->config->types, type);
}

/* DEFINE_FLAVOR(name, base, Item, "format"): another look for a known type. */
void config_read_flavor(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const struct type *base = NULL;

	at = skip_space(text, at);
	if (text[at] == '(' && split_arguments(items, &count, &end, text, at) && count >= 2)
		base = type_named(&origin->config->types, text + items[1].begin,
			items[1].end - items[1].begin);
	if (!base) {
		source_error(origin->source, origin->offset,
			"DEFINE_FLAVOR takes a name and a type that is known");
		return;
	}
	*type = *base;
	type->name = config_copy(text, items[0]);
	if (!type->as && !type_plain(type->name, strlen(type->name)))
		type->as = pool_print("!%s!", base->name);
	if (count > 2 && *config_copy(text, items[2]))
		read_labelled(type, config_copy(text, items[2]));
	if (count > 3 && !type->labels)
		set_format(type, text, items[3]);
	type_add(&origin->config->types, type);
}
