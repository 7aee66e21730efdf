#include "tracelib/src/schema.h"

#include <drvtrace/driver.h>
#include <drvtrace/lifetime.h>
#include <lttng/tracepoint.h>
#include <lttng/ust-events.h>
#include <string.h>

/* LTTng matches tracepoints and classes by this text; there is one probe, so one text. */
#define SIGNATURE "drvtrace probe 1"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Payloads are packed: every integer is aligned to a byte, on every machine. */
#define INTEGER(name, bits, is_signed, base_)                                                      \
	static const struct lttng_ust_type_integer name = {                                        \
		.parent = { .type = lttng_ust_type_integer },                                      \
		.struct_size = sizeof(struct lttng_ust_type_integer),                              \
		.size = (bits),                                                                    \
		.alignment = 8,                                                                    \
		.signedness = (is_signed),                                                         \
		.base = (base_),                                                                   \
	}

INTEGER(type_u8, 8, 0, 10);
INTEGER(type_i32, 32, 1, 10);
INTEGER(type_i32x, 32, 1, 16);
INTEGER(type_u32, 32, 0, 10);
INTEGER(type_u32x, 32, 0, 16);
INTEGER(type_u64, 64, 0, 10);
INTEGER(type_u64x, 64, 0, 16);

static const struct lttng_ust_type_string type_string = {
	.parent = { .type = lttng_ust_type_string },
	.struct_size = sizeof(struct lttng_ust_type_string),
	.encoding = lttng_ust_string_encoding_UTF8,
};

#define LABEL(label, number)                                                                       \
	&(const struct lttng_ust_enum_entry)                                                       \
	{                                                                                          \
		.struct_size = sizeof(struct lttng_ust_enum_entry), .start = { (number), 0 },      \
		.end = { (number), 0 }, .string = (label),                                         \
	}

#define ENUMERATION(name_, container)                                                              \
	static const struct lttng_ust_enum_desc desc_##name_ = {                                   \
		.struct_size = sizeof(struct lttng_ust_enum_desc),                                 \
		.name = "drvtrace_" #name_,                                                        \
		.entries = labels_##name_,                                                         \
		.nr_entries = COUNT_OF(labels_##name_),                                            \
		.probe_desc = &schema_provider,                                                    \
	};                                                                                         \
	static const struct lttng_ust_type_enum type_##name_ = {                                   \
		.parent = { .type = lttng_ust_type_enum },                                         \
		.struct_size = sizeof(struct lttng_ust_type_enum),                                 \
		.desc = &desc_##name_,                                                             \
		.container_type = &(container).parent,                                             \
	}

static const struct lttng_ust_enum_entry *const labels_kind[] = {
	LABEL("none", DRVTRACE_KIND_NONE),
	LABEL("tracing", DRVTRACE_KIND_TRACING),
	LABEL("memory", DRVTRACE_KIND_MEMORY),
	LABEL("fd", DRVTRACE_KIND_FD),
	LABEL("mapping", DRVTRACE_KIND_MAPPING),
	LABEL("thread", DRVTRACE_KIND_THREAD),
	LABEL("timer", DRVTRACE_KIND_TIMER),
	LABEL("lock", DRVTRACE_KIND_LOCK),
	LABEL("pool", DRVTRACE_KIND_POOL),
	LABEL("device", DRVTRACE_KIND_DEVICE),
	LABEL("symbolic-link", DRVTRACE_KIND_SYMBOLIC_LINK),
	LABEL("port-registration", DRVTRACE_KIND_PORT_REGISTRATION),
	LABEL("driver-extension", DRVTRACE_KIND_DRIVER_EXTENSION),
	LABEL("key", DRVTRACE_KIND_KEY),
	LABEL("noncached-memory", DRVTRACE_KIND_NONCACHED_MEMORY),
	LABEL("contiguous-memory", DRVTRACE_KIND_CONTIGUOUS_MEMORY),
	LABEL("lookaside-list", DRVTRACE_KIND_LOOKASIDE_LIST),
	LABEL("reinitialisation", DRVTRACE_KIND_REINITIALISATION),
	LABEL("irp", DRVTRACE_KIND_IRP),
	LABEL("mdl", DRVTRACE_KIND_MDL),
	LABEL("locked-pages", DRVTRACE_KIND_LOCKED_PAGES),
	LABEL("mdl-mapping", DRVTRACE_KIND_MDL_MAPPING),
	LABEL("attachment", DRVTRACE_KIND_ATTACHMENT),
	LABEL("io-mapping", DRVTRACE_KIND_IO_MAPPING),
	LABEL("interrupt", DRVTRACE_KIND_INTERRUPT),
	LABEL("hardware-resources", DRVTRACE_KIND_HARDWARE_RESOURCES),
	LABEL("handle", DRVTRACE_KIND_HANDLE),
	LABEL("work-item", DRVTRACE_KIND_WORK_ITEM),
	LABEL("remove-lock", DRVTRACE_KIND_REMOVE_LOCK),
	LABEL("file-object", DRVTRACE_KIND_FILE_OBJECT),
	LABEL("object", DRVTRACE_KIND_OBJECT),
	LABEL("usbd-handle", DRVTRACE_KIND_USBD_HANDLE),
	LABEL("urb", DRVTRACE_KIND_URB),
	LABEL("recorder-log", DRVTRACE_KIND_RECORDER_LOG),
	LABEL("WDFDRIVER", DRVTRACE_KIND_WDFDRIVER),
	LABEL("WDFDEVICE", DRVTRACE_KIND_WDFDEVICE),
	LABEL("WDFOBJECT", DRVTRACE_KIND_WDFOBJECT),
	LABEL("WDFMEMORY", DRVTRACE_KIND_WDFMEMORY),
	LABEL("WDFQUEUE", DRVTRACE_KIND_WDFQUEUE),
	LABEL("WDFCOLLECTION", DRVTRACE_KIND_WDFCOLLECTION),
	LABEL("WDFSTRING", DRVTRACE_KIND_WDFSTRING),
	LABEL("WDFLOOKASIDE", DRVTRACE_KIND_WDFLOOKASIDE),
	LABEL("WDFSPINLOCK", DRVTRACE_KIND_WDFSPINLOCK),
	LABEL("WDFWAITLOCK", DRVTRACE_KIND_WDFWAITLOCK),
	LABEL("WDFREQUEST", DRVTRACE_KIND_WDFREQUEST),
	LABEL("WDFFILEOBJECT", DRVTRACE_KIND_WDFFILEOBJECT),
	LABEL("WDFTIMER", DRVTRACE_KIND_WDFTIMER),
	LABEL("WDFDPC", DRVTRACE_KIND_WDFDPC),
	LABEL("WDFWORKITEM", DRVTRACE_KIND_WDFWORKITEM),
	LABEL("WDFKEY", DRVTRACE_KIND_WDFKEY),
	LABEL("WDFIOTARGET", DRVTRACE_KIND_WDFIOTARGET),
	LABEL("WDFINTERRUPT", DRVTRACE_KIND_WDFINTERRUPT),
	LABEL("WDFUSBDEVICE", DRVTRACE_KIND_WDFUSBDEVICE),
	LABEL("WDFUSBINTERFACE", DRVTRACE_KIND_WDFUSBINTERFACE),
	LABEL("WDFUSBPIPE", DRVTRACE_KIND_WDFUSBPIPE),
};
static const struct lttng_ust_enum_entry *const labels_how[] = {
	LABEL("called", DRVTRACE_CLEANUP_CALLED),
	LABEL("tied", DRVTRACE_CLEANUP_TIED),
	LABEL("unload", DRVTRACE_CLEANUP_UNLOAD),
};
static const struct lttng_ust_enum_entry *const labels_stage[] = {
	LABEL("cleanup", DRVTRACE_STAGE_CLEANUP),
	LABEL("destroy", DRVTRACE_STAGE_DESTROY),
};
static const struct lttng_ust_enum_entry *const labels_phase[] = {
	LABEL("begin", DRVTRACE_PHASE_BEGIN),
	LABEL("end", DRVTRACE_PHASE_END),
};
static const struct lttng_ust_enum_entry *const labels_state[] = {
	LABEL("loaded", DRVTRACE_STATE_LOADED),
	LABEL("entry_failed", DRVTRACE_STATE_ENTRY_FAILED),
	LABEL("started", DRVTRACE_STATE_STARTED),
	LABEL("removed", DRVTRACE_STATE_REMOVED),
	LABEL("unloaded", DRVTRACE_STATE_UNLOADED),
	LABEL("module_closed", DRVTRACE_STATE_MODULE_CLOSED),
	LABEL("crashed", DRVTRACE_STATE_CRASHED),
};
ENUMERATION(kind, type_u32);
ENUMERATION(how, type_u8);
ENUMERATION(stage, type_u8);
ENUMERATION(phase, type_u8);
ENUMERATION(state, type_u8);

#define FIELD(name_, type_)                                                                        \
	static const struct lttng_ust_event_field field_##name_ = {                                \
		.struct_size = sizeof(struct lttng_ust_event_field),                               \
		.name = #name_,                                                                    \
		.type = &(type_).parent,                                                           \
	}

FIELD(pid, type_i32);
FIELD(tid, type_i32);
FIELD(seq, type_u32);
FIELD(ppid, type_i32);
FIELD(name, type_string);
FIELD(path, type_string);
FIELD(base, type_u64x);
FIELD(size, type_u64);
FIELD(build_id, type_string);
FIELD(driver, type_u32);
FIELD(new_driver, type_u32);
FIELD(control_guid, type_string);
FIELD(flag_names, type_string);
FIELD(site, type_u64x);
FIELD(how, type_how);
FIELD(id, type_u32);
FIELD(kind, type_kind);
FIELD(handle, type_u64x);
FIELD(owner, type_u64x);
FIELD(stage, type_stage);
FIELD(phase, type_phase);
FIELD(count, type_i32);
FIELD(line, type_u32);
FIELD(file, type_string);
FIELD(state, type_state);
FIELD(point, type_string);
FIELD(nth, type_u32);
FIELD(rule, type_string);
FIELD(text, type_string);
/* Fields whose name is that of another type's. */
static const struct lttng_ust_event_field field_status = { sizeof(struct lttng_ust_event_field),
	"status", &type_i32.parent, 0, 0 };
static const struct lttng_ust_event_field field_statusx = { sizeof(struct lttng_ust_event_field),
	"status", &type_i32x.parent, 0, 0 };
static const struct lttng_ust_event_field field_tag32 = { sizeof(struct lttng_ust_event_field),
	"tag", &type_u32x.parent, 0, 0 };
static const struct lttng_ust_event_field field_tag64 = { sizeof(struct lttng_ust_event_field),
	"tag", &type_u64x.parent, 0, 0 };

#define FIELDS(event, ...)                                                                         \
	static const struct lttng_ust_event_field *const fields_##event[] = { &field_pid,          \
		&field_tid, &field_seq, __VA_ARGS__ };                                             \
	_Static_assert(COUNT_OF(fields_##event) <= SCHEMA_FIELDS_MAX, "more fields than allowed")

FIELDS(process_start, &field_name, &field_path, &field_ppid);
FIELDS(process_end, &field_status);
FIELDS(module, &field_base, &field_size, &field_path, &field_build_id, &field_driver);
FIELDS(driver_init, &field_driver, &field_name, &field_path, &field_control_guid, &field_flag_names,
	&field_site);
FIELDS(driver_cleanup, &field_driver, &field_how, &field_site);
FIELDS(kind, &field_id, &field_name);
FIELDS(acquire, &field_driver, &field_kind, &field_handle, &field_owner, &field_size, &field_tag32,
	&field_site);
FIELDS(release, &field_driver, &field_kind, &field_handle, &field_site);
FIELDS(stage, &field_handle, &field_stage, &field_phase, &field_driver, &field_kind, &field_site);
FIELDS(transfer, &field_driver, &field_kind, &field_handle, &field_owner, &field_new_driver,
	&field_site);
FIELDS(reference, &field_handle, &field_tag64, &field_count, &field_site, &field_line, &field_file,
	&field_driver, &field_kind);
FIELDS(span_begin, &field_driver, &field_name, &field_site);
FIELDS(span_end, &field_driver, &field_statusx, &field_site, &field_name);
FIELDS(state, &field_driver, &field_state, &field_statusx, &field_name);
FIELDS(fault, &field_point, &field_nth, &field_site, &field_driver);
FIELDS(violation, &field_driver, &field_rule, &field_handle, &field_site, &field_text);

/* Every event: its number, its name, its fields, its log level. */
#define EVENTS(EVENT)                                                                              \
	EVENT(SCHEMA_PROCESS_START, process_start, process_start, info)                            \
	EVENT(SCHEMA_PROCESS_END, process_end, process_end, info)                                  \
	EVENT(SCHEMA_MODULE, module, module, info)                                                 \
	EVENT(SCHEMA_DRIVER_INIT, driver_init, driver_init, info)                                  \
	EVENT(SCHEMA_DRIVER_CLEANUP, driver_cleanup, driver_cleanup, info)                         \
	EVENT(SCHEMA_KIND, kind, kind, info)                                                       \
	EVENT(SCHEMA_ACQUIRE, acquire, acquire, info)                                              \
	EVENT(SCHEMA_RELEASE, release, release, info)                                              \
	EVENT(SCHEMA_STAGE, stage, stage, info)                                                    \
	EVENT(SCHEMA_TRANSFER, transfer, transfer, info)                                           \
	EVENT(SCHEMA_REFERENCE, reference, reference, info)                                        \
	EVENT(SCHEMA_DEREFERENCE, dereference, reference, info)                                    \
	EVENT(SCHEMA_SPAN_BEGIN, span_begin, span_begin, info)                                     \
	EVENT(SCHEMA_SPAN_END, span_end, span_end, info)                                           \
	EVENT(SCHEMA_STATE, state, state, info)                                                    \
	EVENT(SCHEMA_FAULT, fault, fault, warning)                                                 \
	EVENT(SCHEMA_VIOLATION, violation, violation, error)

static const int level_error_value = LTTNG_UST_TRACEPOINT_LOGLEVEL_ERR;
static const int level_warning_value = LTTNG_UST_TRACEPOINT_LOGLEVEL_WARNING;
static const int level_info_value = LTTNG_UST_TRACEPOINT_LOGLEVEL_INFO;
static const int *level_error = &level_error_value;
static const int *level_warning = &level_warning_value;
static const int *level_info = &level_info_value;
static const char *no_uri;

#define TRACEPOINT(number, name, layout, level)                                                    \
	[number] = {                                                                               \
		.struct_size = sizeof(struct lttng_ust_tracepoint),                                \
		.provider_name = "drvtrace",                                                       \
		.event_name = #name,                                                               \
		.signature = SIGNATURE,                                                            \
	},
struct lttng_ust_tracepoint schema_tracepoints[SCHEMA_EVENT_COUNT] = { EVENTS(TRACEPOINT) };

#define TRACEPOINT_POINTER(number, name, layout, level) [number] = &schema_tracepoints[number],
struct lttng_ust_tracepoint *const schema_tracepoint_list[SCHEMA_EVENT_COUNT] = { EVENTS(
	TRACEPOINT_POINTER) };

#define CLASS(number, name, layout, level)                                                         \
	[number] = {                                                                               \
		.struct_size = sizeof(struct lttng_ust_tracepoint_class),                          \
		.fields = fields_##layout,                                                         \
		.nr_fields = COUNT_OF(fields_##layout),                                            \
		.probe_callback = probe_fire,                                                      \
		.signature = SIGNATURE,                                                            \
		.probe_desc = &schema_provider,                                                    \
	},
const struct lttng_ust_tracepoint_class schema_classes[SCHEMA_EVENT_COUNT] = { EVENTS(CLASS) };

#define DESCRIPTION(number, name, layout, level)                                                   \
	[number] = &(const struct lttng_ust_event_desc){                                           \
		.struct_size = sizeof(struct lttng_ust_event_desc),                                \
		.event_name = #name,                                                               \
		.probe_desc = &schema_provider,                                                    \
		.tp_class = &schema_classes[number],                                               \
		.loglevel = &level_##level,                                                        \
		.model_emf_uri = &no_uri,                                                          \
	},
static const struct lttng_ust_event_desc *const descriptions[SCHEMA_EVENT_COUNT] = { EVENTS(
	DESCRIPTION) };

const struct lttng_ust_probe_desc schema_provider = {
	.struct_size = sizeof(struct lttng_ust_probe_desc),
	.provider_name = "drvtrace",
	.event_desc = descriptions,
	.nr_events = SCHEMA_EVENT_COUNT,
	.major = LTTNG_UST_PROVIDER_MAJOR,
	.minor = LTTNG_UST_PROVIDER_MINOR,
};

unsigned int schema_kind_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(labels_kind); i++)
		if (strcmp(labels_kind[i]->string, name) == 0)
			return (unsigned int)labels_kind[i]->start.value;
	return DRVTRACE_KIND_NONE;
}
