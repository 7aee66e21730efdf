#include "drivers/framework/kmdf/validate.h"

static NTSTATUS validate_context(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	PCWDF_OBJECT_CONTEXT_TYPE_INFO type = attributes->ContextTypeInfo;

	if (!type)
		return attributes->ContextSizeOverride > 0 ? STATUS_WDF_OBJECT_ATTRIBUTES_INVALID
							   : STATUS_SUCCESS;
	if (type->Size != sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (type->ContextSize > 0 && !type->ContextName)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	if (attributes->ContextSizeOverride > 0 &&
		attributes->ContextSizeOverride < type->ContextSize)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	return STATUS_SUCCESS;
}

static NTSTATUS validate_execution(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned int flags)
{
	WDF_EXECUTION_LEVEL level = attributes->ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE scope = attributes->SynchronizationScope;

	if (level == WdfExecutionLevelInvalid || level > WdfExecutionLevelDispatch ||
		scope == WdfSynchronizationScopeInvalid || scope > WdfSynchronizationScopeNone)
		return STATUS_WDF_OBJECT_ATTRIBUTES_INVALID;
	if (!(flags & FX_SYNCHRONIZATION_SCOPE_ALLOWED) &&
		scope != WdfSynchronizationScopeInheritFromParent &&
		scope != WdfSynchronizationScopeNone)
		return STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID;
	if (!(flags & FX_EXECUTION_LEVEL_ALLOWED) && level != WdfExecutionLevelInheritFromParent)
		return STATUS_WDF_EXECUTION_LEVEL_INVALID;
	return STATUS_SUCCESS;
}

NTSTATUS fx_validate_attributes(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned int flags)
{
	NTSTATUS status;

	if (!attributes)
		return STATUS_SUCCESS;
	if (attributes->Size != sizeof(WDF_OBJECT_ATTRIBUTES))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = validate_context(attributes);
	if (!NT_SUCCESS(status))
		return status;
	if ((flags & FX_PARENT_NOT_ALLOWED) && attributes->ParentObject)
		return STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;
	return validate_execution(attributes, flags);
}

NTSTATUS fx_validate_parent(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (attributes && attributes->Size != sizeof(WDF_OBJECT_ATTRIBUTES))
		return STATUS_INFO_LENGTH_MISMATCH;
	return attributes && attributes->ParentObject ? STATUS_SUCCESS
						      : STATUS_WDF_PARENT_NOT_SPECIFIED;
}

NTSTATUS fx_validate_string(PCUNICODE_STRING string)
{
	if (!string || (string->Length & 1) || (string->MaximumLength & 1) ||
		string->Length > string->MaximumLength ||
		(string->MaximumLength > 0 && !string->Buffer))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}
