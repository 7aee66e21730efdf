/* Structured exceptions: a part of wdm.h here. */
#pragma once

#include <wdm.h>
