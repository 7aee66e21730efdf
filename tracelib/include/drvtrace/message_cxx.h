/* What the expansion of a message needs of C++17. Part of message.h, which includes it. */
#pragma once

#include <drvtrace/message.h>

#ifdef __cplusplus

#define DRVTRACE_ASSERT(condition, text) static_assert(condition, text)

/*
 * Inline functions and templates have their static variables in sections that the linker merges.
 * GCC does not let one of the same name have both these and others; what the assembler is told, it
 * does not mind. A function that it has compiled twice enters the message twice, which does no harm.
 */
#ifdef __clang__
#define DRVTRACE_ENTER_MESSAGE                                                                     \
	static struct drvtrace_message *const drvtrace_p                                           \
		__attribute__((section("drvtrace_messages"), used)) = &drvtrace_m;                 \
	(void)drvtrace_p
#else
#define DRVTRACE_ENTER_MESSAGE                                                                     \
	__asm__ volatile(".pushsection drvtrace_messages,\"aw\",@progbits\n\t"                     \
			 ".balign %c1\n\t"                                                         \
			 ".dc.a %c0\n\t"                                                           \
			 ".popsection"                                                             \
			 :                                                                         \
			 : "i"(&drvtrace_m), "i"(sizeof(void *)))
#endif

/* The level itself when the compiler knows it. */
#define DRVTRACE_CONSTANT_LEVEL(level)                                                             \
	(__builtin_constant_p(level) ? (int)(level) : DRVTRACE_LEVEL_AT_RUN_TIME)

/* An argument, evaluated once. The comma keeps GCC from a warning of NULL, an integer here. */
#define DRVTRACE_ARGUMENT(variable, expression) auto variable = ((void)0, (expression))

/* Strings, and views of them, have data() and size(). */
template <class T>
auto drvtrace_element(const T &string, decltype(string.size()) *)
	-> char (&)[sizeof(*string.data())];
char (&drvtrace_element(...))[256];
#define DRVTRACE_STRING_ARGUMENT(variable, expression) const auto &variable = (expression)
#define DRVTRACE_IS_STRING(variable, bytes)            (sizeof(drvtrace_element(variable, nullptr)) == (bytes))
#define DRVTRACE_STRING(string)                        { (string).data(), (string).size() * sizeof(*(string).data()) },

/* An object that converts to a text of the specifier's characters is converted, and stays that long. */
template <class To> struct drvtrace_accept {
	static char (&test(To))[2];
	static char (&test(...))[1];
};
template <size_t bytes, class T> auto drvtrace_text(const T &object)
{
	if constexpr (!__is_class(T))
		return object;
	else if constexpr (bytes == 1 && sizeof(drvtrace_accept<const char *>::test(object)) == 2)
		return static_cast<const char *>(object);
	else if constexpr (bytes == sizeof(wchar_t) &&
			   sizeof(drvtrace_accept<const wchar_t *>::test(object)) == 2)
		return static_cast<const wchar_t *>(object);
	else if constexpr (bytes == 2 &&
			   sizeof(drvtrace_accept<const char16_t *>::test(object)) == 2)
		return static_cast<const char16_t *>(object);
	else
		return 0; /* no text */
}
#define DRVTRACE_TEXT_ARGUMENT(variable, expression, bytes)                                        \
	const auto &variable##_object = ((void)0, (expression));                                   \
	auto variable = drvtrace_text<bytes>(variable##_object)

/* Of what kind a type is; the compiler knows classes from enumerations only. */
template <class T> struct drvtrace_type {
	static constexpr bool is_integer = __is_enum(T), is_real = false, is_pointer = false;
};
template <class T> struct drvtrace_type<T *> {
	static constexpr bool is_integer = false, is_real = false, is_pointer = true;
};
template <> struct drvtrace_type<decltype(nullptr)> : drvtrace_type<void *> {
};
struct drvtrace_integer_type {
	static constexpr bool is_integer = true, is_real = false, is_pointer = false;
};
struct drvtrace_real_type {
	static constexpr bool is_integer = false, is_real = true, is_pointer = false;
};
#define DRVTRACE_TYPE(type, kind)                                                                  \
	template <> struct drvtrace_type<type> : drvtrace_##kind##_type {                          \
	};
DRVTRACE_TYPE(bool, integer)
DRVTRACE_TYPE(char, integer)
DRVTRACE_TYPE(signed char, integer)
DRVTRACE_TYPE(unsigned char, integer)
DRVTRACE_TYPE(wchar_t, integer)
DRVTRACE_TYPE(char16_t, integer)
DRVTRACE_TYPE(char32_t, integer)
DRVTRACE_TYPE(short, integer)
DRVTRACE_TYPE(unsigned short, integer)
DRVTRACE_TYPE(int, integer)
DRVTRACE_TYPE(unsigned int, integer)
DRVTRACE_TYPE(long, integer)
DRVTRACE_TYPE(unsigned long, integer)
DRVTRACE_TYPE(long long, integer)
DRVTRACE_TYPE(unsigned long long, integer)
DRVTRACE_TYPE(float, real)
DRVTRACE_TYPE(double, real)
DRVTRACE_TYPE(long double, real)
#undef DRVTRACE_TYPE

#define DRVTRACE_IS_INTEGER(variable) drvtrace_type<decltype(variable)>::is_integer
#define DRVTRACE_IS_POINTER(variable) drvtrace_type<decltype(variable)>::is_pointer
#define DRVTRACE_IS_REAL(variable)    drvtrace_type<decltype(variable)>::is_real

/* What a pointer points to. */
template <class T> struct drvtrace_pointee {
	static constexpr bool is_of(size_t)
	{
		return true;
	}
};
template <class T> struct drvtrace_pointee<T *> {
	static constexpr bool is_of(size_t bytes)
	{
		return sizeof(T) == bytes;
	}
};
template <> struct drvtrace_pointee<void *> : drvtrace_pointee<int> {
};
template <> struct drvtrace_pointee<const void *> : drvtrace_pointee<int> {
};

/* Nothing but integers fits. */
template <class T> constexpr long long drvtrace_wide(const T &value)
{
	if constexpr (drvtrace_type<T>::is_integer)
		return (long long)value;
	else
		return 1ll << 62;
}
#define DRVTRACE_WIDE(expression) drvtrace_wide(((void)0, (expression)))
#define DRVTRACE_IS_NULL(variable, expression)                                                     \
	(DRVTRACE_IS_INTEGER(variable) && sizeof(variable) == sizeof(void *) &&                    \
		__builtin_constant_p(expression) && DRVTRACE_WIDE(expression) == 0)
#define DRVTRACE_IS_ADDRESS(variable, expression)                                                  \
	(DRVTRACE_IS_POINTER(variable) || DRVTRACE_IS_NULL(variable, expression))
#define DRVTRACE_IS_OF(variable, bytes) drvtrace_pointee<decltype(variable)>::is_of(bytes)
/* A wider one is allowed when it is a constant that fits, such as a sizeof. */
#define DRVTRACE_FITS(variable, expression, bytes)                                                 \
	(sizeof(variable) <= (bytes) || (__builtin_constant_p(expression) &&                       \
						((DRVTRACE_WIDE(expression) >> 32) == 0 ||         \
							(DRVTRACE_WIDE(expression) >> 31) == -1)))

/* Which log of the in-flight recorder: told by overloading, and by size where it must be constant. */
template <class T> char (&drvtrace_is_log(T *))[2];
char (&drvtrace_is_log(void *))[1];
extern "C" DRVTRACE_API const char *drvtrace_recorder_name(const void *log);
template <class T> inline const char *drvtrace_log_name(T *log)
{
	return drvtrace_recorder_name(log);
}
inline const char *drvtrace_log_name(void *)
{
	return "";
}
#define DRVTRACE_IS_LOG(log)   (sizeof(drvtrace_is_log(log)) == 2)
#define DRVTRACE_LOG_NAME(log) drvtrace_log_name(log)

#endif
