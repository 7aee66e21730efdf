/* The USB specification 1.0; what it defines is in usbspec.h. */
#pragma once

#include <usbspec.h>
