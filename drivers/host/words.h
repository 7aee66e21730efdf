/* Lines of the host's languages: words separated by blanks, and comments. */
#pragma once

#include <stdbool.h>

/*
 * Cuts the next word off `*text`; NULL at the end of the line or at a comment. Words in quotation
 * marks may hold blanks; *is_open says that the second mark is missing.
 */
char *words_next(char **text, bool *is_open);
