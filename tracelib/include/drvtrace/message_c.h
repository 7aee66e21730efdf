/* What the expansion of a message needs of C. Part of message.h, which includes it. */
#pragma once

#include <drvtrace/message.h>

#ifndef __cplusplus

#define DRVTRACE_ASSERT(condition, text) _Static_assert(condition, text)

#define DRVTRACE_ENTER_MESSAGE                                                                     \
	static struct drvtrace_message *const drvtrace_p                                           \
		__attribute__((section("drvtrace_messages"), used)) = &drvtrace_m

/* The level itself when the compiler knows it. */
#define DRVTRACE_CONSTANT_LEVEL(level)                                                             \
	__builtin_choose_expr(__builtin_constant_p(level), (level), DRVTRACE_LEVEL_AT_RUN_TIME)

/* An argument, evaluated once. The comma makes a pointer of an array, an int of a bit-field. */
#define DRVTRACE_ARGUMENT(variable, expression) __auto_type variable = ((void)0, (expression))

#define DRVTRACE_IS_INTEGER(variable)                                                              \
	(__builtin_classify_type(variable) >= 1 && __builtin_classify_type(variable) <= 4)
#define DRVTRACE_IS_POINTER(variable) (__builtin_classify_type(variable) == 5)
#define DRVTRACE_IS_REAL(variable)    (__builtin_classify_type(variable) == 8)
/* C++ has objects that become texts, and strings. */
#define DRVTRACE_TEXT_ARGUMENT(variable, expression, bytes) DRVTRACE_ARGUMENT(variable, expression)
#define DRVTRACE_STRING_ARGUMENT(variable, expression)      DRVTRACE_ARGUMENT(variable, expression)
#define DRVTRACE_IS_STRING(variable, bytes)                 0
#define DRVTRACE_STRING(string)                             { 0, 0 },

#define DRVTRACE_IS_ADDRESS(variable, expression) DRVTRACE_IS_POINTER(variable)
#define DRVTRACE_IS_OF(variable, bytes)                                                            \
	_Generic((variable), void * : 1, const void * : 1, default : sizeof(*(variable)) == (bytes))
#define DRVTRACE_WIDE(variable, expression, bytes)                                                 \
	((long long)(sizeof(variable) <= (bytes) ? 0 : (expression)))
/* A wider one is allowed when it is a constant that fits, such as a sizeof. */
#define DRVTRACE_FITS(variable, expression, bytes)                                                 \
	(sizeof(variable) <= (bytes) ||                                                            \
		__builtin_choose_expr(__builtin_constant_p(expression),                            \
			(DRVTRACE_WIDE(variable, expression, bytes) >> 32) == 0 ||                 \
				(DRVTRACE_WIDE(variable, expression, bytes) >> 31) == -1,          \
			0))

#define DRVTRACE_IS_LOG(log) (!__builtin_types_compatible_p(__typeof__(log), void *))
#define DRVTRACE_LOG_NAME(log)                                                                     \
	__builtin_choose_expr(DRVTRACE_IS_LOG(log), drvtrace_recorder_name((const void *)(log)), "")

#endif
