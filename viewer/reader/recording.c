#include "viewer/reader/recording.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char recording_file_name[] = "drvtrace-recording.json";

static const char schema_name[] = "drvtrace.recording/1";

/* Positive when the file does not tell. */
static int take_pids(int32_t **pids, size_t *pid_count, struct json_object *document)
{
	struct json_object *schema;
	struct json_object *array;
	size_t count;

	if (!json_object_object_get_ex(document, "schema", &schema) ||
		!json_object_is_type(schema, json_type_string) ||
		strcmp(json_object_get_string(schema), schema_name) != 0 ||
		!json_object_object_get_ex(document, "running_pids", &array) ||
		!json_object_is_type(array, json_type_array))
		return 1;

	count = json_object_array_length(array);
	*pids = malloc((count ? count : 1) * sizeof(**pids));
	if (!*pids)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		(*pids)[i] = json_object_get_int(json_object_array_get_idx(array, i));
	*pid_count = count;
	return 0;
}

static int read_folder(int32_t **pids, size_t *pid_count, const char *folder)
{
	struct json_object *document;
	char *path;
	int ret = 1;

	if (asprintf(&path, "%s/%s", folder, recording_file_name) < 0)
		return -ENOMEM;
	document = access(path, R_OK) == 0 ? json_object_from_file(path) : NULL;
	free(path);
	if (document)
		ret = take_pids(pids, pid_count, document);
	json_object_put(document);
	return ret;
}

int recording_find_running(int32_t **pids, size_t *pid_count, const char *folder, const char *root)
{
	char *at = strdup(folder);
	size_t end = strlen(root);
	int ret = 1;

	if (!at)
		return -ENOMEM;
	*pids = NULL;
	*pid_count = 0;
	for (;;) {
		char *slash;

		ret = read_folder(pids, pid_count, at);
		slash = strrchr(at, '/');
		if (ret <= 0 || strlen(at) <= end || !slash)
			break;
		*slash = '\0';
	}
	free(at);
	return ret < 0 ? ret : 0;
}
