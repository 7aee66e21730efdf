/* The words of scenarios that are about device interfaces. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/quiet.h"
#include "drivers/host/scenario_private.h"

#define PREFIX "interface:"

enum {
	CLASS_SIZE = 64,
	PAUSE_NS = 5000000,
	PAUSES_PER_SECOND = 200,
	QUIET_PAUSES = 4, /* without anything under way: nobody will do it any more */
};

const char *scenario_check_interface(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	uint64_t count;

	(void)scenario;
	if (place == 1 && !scenario_number(&count, step->arguments[1]))
		return "it is not a number";
	return NULL;
}

static size_t count_interfaces(const char *class)
{
	char path[512];
	size_t count = 0;

	while (io_interface_path(path, sizeof(path), class, count))
		count++;
	return count;
}

/*
 * Until there are so many; as long as drivers have something under way that may come to it, and as whoever
 * waits is patient.
 */
int scenario_run_await_interface(struct scenario_moment *moment)
{
	const char *class = moment->step->arguments[0];
	uint64_t wanted = 1;
	unsigned int pauses = 0;
	unsigned int quiet = 0;

	if (moment->step->count > 1)
		scenario_number(&wanted, moment->step->arguments[1]);
	moment->status = STATUS_SUCCESS;
	while (count_interfaces(class) != wanted) {
		quiet = io_is_quiet() ? quiet + 1 : 0;
		if (quiet > QUIET_PAUSES || ++pauses > IO_FILE_PATIENCE_S * PAUSES_PER_SECOND) {
			moment->status = STATUS_IO_TIMEOUT;
			break;
		}
		nanosleep(&(struct timespec){ 0, PAUSE_NS }, NULL);
		io_pnp_host_settle();
	}
	return 0;
}

NTSTATUS scenario_resolve_path(char *out, size_t size, const char *path)
{
	char class[CLASS_SIZE];
	uint64_t place = 0;
	const char *rest;
	char *number;

	snprintf(out, size, "%s", path);
	if (strncmp(path, PREFIX, strlen(PREFIX)) != 0)
		return STATUS_SUCCESS;
	path += strlen(PREFIX);
	rest = path + strcspn(path, "\\");
	snprintf(class, sizeof(class), "%.*s", (int)(rest - path), path);
	number = strchr(class, ':');
	if (number) {
		*number++ = '\0';
		scenario_number(&place, number);
	}
	if (!io_interface_path(out, size, class, place))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	snprintf(out + strlen(out), size - strlen(out), "%s", rest);
	return STATUS_SUCCESS;
}
