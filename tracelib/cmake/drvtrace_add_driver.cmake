# drvtrace_add_driver(name [EXPORTS] SOURCES a.c... [DEFINITIONS D=1...] [INCLUDES dir...]
#                     [LIBRARIES lib...] [WPP_PROJECT x.vcxproj] [WPP_OPTIONS option...])
# drvtrace_add_driver(name VCXPROJ a.vcxproj [CONFIGURATION Debug] [PLATFORM x64] [the options above])
#
# A WDM or KMDF driver, as its Windows sources are, in C or C++, as a module name.so that drvhost loads. The
# target's name is the driver's. Sources, definitions and folders of includes are those given and
# those that the project file names for the configuration. The case of file names does not matter.
# EXPORTS: it is a port driver, which other drivers have among their LIBRARIES; it is loaded before they
# are. For every `#include "x.tmh"` in the sources there is an x.tmh, made by drvtrace_wpp(), which gets
# the last two; the project file is that of VCXPROJ if no other is named.
# The headers that a project has made of its .mof files, for WMI, are made by drvtrace_mof_header(), those of
# manifests of events by drvtrace_manifest_header(), those of .mc files by drvtrace_mc_header().

include("${CMAKE_CURRENT_LIST_DIR}/drvtrace_manifest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/drvtrace_mc.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/drvtrace_mof.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/drvtrace_unsupported.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/drvtrace_vcxproj.cmake")

# The names that `file` includes, as they are written, each behind its " or <.
function(_drvtrace_included_names out file)
	file(STRINGS "${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<][^\">]+[\">]")
	set(names "")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE "^[^\"<]*([\"<][^\">]+)[\">].*$" "\\1" name "${line}")
		list(APPEND names "${name}")
	endforeach()
	set(${out} "${names}" PARENT_SCOPE)
endfunction()

# A file that stands for the include of `name`, and includes the real one.
function(_drvtrace_write_alias out directory name target)
	string(REPLACE "\\" "/" slashed "${name}")
	get_filename_component(path "${directory}/${slashed}" ABSOLUTE)
	file(CONFIGURE OUTPUT "${path}" CONTENT "#include \"${target}\"\n" @ONLY)
	set(${out} "${path}" PARENT_SCOPE)
	if(name MATCHES "\\\\")
		# clang takes backslashes for slashes. For gcc they are a part of the name, which a link can
		# have: that of a file CMake would not write so.
		file(CREATE_LINK "${path}" "${directory}/${name}" SYMBOLIC)
	endif()
endfunction()

# For each include that only a file of another case, or one behind backslashes, can be meant by: a file
# of that name in a folder below `root`. So a compiler that minds the case finds it, and what that one
# includes is looked for where it really is. The folder is a deep one, for names that begin with `..`.
# `out_seen` is what is included, but for what is in own_places; `out_missing` what is nowhere.
function(_drvtrace_write_aliases out root files places own_places out_seen out_missing)
	set(directory "${root}/1/2/3/4/5/6/7/8")
	file(MAKE_DIRECTORY "${directory}")
	set(seen ${files})
	set(written "")
	set(missing "")
	while(files)
		list(POP_FRONT files file)
		set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
		get_filename_component(beside "${file}" DIRECTORY)
		_drvtrace_included_names(names "${file}")
		foreach(name IN LISTS names)
			set(target "")
			set(place "")
			set(searched ${beside} ${places} ${own_places})
			if(name MATCHES "^<")
				set(searched ${places} ${own_places})
			endif()
			string(SUBSTRING "${name}" 1 -1 name)
			foreach(candidate IN LISTS searched)
				set(place "${candidate}")
				drvtrace_find_file(target "${place}" "${name}")
				if(NOT target STREQUAL "")
					break()
				endif()
			endforeach()
			if(target STREQUAL "" OR IS_DIRECTORY "${target}")
				list(APPEND missing "${name}") # or it is the compiler's own
				continue()
			endif()
			if(name MATCHES "\\\\" OR NOT EXISTS "${place}/${name}")
				_drvtrace_write_alias(alias "${directory}" "${name}" "${target}")
				list(APPEND written "${alias}")
			endif()
			if(NOT target IN_LIST seen AND NOT place IN_LIST own_places)
				list(APPEND seen "${target}")
				list(APPEND files "${target}")
			endif()
		endforeach()
	endwhile()

	file(GLOB_RECURSE aliases "${root}/*")
	foreach(alias IN LISTS aliases)
		if(NOT alias IN_LIST written AND NOT IS_SYMLINK "${alias}")
			file(REMOVE "${alias}")
		endif()
	endforeach()
	list(REMOVE_DUPLICATES missing)
	set(${out} "${directory}" PARENT_SCOPE)
	set(${out_seen} "${seen}" PARENT_SCOPE)
	set(${out_missing} "${missing}" PARENT_SCOPE)
endfunction()

# Whether one of the files has a handler of exceptions.
function(_drvtrace_have_exceptions out)
	set(${out} FALSE PARENT_SCOPE)
	foreach(file IN LISTS ARGN)
		file(STRINGS "${file}" lines REGEX
			"(^|[^A-Za-z0-9_])(__)?(except[ \t]*[(]|except[ \t]*$|finally[ \t]*({|$|/))")
		if(lines)
			set(${out} TRUE PARENT_SCOPE)
		endif()
	endforeach()
endfunction()

# Whether one of the headers has a function that is inline, and nothing else.
function(_drvtrace_have_inlines out)
	set(${out} FALSE PARENT_SCOPE)
	foreach(file IN LISTS ARGN)
		file(STRINGS "${file}" lines REGEX "^(__inline|inline|_inline)([ \t]|$)")
		if(lines)
			set(${out} TRUE PARENT_SCOPE)
		endif()
	endforeach()
endfunction()

# Where the framework's headers are.
function(_drvtrace_header_places out)
	get_target_property(places drvtrace::framework INTERFACE_INCLUDE_DIRECTORIES)
	string(REGEX REPLACE "[$]<INSTALL_INTERFACE:[^>]*>" "" places "${places}")
	string(REGEX REPLACE "[$]<BUILD_INTERFACE:([^>]*)>" "\\1" places "${places}")
	list(REMOVE_ITEM places "")
	set(${out} "${places}" PARENT_SCOPE)
endfunction()

function(drvtrace_add_driver name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "EXPORTS" "VCXPROJ;CONFIGURATION;PLATFORM;WPP_PROJECT"
		"SOURCES;DEFINITIONS;INCLUDES;LIBRARIES;WPP_OPTIONS")
	if(NOT arg_SOURCES AND NOT arg_VCXPROJ)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): SOURCES are missing, or VCXPROJ")
	endif()
	if(arg_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
	endif()
	if((arg_CONFIGURATION OR arg_PLATFORM) AND NOT arg_VCXPROJ)
		message(FATAL_ERROR
			"drvtrace_add_driver(${name}): CONFIGURATION and PLATFORM are a VCXPROJ's")
	endif()
	if(NOT TARGET drvtrace::framework)
		message(FATAL_ERROR "drvtrace_add_driver(${name}): this drvtrace has no driver framework")
	endif()

	set(project_IS_DEBUG TRUE)
	if(arg_VCXPROJ)
		if(NOT arg_CONFIGURATION)
			set(arg_CONFIGURATION Debug)
		endif()
		if(NOT arg_PLATFORM)
			set(arg_PLATFORM x64)
		endif()
		if(NOT arg_WPP_PROJECT)
			set(arg_WPP_PROJECT "${arg_VCXPROJ}")
		endif()
		drvtrace_vcxproj_read(project "${arg_VCXPROJ}" ${arg_CONFIGURATION} ${arg_PLATFORM})
		set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${project_FILES})
	endif()
	set(debug "")
	if(project_IS_DEBUG)
		set(debug DBG=1)
	endif()

	set(paths "")
	foreach(source IN LISTS arg_SOURCES)
		get_filename_component(path ${source} ABSOLUTE)
		list(APPEND paths "${path}")
	endforeach()
	list(APPEND paths ${project_SOURCES})
	set(includes "")
	foreach(include IN LISTS arg_INCLUDES)
		get_filename_component(path "${include}" ABSOLUTE)
		list(APPEND includes "${path}")
	endforeach()
	list(APPEND includes ${project_INCLUDES})
	foreach(mof header IN ZIP_LISTS project_MOFS project_MOF_HEADERS)
		if(mof AND header)
			drvtrace_mof_header(${CMAKE_CURRENT_BINARY_DIR}/${name}.mof/${header} "${mof}")
			list(APPEND includes ${CMAKE_CURRENT_BINARY_DIR}/${name}.mof)
		endif()
	endforeach()
	foreach(manifest header IN ZIP_LISTS project_MANIFESTS project_MANIFEST_HEADERS)
		if(manifest MATCHES "[.](xml|man)$")
			drvtrace_manifest_header(${CMAKE_CURRENT_BINARY_DIR}/${name}.events/${header} "${manifest}")
			list(APPEND includes ${CMAKE_CURRENT_BINARY_DIR}/${name}.events)
		elseif(manifest MATCHES "[.][mM][cC]$")
			drvtrace_mc_header(${CMAKE_CURRENT_BINARY_DIR}/${name}.messages/${header} "${manifest}")
			list(APPEND includes ${CMAKE_CURRENT_BINARY_DIR}/${name}.messages)
		endif()
	endforeach()

	_drvtrace_header_places(places)
	_drvtrace_write_aliases(alias_directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.names
		"${paths};${project_FORCED}" "${includes}" "${places}" headers missing)
	_drvtrace_write_unsupported(unsupported ${CMAKE_CURRENT_BINARY_DIR}/${name}.unsupported ${name}
		"${missing}")

	foreach(path IN LISTS paths)
		if(path MATCHES "[.]([cC][cC]|[cC][pP][pP]|[cC][xX][xX])$")
			if(NOT CMAKE_CXX_COMPILER_LOADED)
				message(FATAL_ERROR "drvtrace_add_driver(${name}): ${path} is written in C++; "
					"enable_language(CXX) is missing")
			endif()
			set_source_files_properties("${path}" PROPERTIES LANGUAGE CXX)
		endif()
	endforeach()

	set(type MODULE)
	if(arg_EXPORTS)
		set(type SHARED)
	endif()
	add_library(${name} ${type} ${paths})
	# A handler of exceptions sees variables as they were: in registers they would be older.
	_drvtrace_have_exceptions(have_exceptions ${paths} ${headers})
	if(have_exceptions)
		set_source_files_properties(${paths} PROPERTIES COMPILE_OPTIONS -O0)
	endif()
	set_target_properties(${name} PROPERTIES
		PREFIX ""
		C_STANDARD 11
		C_EXTENSIONS ON
		C_VISIBILITY_PRESET hidden
		CXX_STANDARD 17
		CXX_EXTENSIONS ON
		CXX_VISIBILITY_PRESET hidden
		VISIBILITY_INLINES_HIDDEN ON
	)
	target_include_directories(${name} PRIVATE ${alias_directory} ${includes})
	# Behind all others, so that a header which is there after all is found first.
	target_compile_options(${name} PRIVATE "SHELL:-idirafter \"${unsupported}\"")
	# A definition that is made twice is the one made last.
	set(definitions
		_AMD64_=1 _WIN64=1 _KERNEL_MODE=1 ${debug}
		NTDDI_VERSION=0x0A00000C KMDF_VERSION_MAJOR=1 KMDF_VERSION_MINOR=15
		DRVTRACE_DRIVER_NAME="${name}"
	)
	foreach(definition IN LISTS project_DEFINITIONS arg_DEFINITIONS)
		string(REGEX MATCH "^[^=]+" defined "${definition}")
		list(FILTER definitions EXCLUDE REGEX "^${defined}(=|$)")
		list(APPEND definitions "${definition}")
	endforeach()
	target_compile_definitions(${name} PRIVATE ${definitions})
	foreach(forced IN LISTS project_FORCED)
		target_compile_options(${name} PRIVATE "SHELL:-include \"${forced}\"")
	endforeach()
	# What Windows sources need of the language. The framework knows a driver by the return
	# address of its calls, so none of them may become a jump.
	target_compile_options(${name} PRIVATE
		-g -fms-extensions -fshort-wchar -fno-strict-aliasing -fno-optimize-sibling-calls
		-Wno-multichar -Wno-unknown-pragmas -Wno-pragma-pack
		$<$<COMPILE_LANGUAGE:C>:-fgnu89-inline;-Werror=implicit-function-declaration>
		# As in the kernel: neither exceptions nor run-time type information.
		$<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti;-Wno-write-strings>
	)
	target_link_options(${name} PRIVATE LINKER:--no-undefined LINKER:--build-id)
	# Each source has such functions, and one of them is used, as the Windows linker does.
	_drvtrace_have_inlines(have_inlines ${headers})
	if(have_inlines)
		target_link_options(${name} PRIVATE LINKER:--allow-multiple-definition)
	endif()
	target_link_libraries(${name} PRIVATE drvtrace::framework drvtrace::drvtrace ${arg_LIBRARIES})
	list(TRANSFORM places PREPEND -I:)
	drvtrace_wpp(${name} PROJECT "${arg_WPP_PROJECT}" OPTIONS ${places} ${arg_WPP_OPTIONS})
endfunction()
