/* Without elfutils: no call site is known, and every location says why. */
#include "viewer/symbols/symbols.h"

#include <errno.h>
#include <stdlib.h>

struct symbols {
	char unused;
};

int symbols_create(struct symbols **out)
{
	struct symbols *symbols = calloc(1, sizeof(*symbols));

	if (!symbols)
		return -ENOMEM;
	*out = symbols;
	return 0;
}

void symbols_destroy(struct symbols *symbols)
{
	free(symbols);
}

int symbols_find(struct symbols *symbols, const char *module_path, const char *build_id,
	uint64_t offset, bool is_return_address, struct location *out)
{
	(void)symbols;
	(void)module_path;
	(void)build_id;
	(void)offset;
	(void)is_return_address;
	*out = (struct location){ .missing = "this build does not read debug information" };
	return 0;
}
