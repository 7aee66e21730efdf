/* GUIDs as text: "{781ef630-72b2-11d2-b852-00c04fad5171}". */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

enum {
	IO_GUID_LENGTH = 38,
};

/* With or without braces. False when it is none. */
bool io_guid_read(GUID *out, const char *text);

/* IO_GUID_LENGTH characters, and no end. */
void io_guid_write(WCHAR *out, const GUID *guid);
