/* The boundary of file objects. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/irql.h"

PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfFileObjectGetFileName");

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return &fx_file_object_get(FileObject, &call)->wdm->FileName;
}

ULONG WdfFileObjectGetFlags(WDFFILEOBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfFileObjectGetFlags");

	return fx_file_object_get(FileObject, &call)->wdm->Flags;
}

WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfFileObjectGetDevice");

	return fx_device_handle(fx_file_object_get(FileObject, &call)->device);
}

ULONG WdfFileObjectGetInitiatorProcessId(WDFFILEOBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfFileObjectGetInitiatorProcessId");
	PEPROCESS process = io_file_process(fx_file_object_get(FileObject, &call)->wdm);

	return (ULONG)(ULONG_PTR)PsGetProcessId(process);
}

PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfFileObjectWdmGetFileObject");

	return fx_file_object_get(FileObject, &call)->wdm;
}

WDFFILEOBJECT WdfDeviceGetFileObject(WDFDEVICE Device, PFILE_OBJECT FileObject)
{
	struct fx_call call = FX_CALL("WdfDeviceGetFileObject");
	struct fx_object *object = fx_handle_get(Device, &fx_device_class, &call);

	return fx_file_object_handle(fx_file_object_find(fx_device_of(object)->io, FileObject));
}
