#include <errno.h>

#include "drivers/host/source_line.h"

/* Built without elfutils. */
int source_line_name(const void *site, char *text, size_t size)
{
	(void)site;
	(void)text;
	(void)size;
	return -ENOENT;
}
