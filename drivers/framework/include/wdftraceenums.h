/*
 * The framework's enumerations as types of messages: what projects scan of the WDK, by
 * -scan:"$(KMDF_INC_PATH)\$(KMDF_VER_PATH)\wdftraceenums.h".
 */
#pragma once

#include <wdf.h>

// begin_wpp config
// CUSTOM_TYPE(WDF_POWER_DEVICE_STATE, ItemEnum(_WDF_POWER_DEVICE_STATE));
// CUSTOM_TYPE(WDF_REQUEST_TYPE, ItemEnum(_WDF_REQUEST_TYPE));
// CUSTOM_TYPE(WDF_TRI_STATE, ItemEnum(_WDF_TRI_STATE));
// end_wpp
