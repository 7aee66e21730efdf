/*
 * For drivers that include it for what comes with it. The routines of WMILIB, which take requests of WMI
 * apart for WDM drivers, are not supported.
 */
#pragma once

#include <wdm.h>

#include <wmistr.h>
