/* The parameters of a sink, which are named as the options of the command are. */
#pragma once

#include <babeltrace2/babeltrace.h>

struct report_options;

enum parameters_condition {
	PARAMETERS_WRONG = 1, /* `*culprit` is the name of the one that is unknown, or not valid */
};

/* Strings in `out` and `*culprit` are borrowed from `params`. */
int parameters_read(struct report_options *out, const bt_value *params, const char **culprit);
