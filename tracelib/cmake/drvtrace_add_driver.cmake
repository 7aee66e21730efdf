# drvtrace_add_driver(name [EXPORTS] SOURCES a.c... [DEFINITIONS D=1...] [INCLUDES dir...]
#                     [LIBRARIES lib...] [WPP_PROJECT x.vcxproj] [WPP_OPTIONS option...])
#
# A WDM or KMDF driver, as its Windows sources are, as a module name.so that drvhost loads. The
# target's name is the driver's. EXPORTS: it is a port driver, which other drivers have among their
# LIBRARIES; it is loaded before they are. For every `#include "x.tmh"` in the sources there is an
# x.tmh, made by drvtrace_wpp(), which gets the last two.

function(drvtrace_add_driver name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "EXPORTS" "WPP_PROJECT"
		"SOURCES;DEFINITIONS;INCLUDES;LIBRARIES;WPP_OPTIONS")
	if(NOT arg_SOURCES)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): SOURCES are missing")
	endif()
	if(arg_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
	endif()
	if(NOT TARGET drvtrace::framework)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): this drvtrace has no driver framework")
	endif()

	set(type MODULE)
	if(arg_EXPORTS)
		set(type SHARED)
	endif()
	add_library(${name} ${type} ${arg_SOURCES})
	set_target_properties(${name} PROPERTIES
		PREFIX ""
		C_STANDARD 11
		C_EXTENSIONS ON
		C_VISIBILITY_PRESET hidden
	)
	target_include_directories(${name} PRIVATE ${arg_INCLUDES})
	target_compile_definitions(${name} PRIVATE
		_AMD64_=1 _WIN64=1 _KERNEL_MODE=1 DBG=1
		NTDDI_VERSION=0x0A00000C KMDF_VERSION_MAJOR=1 KMDF_VERSION_MINOR=15
		DRVTRACE_DRIVER_NAME="${name}"
		${arg_DEFINITIONS}
	)
	# What Windows sources need of the language. The framework knows a driver by the return
	# address of its calls, so none of them may become a jump.
	target_compile_options(${name} PRIVATE
		-g -fms-extensions -fshort-wchar -fgnu89-inline -fno-strict-aliasing
		-fno-optimize-sibling-calls
		-Wno-multichar -Wno-unknown-pragmas -Werror=implicit-function-declaration
	)
	target_link_options(${name} PRIVATE LINKER:--no-undefined LINKER:--build-id)
	target_link_libraries(${name} PRIVATE drvtrace::framework drvtrace::drvtrace ${arg_LIBRARIES})
	drvtrace_wpp(${name} PROJECT "${arg_WPP_PROJECT}" OPTIONS ${arg_WPP_OPTIONS})
endfunction()
