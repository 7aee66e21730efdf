#include "drivers/framework/kmdf/io_setup.h"

#include <stdlib.h>

void fx_io_setup_init(struct fx_io_setup *setup)
{
	memset(setup, 0, sizeof(*setup));
	setup->transfer = WdfDeviceIoBuffered;
}

void fx_io_setup_finish(struct fx_io_setup *setup)
{
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		free(setup->preprocess[i]);
	memset(setup->preprocess, 0, sizeof(setup->preprocess));
}

/* Who has an IRP before the framework, and the remove lock, have completion routines of their own. */
CCHAR fx_io_setup_locations(const struct fx_io_setup *setup)
{
	CCHAR count = setup->takes_remove_lock ? 1 : 0;

	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
		if (setup->preprocess[i])
			return (CCHAR)(count + 1);
	}
	return count;
}

void fx_io_setup_move(struct fx_io_setup *to, struct fx_io_setup *from)
{
	*to = *from;
	fx_io_setup_init(from);
}

bool fx_io_setup_add_preprocess(struct fx_io_setup *setup,
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS callback, UCHAR major, const UCHAR *minors,
	ULONG minor_count)
{
	struct fx_preprocess *preprocess = calloc(1, sizeof(*preprocess));

	if (!preprocess)
		return false;
	preprocess->callback = callback;
	preprocess->has_minors = minor_count > 0;
	for (ULONG i = 0; i < minor_count; i++)
		preprocess->minors[minors[i]] = true;
	free(setup->preprocess[major]);
	setup->preprocess[major] = preprocess;
	return true;
}
