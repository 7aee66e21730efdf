/* A driver's trace header with one of everything; no `#pragma once` in it is WPP's business. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(MessagesGuid, (D23A0C5A, d307, 4f0e, ae8e, E2A355AD5DAB),          \
		WPP_DEFINE_BIT(FLAG_ONE) WPP_DEFINE_BIT(FLAG_TWO))                                 \
	WPP_DEFINE_CONTROL_GUID(SecondGuid, (00000000, 0000, 0000, 0000, 000000000002),            \
		WPP_DEFINE_BIT(FLAG_OTHER))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags)                                                      \
	(WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_##flags).Level >= (level))
#define WPP_FLAGS_LEVEL_LOGGER(flags, level)  WPP_LEVEL_LOGGER(flags)
#define WPP_FLAGS_LEVEL_ENABLED(flags, level) WPP_LEVEL_FLAGS_ENABLED(level, flags)

/* Returns when the expression is negative, and says so. */
#define WPP_CHECK_LEVEL_FLAGS_EXP_PRE(check, level, flags, exp)                                    \
	do {                                                                                       \
		int result_of_exp = (exp);                                                         \
		if (result_of_exp < 0) {
#define WPP_CHECK_LEVEL_FLAGS_EXP_POST(check, level, flags, exp)                                   \
	;                                                                                          \
	return result_of_exp;                                                                      \
	}                                                                                          \
	}                                                                                          \
	while (0)
#define WPP_CHECK_LEVEL_FLAGS_EXP_LOGGER(check, level, flags, exp) WPP_LEVEL_LOGGER(flags)
#define WPP_CHECK_LEVEL_FLAGS_EXP_ENABLED(check, level, flags, exp)                                \
	WPP_LEVEL_FLAGS_ENABLED(level, flags)

typedef struct xstr {
	char *_buf;
	short _len;
} xstr_t;
static inline xstr_t log_xstr(void *bytes, short length)
{
	xstr_t xstr = { (char *)bytes, length };

	return xstr;
}
#define WPP_LOGHEXDUMP(x) WPP_LOGPAIR(2, &((x)._len)) WPP_LOGPAIR((x)._len, (x)._buf)

/* begin_wpp enum */
typedef enum _PLANET {
	PlanetNone = -1,
	PlanetMercury, /* 0 */
	PlanetEarth = 0x2,
	PlanetMars,
	PlanetBoth = PlanetEarth | 1 << 4,
} PLANET;
/* end_wpp */

/*
 * begin_wpp config
 * The functions of this driver: prose, too, may stand here.
 * FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
 * FUNC TraceSwapped(FLAGS, LEVEL, MSG, ...);
 * TraceBare{LEVEL=TRACE_LEVEL_ERROR, FLAGS=FLAG_TWO}(MSG, ...);
 * FUNC TraceDouble((LEVEL, FLAGS, MSG, ...));
 * FUNC TraceNested(LEVEL, FLAGS, (MSG, ...));
 * FUNC TraceEntry{LEVEL=TRACE_LEVEL_VERBOSE}(FLAGS);
 * USEPREFIX (TraceEntry, "%!STDPREFIX! %!FUNC! entered");
 * FUNC RETURN_IF_NEGATIVE{CHECK=DUMMY,LEVEL=TRACE_LEVEL_ERROR,FLAGS=FLAG_ONE}(EXP);
 * USESUFFIX (RETURN_IF_NEGATIVE, "%s is %d",
 *	#EXP, result_of_exp);
 * FUNC TraceFlag(LEVEL, MSG, ...);
 * CUSTOM_TYPE(planet, ItemEnum(_PLANET));
 * CUSTOM_TYPE(color, ItemListLong(red, green, blue));
 * CUSTOM_TYPE(abilities, ItemSetLong(swims, flies));
 * DEFINE_CPLX_TYPE(HEXDUMP, WPP_LOGHEXDUMP, xstr_t, ItemHEXDump, "s", _HEX_, 0, 2);
 * end_wpp
 */
