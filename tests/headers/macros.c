/* Uses every macro of the public headers; C11 and C++17. It is compiled, never run. */

/* Included early, as a driver's own header may do, and again once the GUIDs are known. */
#include <drvtrace/wpp.h>

#define FLAG_TWO 0x2 /* flags are often macros; their names are what counts */
#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(OneGuid, (d23a0c5a, d307, 4f0e, ae8e, E2A355AD5DAB),               \
		WPP_DEFINE_BIT(FLAG_ONE) WPP_DEFINE_BIT(FLAG_TWO))                                 \
	WPP_DEFINE_CONTROL_GUID(EmptyGuid, (00000000, 0000, 0000, 0000, 000000000001), )

#include <drvtrace/drvtrace.h>
#include <drvtrace/wpp.h>

static DRVTRACE_DEFINE_DRIVER(driver, "driver");

int initialise(void *memory);
void finish(void *memory);
int bits(void);

int initialise(void *memory)
{
	DRVTRACE_SPAN(&driver, "initialise");

	if (drvtrace_driver_init(&driver) != 0)
		return DRVTRACE_SPAN_STATUS(-1);
	if (memory)
		WPP_INIT_TRACING(memory, NULL);
	else
		WPP_CLEANUP(memory);
	if (DRVTRACE_FAULT_POINT(&driver, "allocate"))
		return DRVTRACE_SPAN_STATUS(-2);
	if (memory)
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, memory, 1,
			DRVTRACE_TAG('t', 'a', 'g', '1'), NULL);
	else
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_FD, DRVTRACE_FD(0), 0, 0, memory);
	return 0;
}

void finish(void *memory)
{
	DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, memory);
	WPP_CLEANUP(memory);
	drvtrace_driver_cleanup(&driver);
}

int bits(void)
{
	return WPP_BIT_FLAG_ONE + WPP_BIT_FLAG_TWO + WPP_CTL_OneGuid + WPP_CTL_EmptyGuid;
}
