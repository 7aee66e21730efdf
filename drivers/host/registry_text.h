/* UTF-8, which the registry's file is written in, as the strings of 16 bit that drivers read. */
#pragma once

#include <ntdef.h>

struct registry_text {
	UNICODE_STRING string; /* its buffer is owned */
};

/* 0; -EINVAL when it is not UTF-8, or too long for a counted string; -ENOMEM. */
int registry_text_init(struct registry_text *out, const char *text);
void registry_text_finish(struct registry_text *text);

/* Appends the text and a NUL to *data, which is `*length` characters long and owned by the caller. */
int registry_text_append(WCHAR **data, size_t *length, const char *text);
