/* The status codes that only the driver framework returns. */
#pragma once

#include <ntdef.h>

/* As X(name, value); see NTSTATUS_CODES in ntstatus.h. */
#define WDF_NTSTATUS_CODES(X)                                                                      \
	X(STATUS_WDF_PAUSED, 0xC0200203)                                                           \
	X(STATUS_WDF_BUSY, 0xC0200204)                                                             \
	X(STATUS_WDF_NO_CALLBACK, 0xC020020B)                                                      \
	X(STATUS_WDF_INTERNAL_ERROR, 0xC0200201)                                                   \
	X(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID, 0xC0200209)                                        \
	X(STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL, 0xC020020C)                                     \
	X(STATUS_WDF_DEVICE_REMOVED_NOT_SENT, 0xC0200206)                                          \
	X(STATUS_WDF_REQUEST_INVALID_STATE, 0xC0200208)                                            \
	X(STATUS_WDF_PARENT_ALREADY_ASSIGNED, 0xC020020D)                                          \
	X(STATUS_WDF_PARENT_IS_SELF, 0xC020020E)                                                   \
	X(STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, 0xC020020F)                                    \
	X(STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID, 0xC0200210)                                    \
	X(STATUS_WDF_EXECUTION_LEVEL_INVALID, 0xC0200211)                                          \
	X(STATUS_WDF_PARENT_NOT_SPECIFIED, 0xC0200212)

#define STATUS_WDF_INTERNAL_ERROR                ((NTSTATUS)0xC0200201)
#define STATUS_WDF_PAUSED                        ((NTSTATUS)0xC0200203)
#define STATUS_WDF_BUSY                          ((NTSTATUS)0xC0200204)
#define STATUS_WDF_NO_CALLBACK                   ((NTSTATUS)0xC020020B)
#define STATUS_WDF_OBJECT_ATTRIBUTES_INVALID     ((NTSTATUS)0xC0200209)
#define STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL  ((NTSTATUS)0xC020020C)
#define STATUS_WDF_DEVICE_REMOVED_NOT_SENT       ((NTSTATUS)0xC0200206)
#define STATUS_WDF_REQUEST_INVALID_STATE         ((NTSTATUS)0xC0200208)
#define STATUS_WDF_PARENT_ALREADY_ASSIGNED       ((NTSTATUS)0xC020020D)
#define STATUS_WDF_PARENT_IS_SELF                ((NTSTATUS)0xC020020E)
#define STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED ((NTSTATUS)0xC020020F)
#define STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID ((NTSTATUS)0xC0200210)
#define STATUS_WDF_EXECUTION_LEVEL_INVALID       ((NTSTATUS)0xC0200211)
#define STATUS_WDF_PARENT_NOT_SPECIFIED          ((NTSTATUS)0xC0200212)
