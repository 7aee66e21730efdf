#include "viewer/messages/value.h"

#include <string.h>

#include "viewer/messages/value_write.h"

static bool is_number(const struct message_parameter *parameter)
{
	return parameter->type == MESSAGE_UNSIGNED || parameter->type == MESSAGE_SIGNED;
}

/* What a name between exclamation marks means. */
struct type {
	const char *name;
	value_write *write;
	const char *plain;  /* NULL: as write says; else it stands for this specifier */
	const char *labels; /* of a list or a set */
};

#define MAJOR_FUNCTIONS                                                                            \
	"IRP_MJ_CREATE,IRP_MJ_CREATE_NAMED_PIPE,IRP_MJ_CLOSE,IRP_MJ_READ,IRP_MJ_WRITE,"            \
	"IRP_MJ_QUERY_INFORMATION,IRP_MJ_SET_INFORMATION,IRP_MJ_QUERY_EA,IRP_MJ_SET_EA,"           \
	"IRP_MJ_FLUSH_BUFFERS,IRP_MJ_QUERY_VOLUME_INFORMATION,IRP_MJ_SET_VOLUME_INFORMATION,"      \
	"IRP_MJ_DIRECTORY_CONTROL,IRP_MJ_FILE_SYSTEM_CONTROL,IRP_MJ_DEVICE_CONTROL,"               \
	"IRP_MJ_INTERNAL_DEVICE_CONTROL,IRP_MJ_SHUTDOWN,IRP_MJ_LOCK_CONTROL,IRP_MJ_CLEANUP,"       \
	"IRP_MJ_CREATE_MAILSLOT,IRP_MJ_QUERY_SECURITY,IRP_MJ_SET_SECURITY,IRP_MJ_POWER,"           \
	"IRP_MJ_SYSTEM_CONTROL,IRP_MJ_DEVICE_CHANGE,IRP_MJ_QUERY_QUOTA,IRP_MJ_SET_QUOTA,"          \
	"IRP_MJ_PNP"
#define PNP_FUNCTIONS                                                                              \
	"IRP_MN_START_DEVICE,IRP_MN_QUERY_REMOVE_DEVICE,IRP_MN_REMOVE_DEVICE,"                     \
	"IRP_MN_CANCEL_REMOVE_DEVICE,IRP_MN_STOP_DEVICE,IRP_MN_QUERY_STOP_DEVICE,"                 \
	"IRP_MN_CANCEL_STOP_DEVICE,IRP_MN_QUERY_DEVICE_RELATIONS,IRP_MN_QUERY_INTERFACE,"          \
	"IRP_MN_QUERY_CAPABILITIES,IRP_MN_QUERY_RESOURCES,"                                        \
	"IRP_MN_QUERY_RESOURCE_REQUIREMENTS,IRP_MN_QUERY_DEVICE_TEXT,"                             \
	"IRP_MN_FILTER_RESOURCE_REQUIREMENTS,IRP_MN_PNP_14,IRP_MN_READ_CONFIG,"                    \
	"IRP_MN_WRITE_CONFIG,IRP_MN_EJECT,IRP_MN_SET_LOCK,IRP_MN_QUERY_ID,"                        \
	"IRP_MN_QUERY_PNP_DEVICE_STATE,IRP_MN_QUERY_BUS_INFORMATION,"                              \
	"IRP_MN_DEVICE_USAGE_NOTIFICATION,IRP_MN_SURPRISE_REMOVAL"
#define SYSTEM_CONTROL_FUNCTIONS                                                                   \
	"IRP_MN_QUERY_ALL_DATA,IRP_MN_QUERY_SINGLE_INSTANCE,IRP_MN_CHANGE_SINGLE_INSTANCE,"        \
	"IRP_MN_CHANGE_SINGLE_ITEM,IRP_MN_ENABLE_EVENTS,IRP_MN_DISABLE_EVENTS,"                    \
	"IRP_MN_ENABLE_COLLECTION,IRP_MN_DISABLE_COLLECTION,IRP_MN_REGINFO,"                       \
	"IRP_MN_EXECUTE_METHOD,IRP_MN_Reserved_0a,IRP_MN_REGINFO_EX"

static const struct type types[] = {
	{ "STATUS", value_write_ntstatus, NULL, NULL },
	{ "status", value_write_ntstatus, NULL, NULL },
	{ "NTSTATUS", value_write_ntstatus, NULL, NULL },
	{ "HRESULT", value_write_hresult, NULL, NULL },
	{ "hresult", value_write_hresult, NULL, NULL },
	{ "WINERROR", value_write_win32, NULL, NULL },
	{ "winerr", value_write_win32, NULL, NULL },
	{ "GUID", value_write_guid, NULL, NULL },
	{ "guid", value_write_guid, NULL, NULL },
	{ "CLSID", value_write_guid, NULL, NULL },
	{ "clsid", value_write_guid, NULL, NULL },
	{ "LIBID", value_write_guid, NULL, NULL },
	{ "libid", value_write_guid, NULL, NULL },
	{ "IID", value_write_guid, NULL, NULL },
	{ "iid", value_write_guid, NULL, NULL },
	{ "IPADDR", value_write_ipv4, NULL, NULL },
	{ "ipaddr", value_write_ipv4, NULL, NULL },
	{ "IPV6ADDR", value_write_ipv6, NULL, NULL },
	{ "MACADDR", value_write_mac, NULL, NULL },
	{ "PORT", value_write_port, NULL, NULL },
	{ "port", value_write_port, NULL, NULL },
	{ "TIMESTAMP", value_write_timestamp, NULL, NULL },
	{ "TIME", value_write_timestamp, NULL, NULL },
	{ "DATE", value_write_timestamp, NULL, NULL },
	{ "timestamp", value_write_timestamp, NULL, NULL },
	{ "time", value_write_timestamp, NULL, NULL },
	{ "date", value_write_timestamp, NULL, NULL },
	{ "datetime", value_write_timestamp, NULL, NULL },
	{ "DATETIME", value_write_timestamp, NULL, NULL },
	{ "WAITTIME", value_write_due_time, NULL, NULL },
	{ "waittime", value_write_due_time, NULL, NULL },
	{ "due", value_write_due_time, NULL, NULL },
	{ "delta", value_write_delta, NULL, NULL },
	{ "HEXDUMP", value_write_dump, NULL, NULL },
	{ "sid", value_write_sid, NULL, NULL },
	{ "SID", value_write_sid, NULL, NULL },
	{ "cccc", value_write_four_characters, NULL, NULL },
	{ "ARSTR", value_write_trimmed, NULL, NULL },
	{ "ARWSTR", value_write_trimmed, NULL, NULL },
	{ "ASTR", NULL, "s", NULL },
	{ "WSTR", NULL, "s", NULL },
	{ "ANSTR", NULL, "s", NULL },
	{ "CSTR", NULL, "s", NULL },
	{ "USTR", NULL, "s", NULL },
	{ "str", NULL, "s", NULL },
	{ "wstr", NULL, "s", NULL },
	{ "sv", NULL, "s", NULL },
	{ "wsv", NULL, "s", NULL },
	{ "SCHAR", NULL, "c", NULL },
	{ "UCHAR", NULL, "c", NULL },
	{ "SBYTE", NULL, "hhd", NULL },
	{ "UBYTE", NULL, "hhu", NULL },
	{ "OBYTE", NULL, "hho", NULL },
	{ "XBYTE", NULL, "02hhx", NULL },
	{ "SSHORT", NULL, "hd", NULL },
	{ "USHORT", NULL, "hu", NULL },
	{ "OSHORT", NULL, "ho", NULL },
	{ "XSHORT", NULL, "04hX", NULL },
	{ "SINT", NULL, "d", NULL },
	{ "UINT", NULL, "u", NULL },
	{ "OINT", NULL, "o", NULL },
	{ "XINT", NULL, "08x", NULL },
	{ "SLONG", NULL, "ld", NULL },
	{ "ULONG", NULL, "lu", NULL },
	{ "OLONG", NULL, "lo", NULL },
	{ "XLONG", NULL, "08lX", NULL },
	{ "SINT64", NULL, "I64d", NULL },
	{ "UINT64", NULL, "I64u", NULL },
	{ "OINT64", NULL, "I64o", NULL },
	{ "XINT64", NULL, "I64x", NULL },
	{ "XXINT64", NULL, "I64X", NULL },
	{ "SLONGPTR", NULL, "Id", NULL },
	{ "ULONGPTR", NULL, "Iu", NULL },
	{ "OLONGPTR", NULL, "Io", NULL },
	{ "XLONGPTR", NULL, "Ix", NULL },
	{ "PTR", NULL, "p", NULL },
	{ "HANDLE", NULL, "p", NULL },
	{ "DOUBLE", NULL, "g", NULL },
	{ "bool", value_write_list, NULL, "false,true" },
	{ "bool8", value_write_list, NULL, "false,true" },
	{ "bool16", value_write_list, NULL, "false,true" },
	{ "BOOLEAN", value_write_list, NULL, "FALSE,TRUE" },
	{ "irql", value_write_list, NULL, "Low,APC,DPC" },
	{ "pnpmj", value_write_list, NULL, MAJOR_FUNCTIONS },
	{ "IRPMJ", value_write_list, NULL, MAJOR_FUNCTIONS },
	{ "pnpmn", value_write_list, NULL, PNP_FUNCTIONS },
	{ "sysctrl", value_write_list, NULL, SYSTEM_CONTROL_FUNCTIONS },
	{ "b1", value_write_set, NULL, "1,2,3,4,5,6,7,8" },
	{ "b2", value_write_set, NULL, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16" },
	{ "b4", value_write_set, NULL,
		"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,"
		"31,32" },
};

static const struct type *find_type(const struct specifier *specifier)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == specifier->name_length &&
			strncmp(types[i].name, specifier->name, specifier->name_length) == 0)
			return &types[i];

	return NULL;
}

/* The labels that travel with a set: "!name!:a,b". */
static const char *labels_of(const struct message_parameter *parameter)
{
	const char *colon = strstr(parameter->specifier, "!:");

	return colon ? colon + 2 : NULL;
}

/* What the value is, whatever the format takes it for. */
static void plan_as_it_is(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;

	plan->specifier.size_bytes = 8;
	switch (parameter->type) {
	case MESSAGE_UNSIGNED:
	case MESSAGE_SIGNED:
		plan->write = parameter->label_count ? value_write_label : value_write_integer;
		plan->specifier.conversion = parameter->is_hexadecimal           ? 'x'
					     : parameter->type == MESSAGE_SIGNED ? 'd'
										 : 'u';
		plan->specifier.size_bytes = parameter->size_bytes;
		break;
	case MESSAGE_REAL:
		plan->write = value_write_real;
		plan->specifier.conversion = 'g';
		break;
	case MESSAGE_TEXT:
		plan->write = value_write_text;
		break;
	case MESSAGE_BYTES:
		plan->write = value_write_dump;
		break;
	default:
		plan->write = value_write_nothing;
	}
}

static bool plan_plain(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;
	char conversion = plan->specifier.conversion;

	if (conversion == 's') {
		plan->write = value_write_text;
		if (parameter->type == MESSAGE_BYTES)
			plan->write = value_write_dump;
		return parameter->type == MESSAGE_TEXT || parameter->type == MESSAGE_BYTES;
	}
	if (strchr("eEfFgGaA", conversion)) {
		plan->write = value_write_real;
		return parameter->type == MESSAGE_REAL;
	}
	plan->write = conversion == 'c' ? value_write_character : value_write_integer;
	/* A pointer of a 32-bit process has 8 digits. */
	if (conversion == 'p' && parameter->size_bytes == 4)
		plan->specifier.size_bytes = 4;
	return is_number(parameter);
}

static bool fits(const struct message_parameter *parameter, value_write *write)
{
	if (write == value_write_guid || write == value_write_dump || write == value_write_mac ||
		write == value_write_ipv6 || write == value_write_sid)
		return parameter->type == MESSAGE_BYTES;
	if (write == value_write_trimmed)
		return parameter->type == MESSAGE_TEXT;
	return is_number(parameter);
}

/* Flags and width of `%-8!ULONG!` stay. */
static void replace(struct specifier *specifier, const char *plain)
{
	struct specifier other;

	if (!specifier_parse(&other, plain))
		return;
	other.is_left = specifier->is_left;
	if (specifier->width) {
		other.width = specifier->width;
		other.has_zeros = specifier->has_zeros;
	}
	if (specifier->precision != SPECIFIER_NO_PRECISION)
		other.precision = specifier->precision;
	*specifier = other;
}

/* A type of the driver's own may say what its values look like: "!name!~08x", "!name!~!GUID!". */
static void look_like(struct value_plan *plan)
{
	const char *tilde = strstr(plan->parameter->specifier, "!~");
	struct specifier other;

	if (!tilde || !specifier_parse(&other, tilde + 2))
		return;
	if (other.name) {
		plan->specifier.name = other.name;
		plan->specifier.name_length = other.name_length;
	} else {
		replace(&plan->specifier, tilde + 2);
	}
}

static bool plan_named(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;
	const struct type *type;
	char plain[16];

	look_like(plan);
	if (!plan->specifier.name)
		return plan_plain(plan);
	type = find_type(&plan->specifier);
	/* What the driver declares itself goes before what the name usually means. */
	plan->labels = labels_of(parameter);
	if (parameter->label_count || plan->labels) {
		plan->write = parameter->label_count ? value_write_label : value_write_set;
		return is_number(parameter);
	}
	if (type && type->write) {
		plan->write = type->write;
		plan->labels = type->labels;
		return fits(parameter, type->write);
	}
	if (type) {
		replace(&plan->specifier, type->plain);
		return plan_plain(plan);
	}
	/* "%!s!" is "%s". */
	if (plan->specifier.name_length && plan->specifier.name_length < sizeof(plain)) {
		struct specifier other;
		size_t length = plan->specifier.name_length;

		memcpy(plain, plan->specifier.name, length);
		plain[length] = '\0';
		if (specifier_parse(&other, plain) == length && !other.name) {
			replace(&plan->specifier, plain);
			return plan_plain(plan);
		}
	}
	plan_as_it_is(plan);
	return parameter->type != MESSAGE_NONE;
}

bool value_plan(struct value_plan *out, const struct specifier *specifier,
	const struct message_parameter *parameter)
{
	*out = (struct value_plan){ .specifier = *specifier, .parameter = parameter };
	if (specifier->name ? plan_named(out) : plan_plain(out))
		return true;
	plan_as_it_is(out);
	return false;
}

enum value_way value_plan_way(const struct value_plan *plan)
{
	if (plan->write == value_write_text)
		return VALUE_TEXT;
	if (plan->write == value_write_integer && is_number(plan->parameter))
		return VALUE_INTEGER;
	if (is_number(plan->parameter) || plan->parameter->type == MESSAGE_REAL)
		return VALUE_CODED;
	return VALUE_OTHER;
}
