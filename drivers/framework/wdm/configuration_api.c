/* What drivers have counted of the machine's devices, and GUIDs that they find without defining them. */
#pragma GCC visibility push(default)
#include <initguid.h>

#include <ntddser.h>
#pragma GCC visibility pop

#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

static PUCHAR no_port;
PUCHAR *KdComPortInUse = &no_port;

PCONFIGURATION_INFORMATION IoGetConfigurationInformation(VOID)
{
	static CONFIGURATION_INFORMATION configuration = { .Version = sizeof(configuration) };

	ke_irql_check("IoGetConfigurationInformation", PASSIVE_LEVEL, SITE);
	return &configuration;
}

MM_SYSTEMSIZE MmQuerySystemSize(VOID)
{
	return MmLargeSystem;
}
