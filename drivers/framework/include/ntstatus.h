/* The status codes that the framework returns, and those that drivers commonly return. */
#pragma once

#include <ntdef.h>

/*
 * One line a code, as X(name, value), so that a report can name them. The values are those of the
 * NT status code registry; two names of one value do not occur.
 */
#define NTSTATUS_CODES(X)                                                                          \
	X(STATUS_SUCCESS, 0x00000000)                                                              \
	X(STATUS_ABANDONED, 0x00000080)                                                            \
	X(STATUS_TIMEOUT, 0x00000102)                                                              \
	X(STATUS_PENDING, 0x00000103)                                                              \
	X(STATUS_OBJECT_NAME_EXISTS, 0x40000000)                                                   \
	X(STATUS_BUFFER_OVERFLOW, 0x80000005)                                                      \
	X(STATUS_NO_MORE_FILES, 0x80000006)                                                        \
	X(STATUS_DEVICE_BUSY, 0x80000011)                                                          \
	X(STATUS_NO_MORE_ENTRIES, 0x8000001A)                                                      \
	X(STATUS_UNSUCCESSFUL, 0xC0000001)                                                         \
	X(STATUS_NOT_IMPLEMENTED, 0xC0000002)                                                      \
	X(STATUS_INFO_LENGTH_MISMATCH, 0xC0000004)                                                 \
	X(STATUS_ACCESS_VIOLATION, 0xC0000005)                                                     \
	X(STATUS_INVALID_HANDLE, 0xC0000008)                                                       \
	X(STATUS_INVALID_PARAMETER, 0xC000000D)                                                    \
	X(STATUS_NO_SUCH_DEVICE, 0xC000000E)                                                       \
	X(STATUS_INVALID_PARAMETER_5, 0xC00000F3)                                                  \
	X(STATUS_INVALID_DEVICE_REQUEST, 0xC0000010)                                               \
	X(STATUS_MORE_PROCESSING_REQUIRED, 0xC0000016)                                             \
	X(STATUS_NO_MEMORY, 0xC0000017)                                                            \
	X(STATUS_ACCESS_DENIED, 0xC0000022)                                                        \
	X(STATUS_BUFFER_TOO_SMALL, 0xC0000023)                                                     \
	X(STATUS_OBJECT_TYPE_MISMATCH, 0xC0000024)                                                 \
	X(STATUS_OBJECT_NAME_INVALID, 0xC0000033)                                                  \
	X(STATUS_OBJECT_NAME_NOT_FOUND, 0xC0000034)                                                \
	X(STATUS_OBJECT_NAME_COLLISION, 0xC0000035)                                                \
	X(STATUS_OBJECT_PATH_INVALID, 0xC0000039)                                                  \
	X(STATUS_OBJECT_PATH_NOT_FOUND, 0xC000003A)                                                \
	X(STATUS_OBJECT_PATH_SYNTAX_BAD, 0xC000003B)                                               \
	X(STATUS_DELETE_PENDING, 0xC0000056)                                                       \
	X(STATUS_REVISION_MISMATCH, 0xC0000059)                                                    \
	X(STATUS_INVALID_SECURITY_DESCR, 0xC0000079)                                               \
	X(STATUS_INTEGER_OVERFLOW, 0xC0000095)                                                     \
	X(STATUS_INSUFFICIENT_RESOURCES, 0xC000009A)                                               \
	X(STATUS_DEVICE_NOT_CONNECTED, 0xC000009D)                                                 \
	X(STATUS_DEVICE_POWER_FAILURE, 0xC000009E)                                                 \
	X(STATUS_DEVICE_NOT_READY, 0xC00000A3)                                                     \
	X(STATUS_IO_TIMEOUT, 0xC00000B5)                                                           \
	X(STATUS_NOT_SUPPORTED, 0xC00000BB)                                                        \
	X(STATUS_DEVICE_DOES_NOT_EXIST, 0xC00000C0)                                                \
	X(STATUS_INTERNAL_ERROR, 0xC00000E5)                                                       \
	X(STATUS_CANCELLED, 0xC0000120)                                                            \
	X(STATUS_CANNOT_DELETE, 0xC0000121)                                                        \
	X(STATUS_KEY_DELETED, 0xC000017C)                                                          \
	X(STATUS_INVALID_DEVICE_STATE, 0xC0000184)                                                 \
	X(STATUS_DEVICE_CONFIGURATION_ERROR, 0xC0000182)                                           \
	X(STATUS_DRIVER_INTERNAL_ERROR, 0xC0000183)                                                \
	X(STATUS_INVALID_BUFFER_SIZE, 0xC0000206)                                                  \
	X(STATUS_NOT_FOUND, 0xC0000225)                                                            \
	X(STATUS_DEVICE_REMOVED, 0xC00002B6)

#define STATUS_SUCCESS                    ((NTSTATUS)0x00000000)
#define STATUS_WAIT_0                     ((NTSTATUS)0x00000000)
#define STATUS_WAIT_1                     ((NTSTATUS)0x00000001)
#define STATUS_WAIT_2                     ((NTSTATUS)0x00000002)
#define STATUS_WAIT_3                     ((NTSTATUS)0x00000003)
#define STATUS_WAIT_63                    ((NTSTATUS)0x0000003F)
#define STATUS_ABANDONED                  ((NTSTATUS)0x00000080)
#define STATUS_ABANDONED_WAIT_0           ((NTSTATUS)0x00000080)
#define STATUS_TIMEOUT                    ((NTSTATUS)0x00000102)
#define STATUS_PENDING                    ((NTSTATUS)0x00000103)
#define STATUS_OBJECT_NAME_EXISTS         ((NTSTATUS)0x40000000)
#define STATUS_BUFFER_OVERFLOW            ((NTSTATUS)0x80000005)
#define STATUS_NO_MORE_FILES              ((NTSTATUS)0x80000006)
#define STATUS_DEVICE_BUSY                ((NTSTATUS)0x80000011)
#define STATUS_NO_MORE_ENTRIES            ((NTSTATUS)0x8000001A)
#define STATUS_UNSUCCESSFUL               ((NTSTATUS)0xC0000001)
#define STATUS_NOT_IMPLEMENTED            ((NTSTATUS)0xC0000002)
#define STATUS_INFO_LENGTH_MISMATCH       ((NTSTATUS)0xC0000004)
#define STATUS_ACCESS_VIOLATION           ((NTSTATUS)0xC0000005)
#define STATUS_INVALID_HANDLE             ((NTSTATUS)0xC0000008)
#define STATUS_INVALID_PARAMETER          ((NTSTATUS)0xC000000D)
#define STATUS_NO_SUCH_DEVICE             ((NTSTATUS)0xC000000E)
#define STATUS_INVALID_DEVICE_REQUEST     ((NTSTATUS)0xC0000010)
#define STATUS_MORE_PROCESSING_REQUIRED   ((NTSTATUS)0xC0000016)
#define STATUS_NO_MEMORY                  ((NTSTATUS)0xC0000017)
#define STATUS_ACCESS_DENIED              ((NTSTATUS)0xC0000022)
#define STATUS_BUFFER_TOO_SMALL           ((NTSTATUS)0xC0000023)
#define STATUS_OBJECT_TYPE_MISMATCH       ((NTSTATUS)0xC0000024)
#define STATUS_OBJECT_NAME_INVALID        ((NTSTATUS)0xC0000033)
#define STATUS_OBJECT_NAME_NOT_FOUND      ((NTSTATUS)0xC0000034)
#define STATUS_OBJECT_NAME_COLLISION      ((NTSTATUS)0xC0000035)
#define STATUS_OBJECT_PATH_INVALID        ((NTSTATUS)0xC0000039)
#define STATUS_OBJECT_PATH_NOT_FOUND      ((NTSTATUS)0xC000003A)
#define STATUS_OBJECT_PATH_SYNTAX_BAD     ((NTSTATUS)0xC000003B)
#define STATUS_DELETE_PENDING             ((NTSTATUS)0xC0000056)
#define STATUS_REVISION_MISMATCH          ((NTSTATUS)0xC0000059)
#define STATUS_INVALID_SECURITY_DESCR     ((NTSTATUS)0xC0000079)
#define STATUS_INTEGER_OVERFLOW           ((NTSTATUS)0xC0000095)
#define STATUS_INSUFFICIENT_RESOURCES     ((NTSTATUS)0xC000009A)
#define STATUS_DEVICE_NOT_CONNECTED       ((NTSTATUS)0xC000009D)
#define STATUS_DEVICE_POWER_FAILURE       ((NTSTATUS)0xC000009E)
#define STATUS_DEVICE_NOT_READY           ((NTSTATUS)0xC00000A3)
#define STATUS_IO_TIMEOUT                 ((NTSTATUS)0xC00000B5)
#define STATUS_NOT_SUPPORTED              ((NTSTATUS)0xC00000BB)
#define STATUS_DEVICE_DOES_NOT_EXIST      ((NTSTATUS)0xC00000C0)
#define STATUS_INTERNAL_ERROR             ((NTSTATUS)0xC00000E5)
#define STATUS_INVALID_PARAMETER_5        ((NTSTATUS)0xC00000F3)
#define STATUS_CANCELLED                  ((NTSTATUS)0xC0000120)
#define STATUS_CANNOT_DELETE              ((NTSTATUS)0xC0000121)
#define STATUS_KEY_DELETED                ((NTSTATUS)0xC000017C)
#define STATUS_INVALID_DEVICE_STATE       ((NTSTATUS)0xC0000184)
#define STATUS_DEVICE_CONFIGURATION_ERROR ((NTSTATUS)0xC0000182)
#define STATUS_DRIVER_INTERNAL_ERROR      ((NTSTATUS)0xC0000183)
#define STATUS_INVALID_BUFFER_SIZE        ((NTSTATUS)0xC0000206)
#define STATUS_NOT_FOUND                  ((NTSTATUS)0xC0000225)
#define STATUS_DEVICE_REMOVED             ((NTSTATUS)0xC00002B6)
