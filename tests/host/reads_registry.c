/*
 * Prints what is in the key \Registry\Machine\Software\Ours: its name, its values and its keys.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

union {
	KEY_BASIC_INFORMATION Key;
	KEY_NAME_INFORMATION Name;
	KEY_VALUE_FULL_INFORMATION Value;
	UCHAR Space[512];
} g_Answer;

static VOID PrintValues(HANDLE Key)
{
	UNICODE_STRING name;
	ULONG length;
	ULONG i;
	ULONG j;

	for (i = 0; NT_SUCCESS(ZwEnumerateValueKey(
		     Key, i, KeyValueFullInformation, &g_Answer, sizeof(g_Answer), &length));
		i++) {

		name.Buffer = g_Answer.Value.Name;
		name.Length = name.MaximumLength = (USHORT)g_Answer.Value.NameLength;
		DbgPrint("value '%wZ' of type %lu:", &name, g_Answer.Value.Type);
		for (j = 0; j < g_Answer.Value.DataLength; j++) {
			DbgPrint(" %02x", g_Answer.Space[g_Answer.Value.DataOffset + j]);
		}
		DbgPrint("\n");
	}
}

static VOID PrintKeys(HANDLE Key)
{
	UNICODE_STRING name;
	ULONG length;
	ULONG i;

	for (i = 0; NT_SUCCESS(ZwEnumerateKey(
		     Key, i, KeyBasicInformation, &g_Answer, sizeof(g_Answer), &length));
		i++) {

		name.Buffer = g_Answer.Key.Name;
		name.Length = name.MaximumLength = (USHORT)g_Answer.Key.NameLength;
		DbgPrint("key '%wZ'\n", &name);
	}
}

_Use_decl_annotations_ NTSTATUS DriverEntry(
	PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE key;
	ULONG length;

	UNREFERENCED_PARAMETER(RegistryPath);

	DriverObject->DriverUnload = DriverUnload;

	RtlInitUnicodeString(&name, L"\\registry\\machine\\software\\OURS");
	InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, NULL, NULL);
	status = ZwOpenKey(&key, KEY_READ, &attributes);
	if (!NT_SUCCESS(status)) {
		return status;
	}

	status = ZwQueryKey(key, KeyNameInformation, &g_Answer, sizeof(g_Answer), &length);
	if (NT_SUCCESS(status)) {
		name.Buffer = g_Answer.Name.Name;
		name.Length = name.MaximumLength = (USHORT)g_Answer.Name.NameLength;
		DbgPrint("%wZ\n", &name);
		PrintValues(key);
		PrintKeys(key);
	}
	ZwClose(key);
	return status;
}

_Use_decl_annotations_ VOID DriverUnload(PDRIVER_OBJECT DriverObject)
{
	UNREFERENCED_PARAMETER(DriverObject);
}
