/* How the class drivers of keyboards and mice connect to the drivers of ports, and filters between them. */
#pragma once

#include <wdm.h>

#include <ntddkbd.h>
#include <ntddmou.h>

#define IOCTL_INTERNAL_KEYBOARD_CONNECT                                                            \
	CTL_CODE(FILE_DEVICE_KEYBOARD, 0x0080, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_KEYBOARD_DISCONNECT                                                         \
	CTL_CODE(FILE_DEVICE_KEYBOARD, 0x0100, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_KEYBOARD_ENABLE                                                             \
	CTL_CODE(FILE_DEVICE_KEYBOARD, 0x0200, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_KEYBOARD_DISABLE                                                            \
	CTL_CODE(FILE_DEVICE_KEYBOARD, 0x0400, METHOD_NEITHER, FILE_ANY_ACCESS)

#define IOCTL_INTERNAL_MOUSE_CONNECT                                                               \
	CTL_CODE(FILE_DEVICE_MOUSE, 0x0080, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_MOUSE_DISCONNECT                                                            \
	CTL_CODE(FILE_DEVICE_MOUSE, 0x0100, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_MOUSE_ENABLE                                                                \
	CTL_CODE(FILE_DEVICE_MOUSE, 0x0200, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_MOUSE_DISABLE                                                               \
	CTL_CODE(FILE_DEVICE_MOUSE, 0x0400, METHOD_NEITHER, FILE_ANY_ACCESS)

/* The buffer of a connect request, which it has in Type3InputBuffer. */
typedef struct _CONNECT_DATA {
	PDEVICE_OBJECT ClassDeviceObject;
	PVOID ClassService; /* a PSERVICE_CALLBACK_ROUTINE */
} CONNECT_DATA, *PCONNECT_DATA;

/* ClassDeviceObject, the first packet, the one behind the last, and how many were taken: a PULONG. */
typedef VOID SERVICE_CALLBACK_ROUTINE(
	PVOID NormalContext, PVOID SystemArgument1, PVOID SystemArgument2, PVOID SystemArgument3);
typedef SERVICE_CALLBACK_ROUTINE *PSERVICE_CALLBACK_ROUTINE;
