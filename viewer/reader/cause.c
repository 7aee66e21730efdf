#include "viewer/reader/cause.h"

#include <stdlib.h>
#include <string.h>

#include <babeltrace2/babeltrace.h>

/* Ends the text before the addresses and numbers that babeltrace2 appends: ": name=value, ...". */
static void cut_details(char *text)
{
	for (char *colon = strstr(text, ": "); colon; colon = strstr(colon + 1, ": ")) {
		size_t length = strspn(colon + 2, "abcdefghijklmnopqrstuvwxyz-");

		if (length > 0 && colon[2 + length] == '=') {
			*colon = '\0';
			return;
		}
	}
}

char *cause_take(void)
{
	const bt_error *error = bt_current_thread_take_error();
	char *text = NULL;
	size_t length;

	if (error) {
		if (bt_error_get_cause_count(error) > 0)
			text = strdup(bt_error_cause_get_message(
				bt_error_borrow_cause_by_index(error, 0)));
		bt_error_release(error);
	}
	if (!text)
		return strdup("babeltrace2 gives no reason");

	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	cut_details(text);
	length = strlen(text);
	while (length > 0 && (text[length - 1] == '.' || text[length - 1] == ' '))
		text[--length] = '\0';
	return text;
}
