/*
 * Messages as a driver's module holds them: what tracewpp generates refers to this header, drivers
 * do not. A message is a static descriptor and a call; what the trace keeps of it is its format,
 * which travels as data, and its arguments, which are written as they are.
 *
 * The descriptors of a module lie in its section `drvtrace_messages`. The driver's initialisation
 * gives them to the library, which works with copies of its own from then on.
 */
#pragma once

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Levels as WPP numbers them; DRVTRACE_LOG() takes them, too. */
enum drvtrace_level {
	DRVTRACE_LEVEL_NONE = 0,
	DRVTRACE_LEVEL_CRITICAL = 1,
	DRVTRACE_LEVEL_ERROR = 2,
	DRVTRACE_LEVEL_WARNING = 3,
	DRVTRACE_LEVEL_INFORMATION = 4,
	DRVTRACE_LEVEL_VERBOSE = 5,
};

/* What drvtrace_message.level says beside a level. */
#define DRVTRACE_LEVEL_AT_RUN_TIME (-1) /* each call passes its own */
#define DRVTRACE_LEVEL_ABSENT      (-2) /* the function has no level */

struct drvtrace_label {
	const char *name;
	long long value;
};

struct drvtrace_enumeration {
	const char *name;
	const struct drvtrace_label *labels;
	size_t count;
};

/* One stretch of memory of an argument that is made of several: WPP_LOGPAIR(). */
struct drvtrace_piece {
	const void *data;
	size_t size;
};

/* An argument, widened. Pieces take two: their address, and how many there are. */
union drvtrace_value {
	unsigned long long integer;
	double real;
	const void *pointer;
};

/* Every module has its own, those of inline functions too: their addresses are constants then. */
#ifdef __cplusplus
#define DRVTRACE_MESSAGE_TYPE __attribute__((visibility("hidden")))
#else
#define DRVTRACE_MESSAGE_TYPE
#endif

/*
 * `types` has one letter an argument, in front of it `x` or `o` when it is shown in that base:
 * b h l q signed, B H L Q unsigned integers of 1, 2, 4 and 8 bytes; d double; s char string;
 * w UTF-16 string; a ANSI_STRING, u UNICODE_STRING, by address; g GUID, by address; n pieces;
 * t, v pieces that are text, in UTF-8 and UTF-16; e, E signed and unsigned enumeration of 32 bit,
 * y of 8 bit: the next one of `enumerations`.
 */
struct DRVTRACE_MESSAGE_TYPE drvtrace_message {
	const int *on;    /* never NULL; *on != 0: look closer */
	const char *name; /* of the event, without its provider */
	const char *flag;
	const char *uri;
	const char *types;
	const struct drvtrace_enumeration *const *enumerations;
	const char *call; /* file:line of the call, for reports */
	int level;

	/* The library's. */
	unsigned int lost; /* how often it was called while tracing was not initialised */
	const void *site;  /* of the first such call */
	unsigned int driver;
	int limit; /* levels above are not wanted */
	struct message *copy;
};

/* What drvtrace_message.on is while tracing is not initialised: every call is counted. */
static const int drvtrace_message_uninitialised __attribute__((unused)) = 1;

/* Out of line, and away from the driver's own code: most messages are not recorded. */
DRVTRACE_API void drvtrace_message_emit(
	const struct drvtrace_message *message, int level, const union drvtrace_value *values);
DRVTRACE_API void drvtrace_message_lost(struct drvtrace_message *message);

/*
 * The module is about to go: records the messages that were lost. For its destructor, and safe to
 * be called more than once.
 */
DRVTRACE_API void drvtrace_messages_end(
	struct drvtrace_message *const *begin, struct drvtrace_message *const *end);

/* Once in every object file: each but the first has nothing left to do. */
__attribute__((destructor, unused)) static void drvtrace_messages_end_here(void)
{
	if (__start_drvtrace_messages)
		drvtrace_messages_end(__start_drvtrace_messages, __stop_drvtrace_messages);
}

#ifdef __cplusplus
}
#endif

/* Used by the expansion of a message; see the generated files. */
#define DRVTRACE_MESSAGE(name, flag, uri, types, enumerations, call, level)                        \
	static struct drvtrace_message drvtrace_m = { &drvtrace_message_uninitialised, name, flag, \
		uri, types, enumerations, call, level, 0, 0, 0, 0, 0 };                            \
	DRVTRACE_ENTER_MESSAGE

#define DRVTRACE_MESSAGE_ON                                                                        \
	__builtin_expect(__atomic_load_n(__atomic_load_n(&drvtrace_m.on, __ATOMIC_RELAXED),        \
				 __ATOMIC_RELAXED) != 0,                                           \
		0)
#define DRVTRACE_MESSAGE_IS_REGISTERED (__atomic_load_n(&drvtrace_m.copy, __ATOMIC_ACQUIRE) != 0)

/* A SID, by address: how many numbers it has stands in its second byte. */
#define DRVTRACE_SID(sid)                                                                          \
	{ (const void *)(sid),                                                                     \
		(sid) ? 8 + 4 * (size_t)((const unsigned char *)(const void *)(sid))[1] : 0 },

/*
 * Of the recorder's arguments the first one is the log; that of the control blocks is the driver's
 * default one, and known to the compiler by its type.
 */
#define DRVTRACE_FIRST_(first, ...) first
#define DRVTRACE_FIRST(...)         DRVTRACE_FIRST_(__VA_ARGS__, 0)

#ifdef __cplusplus
#include <drvtrace/message_cxx.h>
#else
#include <drvtrace/message_c.h>
#endif
