# drvtrace_add_driver(name [EXPORTS] SOURCES a.c... [DEFINITIONS D=1...] [INCLUDES dir...]
#                     [LIBRARIES lib...])
#
# A WDM or KMDF driver, as its Windows sources are, as a module name.so that drvhost loads. The
# target's name is the driver's. EXPORTS: it is a port driver, which other drivers have among their
# LIBRARIES; it is loaded before they are. For every `#include "x.tmh"` in the sources there is an x.tmh.

# A .tmh for each one that `source` includes, in `directory`. A changed source configures anew.
function(_drvtrace_write_tmh source directory)
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
	file(STRINGS ${source} lines REGEX "^[ \t]*#[ \t]*include[ \t]*\"[^\"]+\\.tmh\"")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE "^[^\"]*\"([^\"]+)\".*$" "\\1" tmh "${line}")
		file(CONFIGURE OUTPUT ${directory}/${tmh} CONTENT "#include <drvtrace/wpp.h>\n")
	endforeach()
endfunction()

function(drvtrace_add_driver name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "EXPORTS" "" "SOURCES;DEFINITIONS;INCLUDES;LIBRARIES")
	if(NOT arg_SOURCES)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): SOURCES are missing")
	endif()
	if(arg_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
	endif()
	if(NOT TARGET drvtrace::framework)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): this drvtrace has no driver framework")
	endif()

	set(tmh_directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.tmh)
	foreach(source IN LISTS arg_SOURCES)
		get_filename_component(path ${source} ABSOLUTE)
		_drvtrace_write_tmh(${path} ${tmh_directory})
	endforeach()

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
	target_include_directories(${name} PRIVATE ${tmh_directory} ${arg_INCLUDES})
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
endfunction()
