/* The control GUID of both drivers. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(OutsideGuid, (d23a0c5a, d307, 4f0e, ae8e, E2A355AD5DAB),           \
		WPP_DEFINE_BIT(DBG_INIT) WPP_DEFINE_BIT(DBG_RW))
