/* Call sites as a driver's author knows them: function, file and line, from the module's debug information. */
#pragma once

#include <stddef.h>

/*
 * "EvtIoRead (echo.c:120)" for the call that returns to `site`, without the line where the module does not
 * tell. 0; -ENOENT when not even the function is known. Allocates: not for signal handlers.
 */
int source_line_name(const void *site, char *text, size_t size);
