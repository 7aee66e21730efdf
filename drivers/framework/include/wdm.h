/*
 * The supported subset of the Windows Driver Model. What is not declared here is not supported,
 * and does not compile. Routines behave as learn.microsoft.com documents them; where a driver
 * breaks a rule, the framework stops it with the rule and the call (drivers/README.md).
 */
#pragma once

#include <basetsd.h>
#include <guiddef.h>
#include <ntdef.h>
#include <ntstatus.h>
#include <string.h>

/* One family of routines each. */
#include <wdm/boot_driver.h>
#include <wdm/callback.h>
#include <wdm/cm.h>
#include <wdm/configuration.h>
#include <wdm/csq.h>
#include <wdm/device_interface.h>
#include <wdm/device_property.h>
#include <wdm/device_queue.h>
#include <wdm/dispatcher.h>
#include <wdm/driver_object.h>
#include <wdm/eresource.h>
#include <wdm/error_log.h>
#include <wdm/etw.h>
#include <wdm/exception.h>
#include <wdm/file.h>
#include <wdm/generic_table.h>
#include <wdm/interlocked.h>
#include <wdm/interrupt.h>
#include <wdm/intrinsics.h>
#include <wdm/io_space.h>
#include <wdm/irp.h>
#include <wdm/irql.h>
#include <wdm/large_integer.h>
#include <wdm/lookaside.h>
#include <wdm/mdl.h>
#include <wdm/object.h>
#include <wdm/pnp.h>
#include <wdm/pool.h>
#include <wdm/power.h>
#include <wdm/power_manager.h>
#include <wdm/processor.h>
#include <wdm/registry.h>
#include <wdm/remove_lock.h>
#include <wdm/run_once.h>
#include <wdm/rundown.h>
#include <wdm/slist.h>
#include <wdm/spin_lock.h>
#include <wdm/start_io.h>
#include <wdm/string.h>
#include <wdm/thread.h>
#include <wdm/time.h>
#include <wdm/timer.h>
#include <wdm/version.h>
#include <wdm/wmi.h>
#include <wdm/work_item.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Objects of the I/O manager */

struct _DEVICE_OBJECT;
struct _DRIVER_OBJECT;
struct _IRP;
typedef struct _DEVICE_OBJECT *PDEVICE_OBJECT;
typedef struct _DRIVER_OBJECT *PDRIVER_OBJECT;
typedef struct _IRP *PIRP;

typedef NTSTATUS DRIVER_INITIALIZE(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath);
typedef DRIVER_INITIALIZE *PDRIVER_INITIALIZE;
typedef VOID DRIVER_UNLOAD(PDRIVER_OBJECT DriverObject);
typedef DRIVER_UNLOAD *PDRIVER_UNLOAD;
typedef NTSTATUS DRIVER_ADD_DEVICE(
	PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT PhysicalDeviceObject);
typedef DRIVER_ADD_DEVICE *PDRIVER_ADD_DEVICE;
typedef NTSTATUS DRIVER_DISPATCH(PDEVICE_OBJECT DeviceObject, PIRP Irp);
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH;

/* The host looks it up by name, whatever visibility the driver is compiled with. */
__attribute__((visibility("default"))) DRIVER_INITIALIZE DriverEntry;

#define IRP_MJ_CREATE                   0x00
#define IRP_MJ_CREATE_NAMED_PIPE        0x01
#define IRP_MJ_CLOSE                    0x02
#define IRP_MJ_READ                     0x03
#define IRP_MJ_WRITE                    0x04
#define IRP_MJ_QUERY_INFORMATION        0x05
#define IRP_MJ_SET_INFORMATION          0x06
#define IRP_MJ_QUERY_EA                 0x07
#define IRP_MJ_SET_EA                   0x08
#define IRP_MJ_FLUSH_BUFFERS            0x09
#define IRP_MJ_QUERY_VOLUME_INFORMATION 0x0a
#define IRP_MJ_SET_VOLUME_INFORMATION   0x0b
#define IRP_MJ_DIRECTORY_CONTROL        0x0c
#define IRP_MJ_FILE_SYSTEM_CONTROL      0x0d
#define IRP_MJ_DEVICE_CONTROL           0x0e
#define IRP_MJ_INTERNAL_DEVICE_CONTROL  0x0f
#define IRP_MJ_SHUTDOWN                 0x10
#define IRP_MJ_LOCK_CONTROL             0x11
#define IRP_MJ_CLEANUP                  0x12
#define IRP_MJ_CREATE_MAILSLOT          0x13
#define IRP_MJ_QUERY_SECURITY           0x14
#define IRP_MJ_SET_SECURITY             0x15
#define IRP_MJ_POWER                    0x16
#define IRP_MJ_SYSTEM_CONTROL           0x17
#define IRP_MJ_DEVICE_CHANGE            0x18
#define IRP_MJ_QUERY_QUOTA              0x19
#define IRP_MJ_SET_QUOTA                0x1a
#define IRP_MJ_PNP                      0x1b
#define IRP_MJ_MAXIMUM_FUNCTION         0x1b

typedef struct _DRIVER_EXTENSION {
	PDRIVER_OBJECT DriverObject;
	PDRIVER_ADD_DEVICE AddDevice;
	ULONG Count;
	UNICODE_STRING ServiceKeyName;
} DRIVER_EXTENSION, *PDRIVER_EXTENSION;

typedef struct _DRIVER_OBJECT {
	SHORT Type;
	SHORT Size;
	PDEVICE_OBJECT DeviceObject; /* the newest of its devices */
	ULONG Flags;
	PVOID DriverStart;
	ULONG DriverSize;
	PDRIVER_EXTENSION DriverExtension;
	UNICODE_STRING DriverName;
	PDRIVER_INITIALIZE DriverInit;
	PDRIVER_STARTIO DriverStartIo;
	PDRIVER_UNLOAD DriverUnload;
	PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
} DRIVER_OBJECT;

typedef ULONG DEVICE_TYPE;
#define FILE_DEVICE_BEEP                0x00000001
#define FILE_DEVICE_CD_ROM              0x00000002
#define FILE_DEVICE_CD_ROM_FILE_SYSTEM  0x00000003
#define FILE_DEVICE_CONTROLLER          0x00000004
#define FILE_DEVICE_DATALINK            0x00000005
#define FILE_DEVICE_DFS                 0x00000006
#define FILE_DEVICE_DISK                0x00000007
#define FILE_DEVICE_DISK_FILE_SYSTEM    0x00000008
#define FILE_DEVICE_FILE_SYSTEM         0x00000009
#define FILE_DEVICE_INPORT_PORT         0x0000000a
#define FILE_DEVICE_KEYBOARD            0x0000000b
#define FILE_DEVICE_MAILSLOT            0x0000000c
#define FILE_DEVICE_MIDI_IN             0x0000000d
#define FILE_DEVICE_MIDI_OUT            0x0000000e
#define FILE_DEVICE_MOUSE               0x0000000f
#define FILE_DEVICE_MULTI_UNC_PROVIDER  0x00000010
#define FILE_DEVICE_NAMED_PIPE          0x00000011
#define FILE_DEVICE_NETWORK             0x00000012
#define FILE_DEVICE_NETWORK_BROWSER     0x00000013
#define FILE_DEVICE_NETWORK_FILE_SYSTEM 0x00000014
#define FILE_DEVICE_NULL                0x00000015
#define FILE_DEVICE_PARALLEL_PORT       0x00000016
#define FILE_DEVICE_PHYSICAL_NETCARD    0x00000017
#define FILE_DEVICE_PRINTER             0x00000018
#define FILE_DEVICE_SCANNER             0x00000019
#define FILE_DEVICE_SERIAL_MOUSE_PORT   0x0000001a
#define FILE_DEVICE_SERIAL_PORT         0x0000001b
#define FILE_DEVICE_SCREEN              0x0000001c
#define FILE_DEVICE_SOUND               0x0000001d
#define FILE_DEVICE_STREAMS             0x0000001e
#define FILE_DEVICE_TAPE                0x0000001f
#define FILE_DEVICE_TAPE_FILE_SYSTEM    0x00000020
#define FILE_DEVICE_TRANSPORT           0x00000021
#define FILE_DEVICE_UNKNOWN             0x00000022
#define FILE_DEVICE_VIDEO               0x00000023
#define FILE_DEVICE_VIRTUAL_DISK        0x00000024
#define FILE_DEVICE_WAVE_IN             0x00000025
#define FILE_DEVICE_WAVE_OUT            0x00000026
#define FILE_DEVICE_8042_PORT           0x00000027
#define FILE_DEVICE_NETWORK_REDIRECTOR  0x00000028
#define FILE_DEVICE_BATTERY             0x00000029
#define FILE_DEVICE_BUS_EXTENDER        0x0000002a
#define FILE_DEVICE_MODEM               0x0000002b
#define FILE_DEVICE_VDM                 0x0000002c
#define FILE_DEVICE_MASS_STORAGE        0x0000002d
#define FILE_DEVICE_SMB                 0x0000002e
#define FILE_DEVICE_KS                  0x0000002f
#define FILE_DEVICE_CHANGER             0x00000030
#define FILE_DEVICE_SMARTCARD           0x00000031
#define FILE_DEVICE_ACPI                0x00000032
#define FILE_DEVICE_DVD                 0x00000033
#define FILE_DEVICE_FULLSCREEN_VIDEO    0x00000034
#define FILE_DEVICE_DFS_FILE_SYSTEM     0x00000035
#define FILE_DEVICE_DFS_VOLUME          0x00000036
#define FILE_DEVICE_SERENUM             0x00000037
#define FILE_DEVICE_TERMSRV             0x00000038
#define FILE_DEVICE_KSEC                0x00000039
#define FILE_DEVICE_FIPS                0x0000003a
#define FILE_DEVICE_INFINIBAND          0x0000003b
#define FILE_DEVICE_VMBUS               0x0000003e
#define FILE_DEVICE_CRYPT_PROVIDER      0x0000003f
#define FILE_DEVICE_WPD                 0x00000040
#define FILE_DEVICE_BLUETOOTH           0x00000041
#define FILE_DEVICE_MT_COMPOSITE        0x00000042
#define FILE_DEVICE_MT_TRANSPORT        0x00000043
#define FILE_DEVICE_BIOMETRIC           0x00000044
#define FILE_DEVICE_PMI                 0x00000045
#define FILE_DEVICE_EHSTOR              0x00000046
#define FILE_DEVICE_DEVAPI              0x00000047
#define FILE_DEVICE_GPIO                0x00000048
#define FILE_DEVICE_USBEX               0x00000049
#define FILE_DEVICE_CONSOLE             0x00000050
#define FILE_DEVICE_NFP                 0x00000051
#define FILE_DEVICE_SYSENV              0x00000052
#define FILE_DEVICE_VIRTUAL_BLOCK       0x00000053
#define FILE_DEVICE_POINT_OF_SERVICE    0x00000054

#define FILE_REMOVABLE_MEDIA           0x00000001
#define FILE_READ_ONLY_DEVICE          0x00000002
#define FILE_DEVICE_SECURE_OPEN        0x00000100
#define FILE_AUTOGENERATED_DEVICE_NAME 0x00000080

#define DO_BUFFERED_IO           0x00000004
#define DO_EXCLUSIVE             0x00000008
#define DO_DIRECT_IO             0x00000010
#define DO_DEVICE_HAS_NAME       0x00000040
#define DO_DEVICE_INITIALIZING   0x00000080
#define DO_BUS_ENUMERATED_DEVICE 0x00001000
#define DO_POWER_PAGABLE         0x00002000
#define DO_POWER_INRUSH          0x00004000

#define FILE_BYTE_ALIGNMENT     0x00000000
#define FILE_WORD_ALIGNMENT     0x00000001
#define FILE_LONG_ALIGNMENT     0x00000003
#define FILE_QUAD_ALIGNMENT     0x00000007
#define FILE_OCTA_ALIGNMENT     0x0000000f
#define FILE_32_BYTE_ALIGNMENT  0x0000001f
#define FILE_64_BYTE_ALIGNMENT  0x0000003f
#define FILE_128_BYTE_ALIGNMENT 0x0000007f
#define FILE_256_BYTE_ALIGNMENT 0x000000ff
#define FILE_512_BYTE_ALIGNMENT 0x000001ff

#define IO_TYPE_DEVICE 3

typedef struct _DEVICE_OBJECT {
	SHORT Type;
	USHORT Size;
	LONG ReferenceCount; /* open handles */
	PDRIVER_OBJECT DriverObject;
	PDEVICE_OBJECT NextDevice;     /* the driver's next older one */
	PDEVICE_OBJECT AttachedDevice; /* the next higher one of its stack */
	PIRP CurrentIrp;
	ULONG Flags;
	ULONG Characteristics;
	PVOID DeviceExtension; /* zeroed, as large as was asked for; NULL when that was 0 */
	DEVICE_TYPE DeviceType;
	CCHAR StackSize;
	ULONG AlignmentRequirement; /* of buffers: a mask; that of the device below, if there is one */
	KDEVICE_QUEUE DeviceQueue; /* of what IoStartPacket lets wait */
	KDPC Dpc;
} DEVICE_OBJECT;

NTKERNELAPI NTSTATUS IoCreateDevice(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
	PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
	BOOLEAN Exclusive, PDEVICE_OBJECT *DeviceObject);
NTKERNELAPI VOID IoDeleteDevice(PDEVICE_OBJECT DeviceObject);
/* IRP_MJ_SHUTDOWN is sent when the system shuts down; the second: after all others have had it. */
NTKERNELAPI NTSTATUS IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
NTKERNELAPI NTSTATUS IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject);
NTKERNELAPI VOID IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
NTKERNELAPI NTSTATUS IoCreateSymbolicLink(
	PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName);
NTKERNELAPI NTSTATUS IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName);

/* NULL when there is no routine of that name. */
NTKERNELAPI PVOID MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName);

/* Lists */

FORCEINLINE VOID InitializeListHead(PLIST_ENTRY ListHead)
{
	ListHead->Flink = ListHead->Blink = ListHead;
}

FORCEINLINE BOOLEAN IsListEmpty(const LIST_ENTRY *ListHead)
{
	return ListHead->Flink == ListHead;
}

FORCEINLINE BOOLEAN RemoveEntryList(PLIST_ENTRY Entry)
{
	PLIST_ENTRY next = Entry->Flink;
	PLIST_ENTRY previous = Entry->Blink;

	previous->Flink = next;
	next->Blink = previous;
	return next == previous;
}

FORCEINLINE PLIST_ENTRY RemoveHeadList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY entry = ListHead->Flink;

	RemoveEntryList(entry);
	return entry;
}

FORCEINLINE PLIST_ENTRY RemoveTailList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY entry = ListHead->Blink;

	RemoveEntryList(entry);
	return entry;
}

FORCEINLINE VOID InsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead->Flink;
	Entry->Blink = ListHead;
	ListHead->Flink->Blink = Entry;
	ListHead->Flink = Entry;
}

FORCEINLINE VOID InsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead;
	Entry->Blink = ListHead->Blink;
	ListHead->Blink->Flink = Entry;
	ListHead->Blink = Entry;
}

FORCEINLINE VOID AppendTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListToAppend)
{
	PLIST_ENTRY end = ListHead->Blink;

	ListHead->Blink->Flink = ListToAppend;
	ListHead->Blink = ListToAppend->Blink;
	ListToAppend->Blink->Flink = ListHead;
	ListToAppend->Blink = end;
}

FORCEINLINE PSINGLE_LIST_ENTRY PopEntryList(PSINGLE_LIST_ENTRY ListHead)
{
	PSINGLE_LIST_ENTRY first = ListHead->Next;

	if (first)
		ListHead->Next = first->Next;
	return first;
}

FORCEINLINE VOID PushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry)
{
	Entry->Next = ListHead->Next;
	ListHead->Next = Entry;
}

#define ARGUMENT_PRESENT(argument)   ((argument) != NULL)
#define ALIGN_DOWN_BY(length, by)    ((ULONG_PTR)(length) & ~((ULONG_PTR)(by)-1))
#define ALIGN_UP_BY(length, by)      ALIGN_DOWN_BY((ULONG_PTR)(length) + (by)-1, by)
#define ALIGN_DOWN(length, type)     ALIGN_DOWN_BY(length, sizeof(type))
#define ALIGN_UP(length, type)       ALIGN_UP_BY(length, sizeof(type))
#define ALIGN_DOWN_POINTER_BY(a, by) ((PVOID)ALIGN_DOWN_BY(a, by))
#define ALIGN_UP_POINTER_BY(a, by)   ((PVOID)ALIGN_UP_BY(a, by))
#define ALIGN_DOWN_POINTER(a, type)  ALIGN_DOWN_POINTER_BY(a, sizeof(type))
#define ALIGN_UP_POINTER(a, type)    ALIGN_UP_POINTER_BY(a, sizeof(type))

/* Assertions, of debug builds: one that does not hold stops the driver. */

NTSYSAPI VOID RtlAssert(
	PVOID VoidFailedAssertion, PVOID VoidFileName, ULONG LineNumber, PSTR MutableMessage);

/* The expression's text is that of the source, so each of these makes it itself. */
#define DRVTRACE_HOLDS(expression, text, message)                                                  \
	((expression) ? TRUE                                                                       \
		      : (RtlAssert((PVOID)(ULONG_PTR)(text), (PVOID)(ULONG_PTR)__FILE__, __LINE__, \
				 (PSTR)(ULONG_PTR)(message)),                                      \
				FALSE))
#define RTL_VERIFY(expression)             DRVTRACE_HOLDS(expression, #expression, NULL)
#define RTL_VERIFYMSG(message, expression) DRVTRACE_HOLDS(expression, #expression, message)
#if defined(DBG) && DBG
#define ASSERT(expression)                ((void)DRVTRACE_HOLDS(expression, #expression, NULL))
#define ASSERTMSG(message, expression)    ((void)DRVTRACE_HOLDS(expression, #expression, message))
#define NT_ASSERT(expression)             ((void)DRVTRACE_HOLDS(expression, #expression, NULL))
#define NT_ASSERTMSG(message, expression) ((void)DRVTRACE_HOLDS(expression, #expression, message))
#define RTL_SOFT_ASSERT(expression)       ((void)DRVTRACE_HOLDS(expression, #expression, NULL))
#define NT_VERIFY(expression)             DRVTRACE_HOLDS(expression, #expression, NULL)
#else
#define ASSERT(expression)                ((void)0)
#define ASSERTMSG(message, expression)    ((void)0)
#define NT_ASSERT(expression)             ((void)0)
#define NT_ASSERTMSG(message, expression) ((void)0)
#define RTL_SOFT_ASSERT(expression)       ((void)0)
#define NT_VERIFY(expression)             ((expression) ? TRUE : FALSE)
#endif
#define ASSERT_IRQL_LESS_OR_EQUAL(level) ASSERT(KeGetCurrentIrql() <= (level))

/* Debug output: goes to the host's standard error, after the driver's name. */

NTSYSAPI ULONG DbgPrint(PCSTR Format, ...);
NTSYSAPI ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);

#define DPFLTR_SYSTEM_ID       0
#define DPFLTR_VIDEO_ID        23
#define DPFLTR_PNPMEM_ID       54
#define DPFLTR_POWER_ID        74
#define DPFLTR_IHVDRIVER_ID    77
#define DPFLTR_IHVVIDEO_ID     78
#define DPFLTR_IHVAUDIO_ID     79
#define DPFLTR_IHVNETWORK_ID   80
#define DPFLTR_IHVSTREAMING_ID 81
#define DPFLTR_IHVBUS_ID       82
#define DPFLTR_DEFAULT_ID      101
#define DPFLTR_ERROR_LEVEL     0
#define DPFLTR_WARNING_LEVEL   1
#define DPFLTR_TRACE_LEVEL     2
#define DPFLTR_INFO_LEVEL      3

#if defined(DBG) && DBG
#define KdPrint(arguments)   DbgPrint arguments
#define KdPrintEx(arguments) DbgPrintEx arguments
#else
#define KdPrint(arguments)   ((void)0)
#define KdPrintEx(arguments) ((void)0)
#endif

#ifdef __cplusplus
}
#endif
