/* Control codes and device types; all of them are a part of wdm.h here. */
#pragma once

#include <wdm.h>
