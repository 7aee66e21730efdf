/* The trace header of a driver in C++. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(ClassesGuid, (D23A0C5A, d307, 4f0e, ae8e, E2A355AD5DAC),           \
		WPP_DEFINE_BIT(FLAG_ONE) WPP_DEFINE_BIT(FLAG_TWO))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags)                                                      \
	(WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_##flags).Level >= (level))

#define WPP_LEVEL_FLAGS_STATUS_PRE(level, flags, status)                                           \
	do {                                                                                       \
		auto status_of_call = (status);                                                    \
		if (status_of_call < 0) {
#define WPP_LEVEL_FLAGS_STATUS_POST(level, flags, status)                                          \
	;                                                                                          \
	return status_of_call;                                                                     \
	}                                                                                          \
	}                                                                                          \
	while (0)
#define WPP_LEVEL_FLAGS_STATUS_ENABLED(level, flags, status) WPP_LEVEL_FLAGS_ENABLED(level, flags)
#define WPP_LEVEL_FLAGS_STATUS_LOGGER(level, flags, status)  WPP_LEVEL_LOGGER(flags)

namespace wire
{
enum class Kind : int {
	Request = 4,
	Answer = 9
};
struct Reply {
	enum CODES {
		Ok,
		Refused = 7
	};
};
} // namespace wire

// begin_wpp config
// FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
// FUNC RETURN_IF_FAILED{LEVEL=TRACE_LEVEL_ERROR, FLAGS=FLAG_TWO}(STATUS);
// USEPREFIX (RETURN_IF_FAILED, "%!FUNC! %s %!STATUS!", #STATUS, status_of_call);
// CUSTOM_TYPE(kind, ItemEnum(wire::Kind));
// CUSTOM_TYPE(code, ItemEnum(wire::Reply::CODES));
// end_wpp
