/* The boundary of the in-flight recorder. */
#include <drvtrace/wpp.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/recorder.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

#define BREACH(rule, function, handle)                                                             \
	{                                                                                          \
		io_driver_calling(SITE), rule, function, handle, SITE                              \
	}

/* WPP's control blocks of a driver's module; the first one speaks for all. */
static struct drvtrace_control *control_of(PVOID WppCb)
{
	return WppCb;
}

/* Windows would look for the log in control blocks that are not there. */
static bool is_traced(PVOID WppCb, struct io_breach *breach)
{
	if (control_of(WppCb)->IsInitialized)
		return true;
	breach->rule = "recorder-outside-tracing";
	io_violation(breach,
		"WPP_INIT_TRACING was not called, or WPP_CLEANUP was: there is no recorder");
	return false;
}

VOID imp_WppRecorderConfigure(PVOID WppCb, const RECORDER_CONFIGURE_PARAMS *ConfigureParams)
{
	struct io_breach breach = BREACH("invalid-structure", "WppRecorderConfigure", WppCb);

	ke_irql_check(breach.function, PASSIVE_LEVEL, SITE);
	if (!is_traced(WppCb, &breach))
		return;
	if (ConfigureParams->Size != sizeof(*ConfigureParams)) {
		io_violation(&breach,
			"RECORDER_CONFIGURE_PARAMS is not initialised: its size is %u",
			ConfigureParams->Size);
		return;
	}
	control_of(WppCb)->AutoLogContext = ConfigureParams->CreateDefaultLog ? WppCb : NULL;
}

NTSTATUS imp_WppRecorderLogCreate(
	PVOID WppCb, const RECORDER_LOG_CREATE_PARAMS *CreateParams, RECORDER_LOG *RecorderLog)
{
	struct io_breach breach = BREACH("invalid-structure", "WppRecorderLogCreate", CreateParams);
	struct recorder_log *log;

	ke_irql_check(breach.function, DISPATCH_LEVEL, SITE);
	if (!is_traced(WppCb, &breach))
		return STATUS_INVALID_DEVICE_STATE;
	if (CreateParams->Size != sizeof(*CreateParams)) {
		io_violation(&breach,
			"RECORDER_LOG_CREATE_PARAMS is not initialised: its size is %u",
			CreateParams->Size);
		return STATUS_INFO_LENGTH_MISMATCH;
	}
	if (CreateParams->ErrorPartitionSize > CreateParams->TotalBufferSize / 2)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(breach.driver, breach.function, SITE))
		return STATUS_INSUFFICIENT_RESOURCES;
	log = recorder_log_create(CreateParams, breach.driver, SITE);
	if (!log)
		return STATUS_INSUFFICIENT_RESOURCES;
	*RecorderLog = recorder_log_handle(log);
	return STATUS_SUCCESS;
}

/* The driver is stopped when there is none. */
static struct recorder_log *log_of(RECORDER_LOG handle, struct io_breach *breach)
{
	struct recorder_log *log = recorder_log_find(handle);

	if (log)
		return log;
	if (recorder_is_default_log(handle)) {
		breach->rule = "delete-not-allowed";
		io_stop(breach, "the default log is neither renamed nor deleted by the driver");
	}
	if (io_resource_was_released(handle)) {
		breach->rule = "double-release";
		io_stop(breach, "the recorder log %p is deleted already", (const void *)handle);
	}
	io_stop(breach, "%p is no recorder log", (const void *)handle);
}

VOID imp_WppRecorderLogDelete(PVOID WppCb, RECORDER_LOG RecorderLog)
{
	struct io_breach breach = BREACH("release-of-unknown", "WppRecorderLogDelete", RecorderLog);

	ke_irql_check(breach.function, DISPATCH_LEVEL, SITE);
	/* What a creation that failed has left there. */
	if (!RecorderLog) {
		io_violation(&breach, "a recorder log that was not created is deleted");
		return;
	}
	is_traced(WppCb, &breach);
	breach.rule = "release-of-unknown";
	recorder_log_destroy(log_of(RecorderLog, &breach), SITE);
}

VOID imp_WppRecorderLogSetIdentifier(PVOID WppCb, RECORDER_LOG RecorderLog, PCSTR LogIdentifier)
{
	struct io_breach breach =
		BREACH("invalid-handle", "WppRecorderLogSetIdentifier", RecorderLog);

	ke_irql_check(breach.function, DISPATCH_LEVEL, SITE);
	if (is_traced(WppCb, &breach)) {
		breach.rule = "invalid-handle";
		recorder_log_rename(log_of(RecorderLog, &breach), LogIdentifier);
	}
}

RECORDER_LOG imp_WppRecorderLogGetDefault(PVOID WppCb)
{
	struct io_breach breach = BREACH("invalid-handle", "WppRecorderLogGetDefault", WppCb);

	ke_irql_check(breach.function, DISPATCH_LEVEL, SITE);
	return is_traced(WppCb, &breach) ? control_of(WppCb)->AutoLogContext : NULL;
}

BOOLEAN imp_WppRecorderIsDefaultLogAvailable(PVOID WppCb)
{
	ke_irql_check("WppRecorderIsDefaultLogAvailable", DISPATCH_LEVEL, SITE);
	return control_of(WppCb)->IsInitialized && control_of(WppCb)->AutoLogContext;
}

NTSTATUS imp_WppRecorderDumpLiveDriverData(
	PVOID WppCb, PVOID *OutBuffer, PULONG OutBufferLength, LPGUID Guid)
{
	return imp_WppRecorderLogDumpLiveData(WppCb, NULL, OutBuffer, OutBufferLength, Guid);
}

NTSTATUS imp_WppRecorderLogDumpLiveData(PVOID WppCb, RECORDER_LOG RecorderLog, PVOID *OutBuffer,
	PULONG OutBufferLength, LPGUID Guid)
{
	UNREFERENCED_PARAMETER(WppCb);
	UNREFERENCED_PARAMETER(RecorderLog);
	UNREFERENCED_PARAMETER(Guid);
	*OutBuffer = NULL;
	*OutBufferLength = 0;
	return STATUS_NOT_SUPPORTED;
}

/* What the expansion of a message asks, on its way into the trace. */
const char *drvtrace_recorder_name(const void *log)
{
	static _Thread_local char name[RECORDER_NAME_MAX];
	struct io_breach breach = BREACH("invalid-handle", "a message", log);

	if (!log)
		return "";
	if (!recorder_log_name(name, log))
		io_stop(&breach, "a message goes to %p, which is no recorder log%s", log,
			io_resource_was_released(log) ? " any more" : "");
	return name;
}
