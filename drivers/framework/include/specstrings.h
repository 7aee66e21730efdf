/* Annotations: with all the others. */
#pragma once

#include <sal.h>
