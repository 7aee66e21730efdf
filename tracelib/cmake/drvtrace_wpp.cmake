# drvtrace_wpp(target [PROJECT x.vcxproj] [OPTIONS -func:F(LEVEL,MSG,...) -scan:x.h -ini:x.ini...])
#
# Lets tracewpp write the .tmh files that the target's sources include, and that the headers beside
# them do. It runs again when a source, a header with trace settings, an ini file or the project
# changes. A message that it cannot understand is an error of the build.

# The .tmh files that `path` and the headers which it includes ask for; each of those configures
# anew when it changes.
function(_drvtrace_find_tmh path folders)
	get_property(known GLOBAL PROPERTY _drvtrace_tmh_known)
	if(path IN_LIST known)
		return()
	endif()
	set_property(GLOBAL APPEND PROPERTY _drvtrace_tmh_known ${path})
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
	get_filename_component(folder ${path} DIRECTORY)
	file(STRINGS ${path} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<][^\">]+[\">]")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE "^[^\"<]*[\"<]([^\">]+)[\">].*$" "\\1" name "${line}")
		if(name MATCHES "\\.tmh$")
			set_property(GLOBAL APPEND PROPERTY _drvtrace_tmh_found ${name})
		elseif(line MATCHES "\"")
			foreach(candidate IN ITEMS ${folder} ${folders})
				if(EXISTS ${candidate}/${name})
					_drvtrace_find_tmh(${candidate}/${name} "${folders}")
					break()
				endif()
			endforeach()
		endif()
	endforeach()
endfunction()

function(drvtrace_wpp target)
	cmake_parse_arguments(PARSE_ARGV 1 arg "" "PROJECT" "OPTIONS")
	if(arg_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "drvtrace_wpp(${target}): unknown: ${arg_UNPARSED_ARGUMENTS}")
	endif()

	get_target_property(source_directory ${target} SOURCE_DIR)
	get_target_property(sources ${target} SOURCES)
	get_target_property(includes ${target} INCLUDE_DIRECTORIES)
	set(folders)
	foreach(include IN LISTS includes)
		if(include AND NOT include MATCHES "\\$<")
			cmake_path(ABSOLUTE_PATH include BASE_DIRECTORY ${source_directory})
			list(APPEND folders ${include})
		endif()
	endforeach()

	set_property(GLOBAL PROPERTY _drvtrace_tmh_known)
	set_property(GLOBAL PROPERTY _drvtrace_tmh_found)
	set(paths)
	foreach(source IN LISTS sources)
		if(source MATCHES "\\.(c|cc|cpp|cxx)$")
			cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${source_directory})
			list(APPEND paths ${source})
			_drvtrace_find_tmh(${source} "${folders}")
		endif()
	endforeach()
	get_property(names GLOBAL PROPERTY _drvtrace_tmh_found)
	if(NOT names)
		return()
	endif()
	list(REMOVE_DUPLICATES names)

	set(options ${arg_OPTIONS})
	if(arg_PROJECT)
		cmake_path(ABSOLUTE_PATH arg_PROJECT BASE_DIRECTORY ${source_directory})
		list(APPEND options -vcxproj:${arg_PROJECT})
	endif()
	list(TRANSFORM folders PREPEND -I:)
	set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target}.tmh)
	file(MAKE_DIRECTORY ${directory})
	# One a set of files: what is left of another one names files that are made no more.
	string(SHA1 set "${names}")
	set(depfile ${directory}/${set}.d)
	list(TRANSFORM names PREPEND ${directory}/)
	add_custom_command(OUTPUT ${names}
		COMMAND drvtrace::tracewpp -odir:${directory} -depfile:${depfile} ${folders}
			${options} ${paths}
		DEPENDS ${paths} drvtrace::tracewpp
		DEPFILE ${depfile}
		WORKING_DIRECTORY ${source_directory}
		COMMENT "Reading the messages of ${target}"
		VERBATIM
	)
	target_sources(${target} PRIVATE ${names})
	target_include_directories(${target} PRIVATE ${directory})
endfunction()
