/* Memory objects. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Without a parent in `Attributes` it belongs to the driver object. The buffer is not zeroed. */
NTKERNELAPI NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType,
	ULONG PoolTag, size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer);

/* Valid until the object is destroyed, so still in its parent's EvtCleanupCallback. */
NTKERNELAPI PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize);

#ifdef __cplusplus
}
#endif
