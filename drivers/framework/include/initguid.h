/* Included before headers with DEFINE_GUID: their GUIDs are defined in this source. */
#pragma once

#ifndef INITGUID
#define INITGUID
#endif
#include <guiddef.h>
