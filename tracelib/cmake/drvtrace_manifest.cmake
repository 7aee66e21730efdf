# The header that the message compiler (mc -km) makes of a manifest of events: for each provider its GUID, and
# macros that register and unregister it; for each event its descriptor, and a macro that writes it.

# `name` as a part of an identifier.
function(_drvtrace_manifest_symbol out name)
	string(REGEX REPLACE "[^A-Za-z0-9_]" "_" name "${name}")
	set(${out} "${name}" PARENT_SCOPE)
endfunction()

# The type in C of what a template calls `type`, and whether it is passed by its address; empty when it is
# none of those.
function(_drvtrace_manifest_type out out_is_pointer type)
	set(types
		win:Int8 "CHAR" win:UInt8 "UCHAR" win:Int16 "SHORT" win:UInt16 "USHORT" win:Int32 "LONG"
		win:UInt32 "ULONG" win:Int64 "LONGLONG" win:UInt64 "ULONGLONG" win:Float "FLOAT"
		win:Double "DOUBLE" win:Boolean "BOOL" win:HexInt32 "ULONG" win:HexInt64 "ULONGLONG"
		win:Pointer "PVOID" win:FILETIME "LONGLONG")
	set(${out} "" PARENT_SCOPE)
	set(${out_is_pointer} FALSE PARENT_SCOPE)
	list(FIND types "${type}" index)
	if(index GREATER -1)
		math(EXPR index "${index} + 1")
		list(GET types ${index} found)
		set(${out} "${found}" PARENT_SCOPE)
	elseif(type STREQUAL "win:UnicodeString")
		set(${out} "PCWSTR" PARENT_SCOPE)
		set(${out_is_pointer} TRUE PARENT_SCOPE)
	elseif(type STREQUAL "win:AnsiString")
		set(${out} "PCSTR" PARENT_SCOPE)
		set(${out_is_pointer} TRUE PARENT_SCOPE)
	elseif(type STREQUAL "win:GUID")
		set(${out} "LPCGUID" PARENT_SCOPE)
		set(${out_is_pointer} TRUE PARENT_SCOPE)
	endif()
endfunction()

# The number of a level or an operation; those without the prefix win: are a number already, or named in the
# manifest, which is not supported.
function(_drvtrace_manifest_number out manifest text)
	set(numbers "" 0
		win:LogAlways 0 win:Critical 1 win:Error 2 win:Warning 3 win:Informational 4 win:Verbose 5
		win:Info 0 win:Start 1 win:Stop 2 win:DC_Start 3 win:DC_Stop 4 win:Extension 5 win:Reply 6
		win:Resume 7 win:Suspend 8 win:Send 9)
	if(text STREQUAL "")
		set(${out} 0 PARENT_SCOPE)
		return()
	elseif(text MATCHES "^[0-9]")
		set(${out} "${text}" PARENT_SCOPE)
		return()
	endif()
	list(FIND numbers "${text}" index)
	if(index EQUAL -1)
		message(FATAL_ERROR "${manifest}: ${text}: levels, operations and tasks of a manifest's own are "
			"not supported")
	endif()
	math(EXPR index "${index} + 1")
	list(GET numbers ${index} number)
	set(${out} "${number}" PARENT_SCOPE)
endfunction()

# An event's function, which has what the template's `members` say, each "type name", behind the activity.
function(_drvtrace_manifest_event out manifest handle symbol members)
	set(parameters "LPCGUID Activity")
	set(data "")
	set(count 0)
	foreach(member IN LISTS members)
		string(REPLACE " " ";" parts "${member}")
		list(GET parts 0 type)
		list(GET parts 1 name)
		_drvtrace_manifest_type(c_type is_pointer "${type}")
		if(c_type STREQUAL "")
			message(FATAL_ERROR "${manifest}: ${symbol}: data of type ${type} is not supported")
		endif()
		string(APPEND parameters ", ${c_type} ${name}")
		if(c_type STREQUAL "PCWSTR")
			set(size "DRVTRACE_EVENT_WIDE_SIZE(${name})")
		elseif(c_type STREQUAL "PCSTR")
			set(size "strlen(${name}) + 1")
		elseif(c_type STREQUAL "LPCGUID")
			set(size "sizeof(GUID)")
		else()
			set(size "sizeof(${name})")
		endif()
		set(address "&${name}")
		if(is_pointer)
			set(address "${name}")
		endif()
		string(APPEND data "\tEventDataDescCreate(&data[${count}], ${address}, (ULONG)(${size}));\n")
		math(EXPR count "${count} + 1")
	endforeach()
	set(text "FORCEINLINE NTSTATUS DrvtraceWrite${symbol}(${parameters})\n{\n")
	if(count GREATER 0)
		string(APPEND text "\tEVENT_DATA_DESCRIPTOR data[${count}];\n\n${data}")
		string(APPEND text "\treturn EtwWrite(${handle}, &${symbol}, Activity, ${count}, data);\n}\n")
	else()
		string(APPEND text "\treturn EtwWrite(${handle}, &${symbol}, Activity, 0, NULL);\n}\n")
	endif()
	string(APPEND text "#define EventEnabled${symbol}() EtwEventEnabled(${handle}, &${symbol})\n"
		"#define EventWrite${symbol}(...) DrvtraceWrite${symbol}(__VA_ARGS__)\n\n")
	set(${out} "${text}" PARENT_SCOPE)
endfunction()

# What a provider's start tag brings: sets `handle`.
macro(_drvtrace_manifest_provider)
	_drvtrace_vcxproj_attribute(provider_name "${tag}" name)
	_drvtrace_vcxproj_attribute(provider_guid "${tag}" guid)
	_drvtrace_vcxproj_attribute(provider_symbol "${tag}" symbol)
	_drvtrace_manifest_symbol(provider_name "${provider_name}")
	string(REGEX REPLACE "[{}]" "" provider_guid "${provider_guid}")
	_drvtrace_mof_guid(numbers "${provider_guid}")
	string(REGEX REPLACE "^(([^,]*,){3}) *(.*)$" "\\1 { \\3 }" numbers "${numbers}")
	set(handle "${provider_name}Handle")
	string(APPEND content
		"DECLSPEC_SELECTANY REGHANDLE ${handle};\n"
		"static const GUID ${provider_symbol} = { ${numbers} };\n"
		"#define EventRegister${provider_name}() "
		"(${handle} ? STATUS_SUCCESS : EtwRegister(&${provider_symbol}, NULL, NULL, &${handle}))\n"
		"FORCEINLINE NTSTATUS DrvtraceUnregister${provider_name}(void)\n{\n"
		"\tREGHANDLE handle = ${handle};\n\n\t${handle} = 0;\n"
		"\treturn handle ? EtwUnregister(handle) : STATUS_SUCCESS;\n}\n"
		"#define EventUnregister${provider_name}() DrvtraceUnregister${provider_name}()\n\n")
endmacro()

macro(_drvtrace_manifest_write_event)
	_drvtrace_vcxproj_attribute(symbol "${tag}" symbol)
	_drvtrace_vcxproj_attribute(value "${tag}" value)
	_drvtrace_vcxproj_attribute(version "${tag}" version)
	_drvtrace_vcxproj_attribute(level "${tag}" level)
	_drvtrace_vcxproj_attribute(opcode "${tag}" opcode)
	_drvtrace_vcxproj_attribute(task "${tag}" task)
	_drvtrace_vcxproj_attribute(template "${tag}" template)
	foreach(what version level opcode task)
		_drvtrace_manifest_number(${what} "${manifest}" "${${what}}")
	endforeach()
	string(APPEND events "static const EVENT_DESCRIPTOR ${symbol} = { ${value}, ${version}, 0, ${level}, "
		"${opcode}, ${task}, 0 };\n")
	_drvtrace_manifest_event(event "${manifest}" "${handle}" "${symbol}" "${template_${template}}")
	string(APPEND events "${event}")
endmacro()

# Writes `header` for the providers of `manifest`.
function(drvtrace_manifest_header header manifest)
	string(ASCII 1 _drvtrace_semicolon)
	string(ASCII 2 _drvtrace_bracket)
	string(ASCII 3 _drvtrace_bracket_end)
	string(ASCII 4 _drvtrace_backslash)
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest}")
	set(content "/* Made of ${manifest} */\n#pragma once\n\n#include <evntprov.h>\n\n")
	set(events "")
	set(template "")
	_drvtrace_vcxproj_tags(tags "${manifest}")
	foreach(tag IN LISTS tags)
		if(tag MATCHES "^<provider[ \t\r\n]")
			_drvtrace_manifest_provider()
		elseif(tag MATCHES "^<template[ \t\r\n]")
			_drvtrace_vcxproj_attribute(template "${tag}" tid)
			set(template_${template} "")
		elseif(tag MATCHES "^<data[ \t\r\n]")
			_drvtrace_vcxproj_attribute(type "${tag}" inType)
			_drvtrace_vcxproj_attribute(name "${tag}" name)
			_drvtrace_manifest_symbol(name "${name}")
			list(APPEND template_${template} "${type} ${name}")
		elseif(tag MATCHES "^<event[ \t\r\n]")
			_drvtrace_manifest_write_event()
		endif()
	endforeach()
	file(CONFIGURE OUTPUT "${header}" CONTENT "${content}${events}" @ONLY)
endfunction()
