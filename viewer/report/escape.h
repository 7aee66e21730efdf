/*
 * Text from a trace, made safe to print: what a terminal or a reader of JSON could take for more
 * than text becomes \xNN (bytes that are not UTF-8, control characters) or \u{NNNN} (characters
 * that turn the direction of text or break lines).
 */
#pragma once

#include <stdbool.h>

/* Whether escape_text() would change nothing. */
bool escape_is_clean(const char *text);
/* A copy, to be freed; NULL when memory ran out. */
char *escape_text(const char *text);
