/* Values that are names: lists, sets and enumerations. */
#include "viewer/messages/value_write.h"

#include <inttypes.h>
#include <string.h>

#include "viewer/messages/text.h"

/* Item `index` of words separated by commas; NULL when there are fewer. */
static const char *find_item(const char *labels, uint64_t index, size_t *length)
{
	while (index) {
		labels += strcspn(labels, ",");
		if (!*labels)
			return NULL;
		labels++;
		index--;
	}
	*length = strcspn(labels, ",");
	return labels;
}

static uint64_t unsigned_of(const struct value_plan *plan, const struct message_value *value)
{
	unsigned int bits = plan->parameter->size_bytes * 8u;

	return bits && bits < 64 ? value->number & ((UINT64_C(1) << bits) - 1) : value->number;
}

static void write_unlisted(struct text *text, uint64_t number)
{
	text_add_format(text, "!%" PRIX64 "!", number);
}

void value_write_list(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint64_t number = unsigned_of(plan, value);
	size_t length;
	const char *item = find_item(plan->labels, number, &length);

	(void)moments;
	if (item)
		specifier_write_text(text, &plan->specifier, item, length);
	else
		write_unlisted(text, number);
}

void value_write_set(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint64_t number = unsigned_of(plan, value);
	bool is_first = true;

	(void)moments;
	text_add_string(text, "[");
	for (unsigned int bit = 0; bit < 64; bit++) {
		size_t length = 0;
		const char *item = find_item(plan->labels, bit, &length);

		if (!(number >> bit & 1))
			continue;
		text_add_string(text, is_first ? "" : ",");
		is_first = false;
		if (item)
			text_add_escaped(text, item, length);
		else
			text_add_decimal(text, bit);
	}
	text_add_string(text, "]");
}

static bool holds(const struct message_parameter *parameter, const struct message_label *label,
	uint64_t number)
{
	if (parameter->type == MESSAGE_SIGNED)
		return (int64_t)number >= (int64_t)label->first &&
		       (int64_t)number <= (int64_t)label->last;
	return number >= label->first && number <= label->last;
}

static bool has_flags_only(const struct message_parameter *parameter)
{
	for (size_t i = 0; i < parameter->label_count; i++) {
		uint64_t flag = parameter->labels[i].first;

		if (flag != parameter->labels[i].last || (flag & (flag - 1)))
			return false;
	}
	return true;
}

/* A number without a name may be the sum of flags that have one. */
static bool write_flags(
	struct text *text, const struct message_parameter *parameter, uint64_t number)
{
	size_t begin = text->length;
	uint64_t rest = number;

	for (size_t i = 0; i < parameter->label_count; i++) {
		const struct message_label *label = &parameter->labels[i];
		uint64_t flag = label->first;

		if (!(rest & flag))
			continue;
		if (text->length > begin)
			text_add_string(text, "|");
		text_add_escaped(text, label->text, strlen(label->text));
		rest &= ~flag;
	}
	if (rest == 0)
		return true;
	text->length = begin;
	return false;
}

void value_write_label(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	const struct message_parameter *parameter = plan->parameter;
	uint64_t number = unsigned_of(plan, value);

	(void)moments;
	for (size_t i = 0; i < parameter->label_count; i++) {
		if (holds(parameter, &parameter->labels[i], value->number)) {
			specifier_write_string(text, &plan->specifier, parameter->labels[i].text);
			return;
		}
	}
	if (!number || !has_flags_only(parameter) || !write_flags(text, parameter, number))
		write_unlisted(text, number);
}

void value_write_nothing(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)value;
	(void)moments;
	text_add_string(text, "<no value>");
}
