#include "viewer/model/message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char scheme[] = "wpp:";
static const char version[] = "1?";

static const struct {
	const char *name;
	uint8_t level;
} levels[] = {
	{ "NONE", 0 },
	{ "CRITICAL", 1 },
	{ "ERROR", 2 },
	{ "WARNING", 3 },
	{ "INFORMATION", 4 },
	{ "VERBOSE", 5 },
	/* other names of the same */
	{ "FATAL", 1 },
};

enum {
	LEVEL_NAME_MIN = 4, /* INFO and its like are enough of a name */
};

bool message_is_uri(const char *uri)
{
	return strncmp(uri, scheme, strlen(scheme)) == 0;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A copy without its percents; NULL with errno ENOMEM, or EINVAL when they make no sense. */
static char *decode(const char *text, size_t length)
{
	char *copy = malloc(length + 1);
	char *end = copy;

	for (size_t i = 0; copy && i < length; i++) {
		char c = text[i];

		if (c == '%') {
			int high = i + 2 < length ? digit_of(text[i + 1]) : -1;
			int low = i + 2 < length ? digit_of(text[i + 2]) : -1;

			c = (char)(high << 4 | low);
			i += 2;
			if (high < 0 || low < 0 || c == '\0') {
				free(copy);
				errno = EINVAL;
				return NULL;
			}
		}
		*end++ = c;
	}
	if (copy)
		*end = '\0';
	return copy;
}

static int set_text(char **target, const char *text, size_t length)
{
	char *copy;

	if (*target)
		return 0;
	copy = decode(text, length);
	if (!copy)
		return -errno;
	*target = copy;
	return 0;
}

static int set_number(uint32_t *target, const char *text, size_t length)
{
	uint64_t number = 0;

	if (!length || length > 9)
		return -EINVAL;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		number = number * 10 + (uint64_t)(text[i] - '0');
	}
	*target = (uint32_t)number;
	return 0;
}

static int set_level(struct message_class *class, const char *text, size_t length)
{
	uint32_t level = 0;
	int ret = set_number(&level, text, length);

	if (ret == 0 && level >= MESSAGE_LEVEL_OF_EVENT)
		ret = -EINVAL;
	if (ret == 0)
		class->level = (uint8_t)level;
	return ret;
}

static struct message_parameter *get_parameter(struct message_class *class, size_t index)
{
	struct message_parameter *grown;

	if (index < class->parameter_count)
		return &class->parameters[index];
	grown = realloc(class->parameters, (index + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	class->parameters = grown;
	for (size_t i = class->parameter_count; i <= index; i++)
		grown[i] = (struct message_parameter){ .type = MESSAGE_NONE };
	class->parameter_count = index + 1;
	return &grown[index];
}

/* Items of a list go to the same member of one parameter after the other. */
static int set_list(
	struct message_class *class, bool is_expression, const char *text, size_t length)
{
	const char *end = text + length;

	for (size_t i = 0; text < end; i++) {
		size_t item = strcspn(text, ";");
		struct message_parameter *parameter;
		int ret;

		if (item > (size_t)(end - text))
			item = (size_t)(end - text);
		if (i == MESSAGE_PARAMETER_MAX)
			return -EINVAL;
		parameter = get_parameter(class, i);
		if (!parameter)
			return -ENOMEM;
		ret = set_text(
			is_expression ? &parameter->expression : &parameter->specifier, text, item);
		if (ret < 0)
			return ret;
		text += item + 1;
	}
	return 0;
}

static int set_value(struct message_class *class, const char *key, size_t key_length,
	const char *text, size_t length)
{
	static const struct {
		const char *key;
		size_t offset;
	} texts[] = {
		{ "m", offsetof(struct message_class, text) },
		{ "f", offsetof(struct message_class, flag) },
		{ "l", offsetof(struct message_class, level_name) },
		{ "fn", offsetof(struct message_class, function) },
		{ "p", offsetof(struct message_class, module) },
		{ "s", offsetof(struct message_class, file) },
		{ "g", offsetof(struct message_class, control_guid) },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strlen(texts[i].key) == key_length &&
			strncmp(texts[i].key, key, key_length) == 0)
			return set_text(
				(char **)(void *)((char *)class + texts[i].offset), text, length);

	/* What a later version adds is not for us. */
	if (key_length != 1)
		return 0;
	switch (*key) {
	case 'v':
		return set_level(class, text, length);
	case 'n':
		return set_number(&class->line, text, length);
	case 'a':
		return set_list(class, false, text, length);
	case 'x':
		return set_list(class, true, text, length);
	default:
		return 0;
	}
}

static int parse(struct message_class *class, const char *uri)
{
	uri += strlen(scheme);
	if (strncmp(uri, version, strlen(version)) != 0) {
		class->problem = "its dictionary is of another version";
		return 0;
	}
	uri += strlen(version);
	while (*uri) {
		size_t key = strcspn(uri, "=&");
		size_t length = uri[key] == '=' ? strcspn(uri + key + 1, "&") : 0;
		int ret = uri[key] == '=' ? set_value(class, uri, key, uri + key + 1, length)
					  : -EINVAL;

		if (ret == -ENOMEM)
			return ret;
		if (ret < 0) {
			class->problem = "its dictionary makes no sense";
			return 0;
		}
		uri += key + 1 + length;
		uri += *uri == '&';
	}
	if (!class->text)
		class->problem = "its dictionary has no text";
	return 0;
}

/* Members that the URI did not have. */
static int complete(struct message_class *class)
{
	char **texts[] = { &class->text, &class->flag, &class->level_name, &class->function,
		&class->file, &class->control_guid };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!*texts[i] && !(*texts[i] = strdup("")))
			return -ENOMEM;
	for (size_t i = 0; i < class->parameter_count; i++) {
		struct message_parameter *parameter = &class->parameters[i];

		if (!parameter->specifier && !(parameter->specifier = strdup("")))
			return -ENOMEM;
		if (!parameter->expression && !(parameter->expression = strdup("")))
			return -ENOMEM;
	}
	return 0;
}

int message_class_create(struct message_class **out, const char *name, const char *uri)
{
	struct message_class *class = calloc(1, sizeof(*class));
	int ret;

	if (!class)
		return -ENOMEM;
	class->level = MESSAGE_LEVEL_OF_EVENT;
	class->name = strdup(name);
	class->driver = strndup(name, strcspn(name, ":"));
	ret = class->name && class->driver ? parse(class, uri) : -ENOMEM;
	if (ret == 0)
		ret = complete(class);
	if (ret < 0)
		message_class_destroy(class);
	else
		*out = class;
	return ret;
}

static void finish_parameter(struct message_parameter *parameter)
{
	free(parameter->specifier);
	free(parameter->expression);
	for (size_t i = 0; i < parameter->label_count; i++)
		free(parameter->labels[i].text);
	free(parameter->labels);
}

void message_class_destroy(struct message_class *class)
{
	if (!class)
		return;
	for (size_t i = 0; i < class->parameter_count; i++)
		finish_parameter(&class->parameters[i]);
	packing_finish(&class->packing);
	free(class->parameters);
	free(class->name);
	free(class->driver);
	free(class->module);
	free(class->text);
	free(class->flag);
	free(class->level_name);
	free(class->function);
	free(class->file);
	free(class->control_guid);
	free(class);
}

size_t message_argument_number(const char *name)
{
	size_t number = 0;

	if (name[0] != 'a' || name[1] == '0' || name[1] == '\0')
		return 0;
	for (name++; *name; name++) {
		if (*name < '0' || *name > '9')
			return 0;
		number = number * 10 + (size_t)(*name - '0');
		if (number > MESSAGE_PARAMETER_MAX)
			return 0;
	}
	return number;
}

struct message_parameter *message_class_parameter(struct message_class *class, size_t index)
{
	return get_parameter(class, index) && complete(class) == 0 ? &class->parameters[index]
								   : NULL;
}

int message_parameter_add_label(
	struct message_parameter *parameter, const char *text, uint64_t first, uint64_t last)
{
	struct message_label *grown =
		realloc(parameter->labels, (parameter->label_count + 1) * sizeof(*grown));
	char *copy = grown ? strdup(text) : NULL;

	if (grown)
		parameter->labels = grown;
	if (!copy)
		return -ENOMEM;
	grown[parameter->label_count++] = (struct message_label){ first, last, copy };
	return 0;
}

void message_parameter_group_labels(struct message_parameter *parameter)
{
	struct message_label *labels = parameter->labels;
	size_t end = 0; /* of the group that is gathered */

	for (size_t i = 0; i < parameter->label_count; i++) {
		if (i < end)
			continue;
		end = i + 1;
		for (size_t k = end; k < parameter->label_count; k++) {
			struct message_label label = labels[k];

			if (strcmp(label.text, labels[i].text) != 0)
				continue;
			memmove(&labels[end + 1], &labels[end], (k - end) * sizeof(label));
			labels[end++] = label;
		}
	}
}

const char *message_level_name(uint8_t level)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (levels[i].level == level)
			return levels[i].name;

	return NULL;
}

int message_level_find(const char *name)
{
	static const char prefix[] = "TRACE_LEVEL_";
	uint32_t number;
	size_t length;

	if (strncasecmp(name, prefix, strlen(prefix)) == 0)
		name += strlen(prefix);
	length = strlen(name);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (length >= LEVEL_NAME_MIN && strncasecmp(levels[i].name, name, length) == 0)
			return levels[i].level;
	if (set_number(&number, name, length) == 0 && number < MESSAGE_LEVEL_OF_EVENT)
		return (int)number;

	return -1;
}
