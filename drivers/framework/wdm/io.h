/*
 * What the host and the tests may call of the framework library besides Microsoft's names.
 */
#pragma once

#define IO_API __attribute__((visibility("default")))
