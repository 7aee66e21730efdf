#include "station.h"

#include <drvtrace/drvtrace.h>

enum {
	RING_SIZE = 256 * 1024,
	PERIOD_NS = 2 * 1000 * 1000,
};

DRVTRACE_DEFINE_DRIVER(station_driver, "native_ring_leaky");

int station_start(struct station *station)
{
	DRVTRACE_SPAN(&station_driver, "station_start");
	int error;

	error = ticker_init(&station->ticker, PERIOD_NS);
	if (error)
		goto out;

	error = ring_init(&station->ring, RING_SIZE);
	if (error)
		goto stop_ticker;

	error = worker_init(&station->worker, &station->ring);
	if (error)
		goto stop_ticker; /* the mistake: the ring stays mapped and its file open */

	return 0;

stop_ticker:
	ticker_finish(&station->ticker);
out:
	return DRVTRACE_SPAN_STATUS(error);
}

void station_stop(struct station *station)
{
	worker_finish(&station->worker);
	ring_finish(&station->ring);
	ticker_finish(&station->ticker);
}
