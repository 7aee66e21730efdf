/* Types that Windows has for programs, and drivers include with others: all of them are in ntdef.h. */
#pragma once

#include <ntdef.h>
