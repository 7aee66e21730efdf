/* The control GUID. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(                                                                   \
		RingGuid, (5f6b6f1c, 8d2e, 4c17, 9a43, 0b7d1e2f3a4c), WPP_DEFINE_BIT(DBG_INIT))
