/*
 * What file systems and their filters need, none of which is supported: a driver that includes this says
 * so when it is compiled.
 */
#pragma once

#error "ntifs.h: drvtrace has no file systems nor filters of them; wdm.h and ntddk.h are supported"
