#include "tracelib/tracewpp/types.h"

#include <stdlib.h>
#include <string.h>

#define INTEGER(name, letters, size)                                                               \
	{                                                                                          \
		NULL, name, letters, TYPE_INTEGER, size, NULL, NULL, 0, 0, NULL, NULL              \
	}
#define REAL(name)                                                                                 \
	{                                                                                          \
		NULL, name, "d", TYPE_REAL, 8, NULL, NULL, 0, 0, NULL, NULL                        \
	}
#define POINTER(name)                                                                              \
	{                                                                                          \
		NULL, name, "xQ", TYPE_POINTER, 8, NULL, NULL, 0, 0, NULL, NULL                    \
	}
#define TEXT(name, letters, size)                                                                  \
	{                                                                                          \
		NULL, name, letters, TYPE_TEXT, size, NULL, NULL, 0, 0, NULL, NULL                 \
	}
#define ADDRESS(name, letters, size)                                                               \
	{                                                                                          \
		NULL, name, letters, TYPE_ADDRESS, size, NULL, NULL, 0, 0, NULL, NULL              \
	}
#define PIECES(name, letters, macro)                                                               \
	{                                                                                          \
		NULL, name, letters, TYPE_PIECES, 0, NULL, macro, 0, 0, NULL, NULL                 \
	}
#define CONSTANT(name)                                                                             \
	{                                                                                          \
		NULL, name, "", TYPE_CONSTANT, 0, NULL, NULL, 0, 0, NULL, NULL                     \
	}

/* LONG is 32 bit on Windows, so `l` says nothing. */
static const struct type plain_types[] = {
	INTEGER("c", "b", 1),
	INTEGER("hc", "b", 1),
	INTEGER("C", "H", 2),
	INTEGER("wc", "H", 2),
	INTEGER("lc", "H", 2),
	INTEGER("hd", "h", 2),
	INTEGER("hi", "h", 2),
	INTEGER("hu", "H", 2),
	INTEGER("hx", "xH", 2),
	INTEGER("hX", "xH", 2),
	INTEGER("ho", "oH", 2),
	INTEGER("d", "l", 4),
	INTEGER("i", "l", 4),
	INTEGER("u", "L", 4),
	INTEGER("x", "xL", 4),
	INTEGER("X", "xL", 4),
	INTEGER("o", "oL", 4),
	INTEGER("ld", "l", 4),
	INTEGER("li", "l", 4),
	INTEGER("lu", "L", 4),
	INTEGER("lx", "xL", 4),
	INTEGER("lX", "xL", 4),
	INTEGER("lo", "oL", 4),
	INTEGER("I32d", "l", 4),
	INTEGER("I32u", "L", 4),
	INTEGER("I32x", "xL", 4),
	INTEGER("I32X", "xL", 4),
	INTEGER("I64d", "q", 8),
	INTEGER("I64i", "q", 8),
	INTEGER("I64u", "Q", 8),
	INTEGER("I64x", "xQ", 8),
	INTEGER("I64X", "xQ", 8),
	INTEGER("I64o", "oQ", 8),
	INTEGER("lld", "q", 8),
	INTEGER("lli", "q", 8),
	INTEGER("llu", "Q", 8),
	INTEGER("llx", "xQ", 8),
	INTEGER("llX", "xQ", 8),
	INTEGER("llo", "oQ", 8),
	INTEGER("Id", "q", 8),
	INTEGER("Ii", "q", 8),
	INTEGER("Iu", "Q", 8),
	INTEGER("Ix", "xQ", 8),
	INTEGER("IX", "xQ", 8),
	INTEGER("Io", "oQ", 8),
	/* What Linux adds. */
	INTEGER("hhd", "b", 1),
	INTEGER("hhi", "b", 1),
	INTEGER("hhu", "B", 1),
	INTEGER("hhx", "xB", 1),
	INTEGER("hhX", "xB", 1),
	INTEGER("hho", "oB", 1),
	INTEGER("zd", "q", 8),
	INTEGER("zi", "q", 8),
	INTEGER("zu", "Q", 8),
	INTEGER("zx", "xQ", 8),
	INTEGER("zX", "xQ", 8),
	INTEGER("zo", "oQ", 8),
	INTEGER("jd", "q", 8),
	INTEGER("ji", "q", 8),
	INTEGER("ju", "Q", 8),
	INTEGER("jx", "xQ", 8),
	INTEGER("jX", "xQ", 8),
	INTEGER("jo", "oQ", 8),
	INTEGER("td", "q", 8),
	INTEGER("ti", "q", 8),
	INTEGER("tu", "Q", 8),
	INTEGER("tx", "xQ", 8),
	INTEGER("tX", "xQ", 8),
	INTEGER("to", "oQ", 8),
	INTEGER("cccc", "L", 4),
	POINTER("p"),
	REAL("e"),
	REAL("E"),
	REAL("f"),
	REAL("F"),
	REAL("g"),
	REAL("G"),
	TEXT("s", "s", 1),
	TEXT("hs", "s", 1),
	TEXT("S", "w", 2),
	TEXT("ws", "w", 2),
	TEXT("ls", "w", 2),
	ADDRESS("Z", "a", 16),
	ADDRESS("hZ", "a", 16),
	ADDRESS("z", "a", 16),
	ADDRESS("wZ", "u", 16),
};

static const char *true_names[] = { "FALSE", "TRUE" };
static const char *low_true_names[] = { "false", "true" };
static const char *irql_names[] = { "Low", "APC", "DPC" };
static const char *pnp_names[] = { "IRP_MN_START_DEVICE", "IRP_MN_QUERY_REMOVE_DEVICE",
	"IRP_MN_REMOVE_DEVICE", "IRP_MN_CANCEL_REMOVE_DEVICE", "IRP_MN_STOP_DEVICE",
	"IRP_MN_QUERY_STOP_DEVICE", "IRP_MN_CANCEL_STOP_DEVICE", "IRP_MN_QUERY_DEVICE_RELATIONS",
	"IRP_MN_QUERY_INTERFACE", "IRP_MN_QUERY_CAPABILITIES", "IRP_MN_QUERY_RESOURCES",
	"IRP_MN_QUERY_RESOURCE_REQUIREMENTS", "IRP_MN_QUERY_DEVICE_TEXT",
	"IRP_MN_FILTER_RESOURCE_REQUIREMENTS", "IRP_MN_PNP_14", "IRP_MN_READ_CONFIG",
	"IRP_MN_WRITE_CONFIG", "IRP_MN_EJECT", "IRP_MN_SET_LOCK", "IRP_MN_QUERY_ID",
	"IRP_MN_QUERY_PNP_DEVICE_STATE", "IRP_MN_QUERY_BUS_INFORMATION",
	"IRP_MN_DEVICE_USAGE_NOTIFICATION", "IRP_MN_SURPRISE_REMOVAL" };
static const char *system_control_names[] = { "IRP_MN_QUERY_ALL_DATA",
	"IRP_MN_QUERY_SINGLE_INSTANCE", "IRP_MN_CHANGE_SINGLE_INSTANCE",
	"IRP_MN_CHANGE_SINGLE_ITEM", "IRP_MN_ENABLE_EVENTS", "IRP_MN_DISABLE_EVENTS",
	"IRP_MN_ENABLE_COLLECTION", "IRP_MN_DISABLE_COLLECTION", "IRP_MN_REGINFO",
	"IRP_MN_EXECUTE_METHOD" };
static const char *bit_names[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
	"13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
	"28", "29", "30", "31", "32" };

#define LABELS(names, count)                                                                       \
	&(struct labels)                                                                           \
	{                                                                                          \
		{ names, count, count }, { bit_names, 0, 0 }, NULL                                 \
	}
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ENUMERATION(name, letters, size, names)                                                    \
	{                                                                                          \
		NULL, name, letters, TYPE_INTEGER, size, NULL, NULL, 0, 0,                         \
			LABELS(names, COUNT_OF(names)), NULL                                       \
	}
#define BITS(name, size, count)                                                                    \
	{                                                                                          \
		NULL, name, "xL", TYPE_INTEGER, size, NULL, NULL, 0, 1, LABELS(bit_names, count),  \
			NULL                                                                       \
	}

static const struct type named_types[] = {
	CONSTANT("FILE"),
	CONSTANT("LINE"),
	CONSTANT("FUNC"),
	CONSTANT("LEVEL"),
	CONSTANT("FLAGS"),
	CONSTANT("COMPNAME"),
	CONSTANT("SUBCOMP"),
	CONSTANT("STDPREFIX"),
	CONSTANT("MOD"),
	CONSTANT("TYP"),
	CONSTANT("TID"),
	CONSTANT("NOW"),
	CONSTANT("SEQ"),
	CONSTANT("PID"),
	CONSTANT("CPU"),
	CONSTANT("SPACE"),
	INTEGER("STATUS", "xl", 4),
	INTEGER("status", "xl", 4),
	INTEGER("NTSTATUS", "xl", 4),
	INTEGER("HRESULT", "xl", 4),
	INTEGER("hresult", "xl", 4),
	INTEGER("WINERROR", "xL", 4),
	INTEGER("winerr", "xL", 4),
	ADDRESS("GUID", "g", 16),
	ADDRESS("guid", "g", 16),
	ADDRESS("CLSID", "g", 16),
	ADDRESS("clsid", "g", 16),
	ADDRESS("LIBID", "g", 16),
	ADDRESS("libid", "g", 16),
	ADDRESS("IID", "g", 16),
	ADDRESS("iid", "g", 16),
	INTEGER("IPADDR", "xL", 4),
	INTEGER("ipaddr", "xL", 4),
	INTEGER("PORT", "xH", 2),
	INTEGER("port", "xH", 2),
	INTEGER("TIMESTAMP", "q", 8),
	INTEGER("timestamp", "q", 8),
	INTEGER("TIME", "q", 8),
	INTEGER("time", "q", 8),
	INTEGER("DATE", "q", 8),
	INTEGER("date", "q", 8),
	INTEGER("datetime", "q", 8),
	INTEGER("DATETIME", "q", 8),
	INTEGER("WAITTIME", "q", 8),
	INTEGER("waittime", "q", 8),
	INTEGER("due", "q", 8),
	INTEGER("delta", "q", 8),
	ENUMERATION("bool", "E", 4, low_true_names),
	ENUMERATION("bool8", "y", 1, low_true_names),
	ENUMERATION("bool16", "E", 2, low_true_names),
	ENUMERATION("BOOLEAN", "y", 1, true_names),
	ENUMERATION("boolean", "y", 1, true_names),
	ENUMERATION("BOOL", "E", 4, true_names),
	ENUMERATION("irql", "y", 1, irql_names),
	ENUMERATION("pnpmn", "y", 1, pnp_names),
	ENUMERATION("sysctrl", "y", 1, system_control_names),
	INTEGER("pnpmj", "B", 1),
	INTEGER("IRPMJ", "B", 1),
	BITS("b1", 1, 8),
	BITS("b2", 2, 16),
	BITS("b4", 4, 32),
	INTEGER("SBYTE", "b", 1),
	INTEGER("UBYTE", "B", 1),
	INTEGER("XBYTE", "xB", 1),
	INTEGER("OBYTE", "oB", 1),
	INTEGER("SSHORT", "h", 2),
	INTEGER("USHORT", "H", 2),
	INTEGER("XSHORT", "xH", 2),
	INTEGER("OSHORT", "oH", 2),
	INTEGER("SINT", "l", 4),
	INTEGER("UINT", "L", 4),
	INTEGER("XINT", "xL", 4),
	INTEGER("OINT", "oL", 4),
	INTEGER("SLONG", "l", 4),
	INTEGER("ULONG", "L", 4),
	INTEGER("XLONG", "xL", 4),
	INTEGER("OLONG", "oL", 4),
	INTEGER("SINT64", "q", 8),
	INTEGER("UINT64", "Q", 8),
	INTEGER("XINT64", "xQ", 8),
	INTEGER("XXINT64", "xQ", 8),
	INTEGER("OINT64", "oQ", 8),
	INTEGER("SLONGPTR", "q", 8),
	INTEGER("ULONGPTR", "Q", 8),
	INTEGER("XLONGPTR", "xQ", 8),
	INTEGER("OLONGPTR", "oQ", 8),
	INTEGER("CHAR", "b", 1),
	INTEGER("SCHAR", "b", 1),
	INTEGER("UCHAR", "B", 1),
	REAL("DOUBLE"),
	POINTER("PTR"),
	POINTER("HANDLE"),
	TEXT("ASTR", "s", 1),
	TEXT("CSTR", "s", 1),
	TEXT("ARSTR", "s", 1),
	TEXT("WSTR", "w", 2),
	TEXT("ARWSTR", "w", 2),
	ADDRESS("ANSTR", "a", 16),
	ADDRESS("USTR", "u", 16),
	PIECES("str", "t", "DRVTRACE_STRING"),
	PIECES("sv", "t", "DRVTRACE_STRING"),
	PIECES("wstr", "v", "DRVTRACE_STRING"),
	PIECES("wsv", "v", "DRVTRACE_STRING"),
	PIECES("sid", "n", "DRVTRACE_SID"),
	PIECES("SID", "n", "DRVTRACE_SID"),
};

static const struct type *search(
	const struct type *types, size_t count, const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(types[i].name) == length && memcmp(types[i].name, name, length) == 0)
			return &types[i];
	return NULL;
}

const struct type *type_plain(const char *name, size_t length)
{
	return search(plain_types, COUNT_OF(plain_types), name, length);
}

const struct type *type_named(const struct types *types, const char *name, size_t length)
{
	const struct type *found;

	for (const struct type *own = types->own; own; own = own->next)
		if (strlen(own->name) == length && memcmp(own->name, name, length) == 0)
			return own;
	found = search(named_types, COUNT_OF(named_types), name, length);
	return found ? found : type_plain(name, length);
}

void type_add(struct types *types, struct type *type)
{
	type->next = types->own;
	types->own = type;
}

/* What the types of a driver's own are said to look like. */
static const struct {
	const char *item;
	const char *type;
} items[] = {
	{ "ItemChar", "SBYTE" },
	{ "ItemUChar", "UBYTE" },
	{ "ItemShort", "SSHORT" },
	{ "ItemUShort", "USHORT" },
	{ "ItemLong", "SINT" },
	{ "ItemULong", "UINT" },
	{ "ItemULongX", "XINT" },
	{ "ItemLongLong", "SINT64" },
	{ "ItemULongLong", "UINT64" },
	{ "ItemLongLongX", "XINT64" },
	{ "ItemLongLongXX", "XINT64" },
	{ "ItemLongLongO", "OINT64" },
	{ "ItemDouble", "DOUBLE" },
	{ "ItemPtr", "PTR" },
	{ "ItemNTSTATUS", "STATUS" },
	{ "ItemNTerror", "STATUS" },
	{ "ItemHRESULT", "HRESULT" },
	{ "ItemHResult", "HRESULT" },
	{ "ItemWINERROR", "WINERROR" },
	{ "ItemWinError", "WINERROR" },
	{ "ItemIPAddr", "IPADDR" },
	{ "ItemPort", "PORT" },
	{ "ItemTimestamp", "TIMESTAMP" },
	{ "ItemTimeDelta", "delta" },
	{ "ItemWaitTime", "WAITTIME" },
	{ "ItemGuid", "GUID" },
	{ "ItemCLSID", "GUID" },
	{ "ItemIID", "GUID" },
	{ "ItemLIBID", "GUID" },
};

bool type_of_item(struct type *out, const char *item)
{
	for (size_t i = 0; i < COUNT_OF(items); i++) {
		if (strcmp(items[i].item, item) == 0) {
			const struct type *found = type_named(
				&(struct types){ 0 }, items[i].type, strlen(items[i].type));

			out->as = pool_print("!%s!", found->name);
			out->letters = found->letters;
			out->check = found->check;
			out->size = found->size;
			return true;
		}
	}
	return false;
}
