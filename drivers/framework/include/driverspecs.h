/* Annotations of drivers: with all the others. */
#pragma once

#include <sal.h>

#define __user_driver
#define __kernel_driver
#define __user_code
#define __kernel_code
