/* Functions that several sources have, each with a message: methods, templates, inline functions. */
#pragma once

/* The messages are expected on their lines. */
/* clang-format off */
#include "trace.h"
#include "classes.h.tmh"

inline int twice(int value)
{
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_ONE, "twice %d", value);
	return 2 * value;
}

class Device {
public:
	explicit Device(int number) : number_{number}, size_(1)
	{
		TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_ONE, "device %d", number_);
	}
	~Device() { TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "no device %d", number_); }
	template <class T> T send(T value)
	{
		TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_ONE, "%I64d of %d bytes", (long long)value, size_ * (int)sizeof(T));
		return value;
	}
	int start(int status);

private:
	int number_;
	int size_;
};
