/* What a driver other than a plain WDM one includes: the same subset. */
#pragma once

#include <wdm.h>
