#include "viewer/cli/recording.h"

#include <errno.h>

#include "viewer/cli/message.h"

int recording_run(struct recording *out, const struct recording_settings *settings)
{
	(void)settings;
	*out = (struct recording){ .exit_status = RECORDING_FAILED };
	message_error("this drvtrace was built without recording (liblttng-ctl)");
	return -ENOTSUP;
}

void recording_finish(struct recording *recording)
{
	*recording = (struct recording){ 0 };
}
