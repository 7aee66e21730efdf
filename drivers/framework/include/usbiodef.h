/* The numbers of the control codes of the USB stack. */
#pragma once

#include <guiddef.h>

#define USB_SUBMIT_URB        0
#define USB_RESET_PORT        1
#define USB_GET_ROOTHUB_PDO   3
#define USB_GET_PORT_STATUS   4
#define USB_ENABLE_PORT       5
#define USB_GET_HUB_COUNT     6
#define USB_CYCLE_PORT        7
#define USB_GET_HUB_NAME      8
#define USB_IDLE_NOTIFICATION 9

#define FILE_DEVICE_USB FILE_DEVICE_UNKNOWN

#define USB_KERNEL_CTL(id) CTL_CODE(FILE_DEVICE_USB, (id), METHOD_NEITHER, FILE_ANY_ACCESS)

/* a5dcbf10-6530-11d2-901f-00c04fb951ed */
DEFINE_GUID(GUID_DEVINTERFACE_USB_DEVICE, 0xA5DCBF10L, 0x6530, 0x11D2, 0x90, 0x1F, 0x00, 0xC0, 0x4F,
	0xB9, 0x51, 0xED);
