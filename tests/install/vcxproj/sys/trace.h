/* The control GUID, and when a message is written; the function is in the project file. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(                                                                   \
		RingGuid, (5f6b6f1c, 8d2e, 4c17, 9a43, 0b7d1e2f3a4c), WPP_DEFINE_BIT(DBG_INIT))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags)                                                      \
	(WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_##flags).Level >= level)
