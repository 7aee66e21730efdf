/* What a device has for its driver's StartIo routine, besides its queue. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

/* The next packet, as it was asked for. */
struct io_next_packet {
	bool is_cancelable;
	bool has_key;
	ULONG key;
};

struct io_start_io {
	bool is_deferred;
	bool is_non_cancelable;
	/* When it is deferred: */
	bool is_running;
	PIRP irp; /* the next that is to be started; NULL: none */
	bool is_next_wanted;
	struct io_next_packet next;
};
