/* The interface of the USB bus driver: URBs, and how they are sent. */
#pragma once

#include <usb.h>
#include <usbioctl.h>

#define USBDI_VERSION 0x00000600
