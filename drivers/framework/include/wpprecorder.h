/*
 * The in-flight recorder's logs, as drivers create and name them. A message names the log that it
 * goes to, or goes to the driver's default log; either way it is in the trace, the log's name with
 * it. `drvtrace record --snapshot` is what keeps the recent past.
 *
 * Usable between WPP_INIT_TRACING and WPP_CLEANUP. Messages have times here whatever the parameters
 * say, and buffers are LTTng's: sizes are checked, and otherwise only told.
 */
#pragma once

#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct RECORDER_LOG__ {
	int unused;
} * RECORDER_LOG;

/* The end included. */
#define RECORDER_LOG_IDENTIFIER_MAX_CHARS       16
#define RECORDER_LOG_DEFAULT_BUFFER_SIZE        1024
#define RECORDER_LOG_DEFAULT_ERR_PARTITION_SIZE 200

typedef enum _WPP_RECORDER_TRI_STATE {
	WppRecorderFalse = 0,
	WppRecorderTrue = 1,
	WppRecorderUseDefault = 2,
} WPP_RECORDER_TRI_STATE, *PWPP_RECORDER_TRI_STATE;

typedef struct _RECORDER_CONFIGURE_PARAMS {
	ULONG Size;
	BOOLEAN CreateDefaultLog;
	WPP_RECORDER_TRI_STATE UseTimeStamp;
	WPP_RECORDER_TRI_STATE PreciseTimeStamp;
} RECORDER_CONFIGURE_PARAMS, *PRECORDER_CONFIGURE_PARAMS;

typedef struct _RECORDER_LOG_CREATE_PARAMS {
	ULONG Size;
	ULONG LogTag;
	ULONG TotalBufferSize;
	ULONG ErrorPartitionSize; /* of TotalBufferSize, at most half of it */
	ULONG_PTR LogIdentifierAppendValue;
	BOOLEAN LogIdentifierAppendValueSet;
	ULONG LogIdentifierSize;
	CHAR LogIdentifier[RECORDER_LOG_IDENTIFIER_MAX_CHARS];
	WPP_RECORDER_TRI_STATE UseTimeStamp;
	WPP_RECORDER_TRI_STATE PreciseTimeStamp;
} RECORDER_LOG_CREATE_PARAMS, *PRECORDER_LOG_CREATE_PARAMS;

FORCEINLINE VOID RECORDER_CONFIGURE_PARAMS_INIT(PRECORDER_CONFIGURE_PARAMS Params)
{
	Params->Size = sizeof(*Params);
	Params->CreateDefaultLog = TRUE;
	Params->UseTimeStamp = WppRecorderUseDefault;
	Params->PreciseTimeStamp = WppRecorderUseDefault;
}

/* Too long an identifier is cut. */
FORCEINLINE VOID RECORDER_LOG_CREATE_PARAMS_INIT(
	PRECORDER_LOG_CREATE_PARAMS Params, PCSTR LogIdentifier)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->TotalBufferSize = RECORDER_LOG_DEFAULT_BUFFER_SIZE;
	Params->ErrorPartitionSize = RECORDER_LOG_DEFAULT_ERR_PARTITION_SIZE;
	Params->LogIdentifierSize = sizeof(Params->LogIdentifier);
	Params->UseTimeStamp = WppRecorderUseDefault;
	Params->PreciseTimeStamp = WppRecorderUseDefault;
	for (ULONG i = 0; LogIdentifier && LogIdentifier[i] && i + 1 < Params->LogIdentifierSize;
		i++)
		Params->LogIdentifier[i] = LogIdentifier[i];
}

FORCEINLINE VOID RECORDER_LOG_CREATE_PARAMS_INIT_APPEND_POINTER(
	PRECORDER_LOG_CREATE_PARAMS Params, PCSTR LogIdentifier, PVOID LogIdentifierAppendPointer)
{
	RECORDER_LOG_CREATE_PARAMS_INIT(Params, LogIdentifier);
	Params->LogIdentifierAppendValue = (ULONG_PTR)LogIdentifierAppendPointer;
	Params->LogIdentifierAppendValueSet = TRUE;
}

/* Drivers call the macros behind them, which name the module's control blocks. */
NTKERNELAPI VOID imp_WppRecorderConfigure(
	PVOID WppCb, const RECORDER_CONFIGURE_PARAMS *ConfigureParams);
NTKERNELAPI NTSTATUS imp_WppRecorderLogCreate(
	PVOID WppCb, const RECORDER_LOG_CREATE_PARAMS *CreateParams, RECORDER_LOG *RecorderLog);
NTKERNELAPI VOID imp_WppRecorderLogDelete(PVOID WppCb, RECORDER_LOG RecorderLog);
NTKERNELAPI VOID imp_WppRecorderLogSetIdentifier(
	PVOID WppCb, RECORDER_LOG RecorderLog, PCSTR LogIdentifier);
NTKERNELAPI RECORDER_LOG imp_WppRecorderLogGetDefault(PVOID WppCb);
NTKERNELAPI BOOLEAN imp_WppRecorderIsDefaultLogAvailable(PVOID WppCb);

#define WppRecorderConfigure(ConfigureParams) imp_WppRecorderConfigure(WPP_CB, ConfigureParams)
#define WppRecorderLogCreate(CreateParams, RecorderLog)                                            \
	imp_WppRecorderLogCreate(WPP_CB, CreateParams, RecorderLog)
#define WppRecorderLogDelete(RecorderLog) imp_WppRecorderLogDelete(WPP_CB, RecorderLog)
#define WppRecorderLogSetIdentifier(RecorderLog, LogIdentifier)                                    \
	imp_WppRecorderLogSetIdentifier(WPP_CB, RecorderLog, LogIdentifier)
#define WppRecorderLogGetDefault()         imp_WppRecorderLogGetDefault(WPP_CB)
#define WppRecorderIsDefaultLogAvailable() imp_WppRecorderIsDefaultLogAvailable(WPP_CB)

/*
 * No buffer of the driver's own holds its messages, so there is none to give out. Always
 * STATUS_NOT_SUPPORTED: the recent past is in the trace that `drvtrace record --snapshot` saves.
 */
NTKERNELAPI NTSTATUS imp_WppRecorderDumpLiveDriverData(
	PVOID WppCb, PVOID *OutBuffer, PULONG OutBufferLength, LPGUID Guid);
NTKERNELAPI NTSTATUS imp_WppRecorderLogDumpLiveData(PVOID WppCb, RECORDER_LOG RecorderLog,
	PVOID *OutBuffer, PULONG OutBufferLength, LPGUID Guid);

#define WppRecorderDumpLiveDriverData(OutBuffer, OutBufferLength, Guid)                            \
	imp_WppRecorderDumpLiveDriverData(WPP_CB, OutBuffer, OutBufferLength, Guid)
#define WppRecorderLogDumpLiveData(RecorderLog, OutBuffer, OutBufferLength, Guid)                  \
	imp_WppRecorderLogDumpLiveData(WPP_CB, RecorderLog, OutBuffer, OutBufferLength, Guid)

/* Which log a message goes to, and whether it does, where a function has it as its condition. */
#define WPP_RECORDER_IFRLOG_LEVEL_FLAGS_ARGS(log, level, flags) log, level, WPP_BIT_##flags
#define WPP_RECORDER_IFRLOG_LEVEL_FLAGS_FILTER(log, level, flags)                                  \
	WPP_RECORDER_LEVEL_FLAGS_FILTER(level, flags)
#define WPP_RECORDER_LEVEL_FLAGS_IFRLOG_ARGS(level, flags, log) log, level, WPP_BIT_##flags
#define WPP_RECORDER_LEVEL_FLAGS_IFRLOG_FILTER(level, flags, log)                                  \
	WPP_RECORDER_LEVEL_FLAGS_FILTER(level, flags)
#define WPP_RECORDER_LEVEL_IFRLOG_FLAGS_ARGS(level, log, flags) log, level, WPP_BIT_##flags
#define WPP_RECORDER_LEVEL_IFRLOG_FLAGS_FILTER(level, log, flags)                                  \
	WPP_RECORDER_LEVEL_FLAGS_FILTER(level, flags)

#ifdef __cplusplus
}
#endif
