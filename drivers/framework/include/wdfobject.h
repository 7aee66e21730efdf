/* General objects: attributes, contexts, references, deletion. */
#pragma once

#include <wdftypes.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef VOID EVT_WDF_OBJECT_CONTEXT_CLEANUP(WDFOBJECT Object);
typedef EVT_WDF_OBJECT_CONTEXT_CLEANUP EVT_WDF_DEVICE_CONTEXT_CLEANUP;
typedef EVT_WDF_OBJECT_CONTEXT_CLEANUP *PFN_WDF_OBJECT_CONTEXT_CLEANUP;
typedef VOID EVT_WDF_OBJECT_CONTEXT_DESTROY(WDFOBJECT Object);
typedef EVT_WDF_OBJECT_CONTEXT_DESTROY EVT_WDF_DEVICE_CONTEXT_DESTROY;
typedef EVT_WDF_OBJECT_CONTEXT_DESTROY *PFN_WDF_OBJECT_CONTEXT_DESTROY;

typedef enum _WDF_EXECUTION_LEVEL {
	WdfExecutionLevelInvalid = 0,
	WdfExecutionLevelInheritFromParent,
	WdfExecutionLevelPassive,
	WdfExecutionLevelDispatch,
} WDF_EXECUTION_LEVEL;

typedef enum _WDF_SYNCHRONIZATION_SCOPE {
	WdfSynchronizationScopeInvalid = 0,
	WdfSynchronizationScopeInheritFromParent,
	WdfSynchronizationScopeDevice,
	WdfSynchronizationScopeQueue,
	WdfSynchronizationScopeNone,
} WDF_SYNCHRONIZATION_SCOPE;

struct _WDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
	ULONG Size;
	PCSTR ContextName;
	size_t ContextSize;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO UniqueType; /* its address is what tells types apart */
} WDF_OBJECT_CONTEXT_TYPE_INFO, *PWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_ATTRIBUTES {
	ULONG Size;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;
	PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback;
	WDF_EXECUTION_LEVEL ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE SynchronizationScope;
	WDFOBJECT ParentObject;
	size_t ContextSizeOverride;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;

FORCEINLINE VOID WDF_OBJECT_ATTRIBUTES_INIT(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	memset(Attributes, 0, sizeof(WDF_OBJECT_ATTRIBUTES));
	Attributes->Size = sizeof(WDF_OBJECT_ATTRIBUTES);
	Attributes->ExecutionLevel = WdfExecutionLevelInheritFromParent;
	Attributes->SynchronizationScope = WdfSynchronizationScopeInheritFromParent;
}

#define WDF_TYPE_NAME_TO_TYPE_INFO(type) _WDF_##type##_TYPE_INFO
#define WDF_TYPE_NAME_POINTER_TYPE(type) WDF_POINTER_TYPE_##type
#define WDF_GET_CONTEXT_TYPE_INFO(type)  (&WDF_TYPE_NAME_TO_TYPE_INFO(type))

#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type)                                   \
	((attributes)->ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType)
#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(attributes, type)                                  \
	(WDF_OBJECT_ATTRIBUTES_INIT(attributes),                                                   \
		WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type))

/*
 * The type's description is weak and hidden: one for a driver, however many of its files declare
 * the type, and never shared with another driver.
 */
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, function)                                         \
	typedef type *WDF_TYPE_NAME_POINTER_TYPE(type);                                            \
	extern const WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(type)                 \
		__attribute__((weak, visibility("hidden")));                                       \
	const WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(                             \
		type) = { sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), #type, sizeof(type),               \
		&WDF_TYPE_NAME_TO_TYPE_INFO(type) };                                               \
	__attribute__((unused)) static inline type *function(WDFOBJECT Handle)                     \
	{                                                                                          \
		return (type *)WdfObjectGetTypedContextWorker(                                     \
			Handle, WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType);                      \
	}
#define WDF_DECLARE_CONTEXT_TYPE(type) WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, WdfObjectGet_##type)

#define WdfObjectGetTypedContext(handle, type)                                                     \
	((type *)WdfObjectGetTypedContextWorker(                                                   \
		(WDFOBJECT)(handle), WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType))

NTKERNELAPI PVOID WdfObjectGetTypedContextWorker(
	WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo);
NTKERNELAPI WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer);
NTKERNELAPI NTSTATUS WdfObjectAllocateContext(
	WDFOBJECT Handle, PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID *Context);
NTKERNELAPI NTSTATUS WdfObjectCreate(PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object);
NTKERNELAPI VOID WdfObjectDelete(WDFOBJECT Object);

/* What the framework holds while it calls a device or queue back, when their callbacks are serialised. */
NTKERNELAPI VOID WdfObjectAcquireLock(WDFOBJECT Object);
NTKERNELAPI VOID WdfObjectReleaseLock(WDFOBJECT Object);

/* STATUS_NOT_FOUND, for what it would ask for is in no release. */
NTKERNELAPI NTSTATUS WdfObjectQuery(
	WDFOBJECT Object, CONST GUID *Guid, ULONG QueryBufferLength, PVOID QueryBuffer);

NTKERNELAPI VOID WdfObjectReferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCSTR File);
NTKERNELAPI VOID WdfObjectDereferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCSTR File);

#define WdfObjectReference(handle)   WdfObjectReferenceWithTag((handle), NULL)
#define WdfObjectDereference(handle) WdfObjectDereferenceWithTag((handle), NULL)
#define WdfObjectReferenceWithTag(handle, tag)                                                     \
	WdfObjectReferenceActual((WDFOBJECT)(handle), (tag), __LINE__, __FILE__)
#define WdfObjectDereferenceWithTag(handle, tag)                                                   \
	WdfObjectDereferenceActual((WDFOBJECT)(handle), (tag), __LINE__, __FILE__)

/* A type of the driver's own, with a number: a context that every object of the type has. */
typedef struct _WDF_CUSTOM_TYPE_CONTEXT {
	ULONG Size;
	ULONG_PTR Data;
} WDF_CUSTOM_TYPE_CONTEXT, *PWDF_CUSTOM_TYPE_CONTEXT;

#define WDF_CUSTOM_TYPE_CONTEXT_NAME(type)      WdfCustomType_##type
#define WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(type) WdfObjectGetCustomType_##type
#define WDF_ADD_CUSTOM_TYPE_FUNCTION_NAME(type) WdfObjectAddCustomType_##type

#define WDF_DECLARE_CUSTOM_TYPE_CONTEXT(context, get, add)                                         \
	WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(context, get)                                           \
	__attribute__((unused)) static inline NTSTATUS add(WDFOBJECT Handle, ULONG_PTR Data,       \
		PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback,                                 \
		PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback)                                 \
	{                                                                                          \
		WDF_OBJECT_ATTRIBUTES attributes;                                                  \
		PVOID memory;                                                                      \
		NTSTATUS status;                                                                   \
                                                                                                   \
		WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, context);                     \
		attributes.EvtCleanupCallback = EvtCleanupCallback;                                \
		attributes.EvtDestroyCallback = EvtDestroyCallback;                                \
		status = WdfObjectAllocateContext(Handle, &attributes, &memory);                   \
		if (NT_SUCCESS(status)) {                                                          \
			((context *)memory)->Size = sizeof(context);                               \
			((context *)memory)->Data = Data;                                          \
		}                                                                                  \
		return status;                                                                     \
	}
#define WDF_DECLARE_CUSTOM_TYPE(type)                                                              \
	typedef WDF_CUSTOM_TYPE_CONTEXT WDF_CUSTOM_TYPE_CONTEXT_NAME(type);                        \
	WDF_DECLARE_CUSTOM_TYPE_CONTEXT(WdfCustomType_##type, WdfObjectGetCustomType_##type,       \
		WdfObjectAddCustomType_##type)

#define WdfObjectIsCustomType(handle, type)                                                        \
	(WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(type)((WDFOBJECT)(handle)) != NULL)
#define WdfObjectAddCustomTypeWithData(handle, type, data, cleanup, destroy)                       \
	WDF_ADD_CUSTOM_TYPE_FUNCTION_NAME(type)((WDFOBJECT)(handle), (data), (cleanup), (destroy))
#define WdfObjectAddCustomType(handle, type)                                                       \
	WdfObjectAddCustomTypeWithData((handle), type, 0, NULL, NULL)
#define WdfObjectGetCustomTypeData(handle, type)                                                   \
	(WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(type)((WDFOBJECT)(handle))->Data)

#ifdef __cplusplus
}
#endif
