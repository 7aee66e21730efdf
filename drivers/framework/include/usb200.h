/* The USB specification 2.0; what it defines is in usbspec.h. */
#pragma once

#include <usb100.h>
