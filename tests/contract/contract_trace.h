/* The control GUID of the contract tests' drivers. */
#pragma once

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(ContractTraceGuid, (06678db1, 5ddf, 48b4, 8844, 241aa8f63ba2),     \
		WPP_DEFINE_BIT(TRACE_ONE) WPP_DEFINE_BIT(TRACE_TWO))
