/* Keys of the registry that are objects. All of it is for PASSIVE_LEVEL. */
#pragma once

#include <wdfcollection.h>
#include <wdfmemory.h>
#include <wdfstring.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Without a ParentKey the name is an absolute path. */
NTKERNELAPI NTSTATUS WdfRegistryOpenKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
NTKERNELAPI NTSTATUS WdfRegistryCreateKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, ULONG CreateOptions, PULONG CreateDisposition,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);

/* Closes the handle and deletes the object. */
NTKERNELAPI VOID WdfRegistryClose(WDFKEY Key);

/* The object's own: it is not for ZwClose. */
NTKERNELAPI HANDLE WdfRegistryWdmGetHandle(WDFKEY Key);

/* The key itself, with the object, which is deleted then. */
NTKERNELAPI NTSTATUS WdfRegistryRemoveKey(WDFKEY Key);
NTKERNELAPI NTSTATUS WdfRegistryRemoveValue(WDFKEY Key, PCUNICODE_STRING ValueName);

/* STATUS_BUFFER_OVERFLOW says that there is more; its length is there then. */
NTKERNELAPI NTSTATUS WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName,
	ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried, PULONG ValueType);
NTKERNELAPI NTSTATUS WdfRegistryQueryMemory(WDFKEY Key, PCUNICODE_STRING ValueName,
	POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory,
	PULONG ValueType);

/* Adds a string object for each string of a REG_MULTI_SZ; the collection holds them. */
NTKERNELAPI NTSTATUS WdfRegistryQueryMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
	PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection);
NTKERNELAPI NTSTATUS WdfRegistryQueryUnicodeString(
	WDFKEY Key, PCUNICODE_STRING ValueName, PUSHORT ValueByteLength, PUNICODE_STRING Value);
NTKERNELAPI NTSTATUS WdfRegistryQueryString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
NTKERNELAPI NTSTATUS WdfRegistryQueryULong(WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value);

NTKERNELAPI NTSTATUS WdfRegistryAssignValue(
	WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType, ULONG ValueLength, PVOID Value);
NTKERNELAPI NTSTATUS WdfRegistryAssignMemory(WDFKEY Key, PCUNICODE_STRING ValueName,
	ULONG ValueType, WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets);
NTKERNELAPI NTSTATUS WdfRegistryAssignMultiString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFCOLLECTION StringsCollection);
NTKERNELAPI NTSTATUS WdfRegistryAssignUnicodeString(
	WDFKEY Key, PCUNICODE_STRING ValueName, PCUNICODE_STRING Value);
NTKERNELAPI NTSTATUS WdfRegistryAssignString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
NTKERNELAPI NTSTATUS WdfRegistryAssignULong(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value);

#ifdef __cplusplus
}
#endif
