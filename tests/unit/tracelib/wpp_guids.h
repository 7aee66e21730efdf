/* A driver's own header: two control GUIDs, three flags. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(FirstGuid, (d23a0c5a, d307, 4f0e, ae8e, E2A355AD5DAB),             \
		WPP_DEFINE_BIT(FLAG_INIT) WPP_DEFINE_BIT(FLAG_IOCTL))                              \
	WPP_DEFINE_CONTROL_GUID(SecondGuid, (00000000, 0000, 0000, 0000, 000000000001),            \
		WPP_DEFINE_BIT(FLAG_OTHER))

/* Flags are often macros, too; their names are what counts. */
#define FLAG_INIT 0x1

#include <drvtrace/wpp.h>

/* In test_wpp_second.c: that source's descriptor. */
struct drvtrace_driver *second_descriptor(void);
void second_init(const void *object);
