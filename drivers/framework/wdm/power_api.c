/* The boundary of the power manager, but for the requests that it sends. */
#include <wdm.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

/* In IRP.Flags, where nobody else has it. */
#define WOKE_THE_SYSTEM 0x40000000

NTSTATUS PoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	return io_irp_send("PoCallDriver", DeviceObject, Irp, SITE);
}

VOID PoStartNextPowerIrp(PIRP Irp)
{
	const void *site = SITE;

	ke_irql_check("PoStartNextPowerIrp", DISPATCH_LEVEL, site);
	io_irp_check("PoStartNextPowerIrp", Irp, site);
}

POWER_STATE PoSetPowerState(PDEVICE_OBJECT DeviceObject, POWER_STATE_TYPE Type, POWER_STATE State)
{
	ke_irql_check("PoSetPowerState", DISPATCH_LEVEL, SITE);
	return io_device_set_power(DeviceObject, Type, State);
}

VOID PoSetSystemWake(PIRP Irp)
{
	io_irp_check("PoSetSystemWake", Irp, SITE);
	Irp->Flags |= WOKE_THE_SYSTEM;
}

BOOLEAN PoGetSystemWake(PIRP Irp)
{
	io_irp_check("PoGetSystemWake", Irp, SITE);
	return (Irp->Flags & WOKE_THE_SYSTEM) != 0;
}
