# Headers of Windows that drvtrace has not: in place of each that a driver includes there is one that ends
# the compilation with a message which names it.

# What the header `name` is of; empty when it is none of those that are known.
function(_drvtrace_subsystem out name)
	get_filename_component(name "${name}" NAME)
	string(TOLOWER "${name}" name)
	set(${out} "" PARENT_SCOPE)
	set(subsystems
		"fltkernel[.]h|fltuser.*[.]h" "file system minifilters are"
		"ntifs[.]h" "file systems are"
		"ndis[.]h|ntddndis[.]h|ndisguid[.]h|xfilter[.]h" "NDIS is"
		"netadaptercx[.]h|wificx.*[.]h|mbbcx.*[.]h|netadapter.*[.]h" "NetAdapterCx is"
		"fwpsk[.]h|fwpmk[.]h|fwpvi[.]h|fwpmu[.]h" "the Windows Filtering Platform is"
		"wsk[.]h|netioddk[.]h|netiodef[.]h" "Winsock Kernel is"
		"storport[.]h|miniport[.]h|scsi[.]h|srb[.]h|srbhelper[.]h|classpnp[.]h|mpdisk[.]h|ntddscsi[.]h"
			"storage class and port drivers are"
		"dsm[.]h|mpio.*[.]h" "multipath I/O is"
		"portcls[.]h|stdunk[.]h|acx[.]h|dmusicks[.]h|ntstrmini[.]h" "audio port class is"
		"ks[.]h|ksmedia[.]h|ksdebug[.]h|strmini[.]h|bdasup[.]h" "kernel streaming is"
		"bthdef[.]h|bthddi[.]h|bthguid[.]h|bthioctl[.]h|bthxddi[.]h|bthsdpddi[.]h|sdpnode[.]h|sdplib[.]h"
			"Bluetooth is"
		"ufxclient[.]h|ufxbase[.]h|ufxproprietarycharger[.]h" "USB function controllers are"
		"ucmcx[.]h|ucmtcpcicx[.]h|ucmucsicx[.]h|ucmtypes[.]h" "USB connector managers are"
		"pep_x[.]h|pepfx.*[.]h" "platform extension plug-ins are"
		"dispmprt[.]h|d3dkm.*[.]h|video[.]h|ntddvdeo[.]h" "display drivers are"
		"spb.*[.]h|gpioclx[.]h|sercx[.]h|reshub[.]h" "buses of simple peripherals are"
		"batclass[.]h|poclass[.]h" "batteries, fans and power limits are"
		"hidpddi[.]h|hidpi[.]h" "the parser of HID reports is"
	)
	while(subsystems)
		list(POP_FRONT subsystems names subsystem)
		if(name MATCHES "^(${names})$")
			set(${out} "${subsystem}" PARENT_SCOPE)
			return()
		endif()
	endwhile()
endfunction()

# `out`: a folder with such a header for each of `names`. Those that are known are told: the error of the compiler may
# be behind others, as those of messages, which come first.
function(_drvtrace_write_unsupported out root driver names)
	file(REMOVE_RECURSE "${root}")
	file(MAKE_DIRECTORY "${root}")
	foreach(name IN LISTS names)
		# What is made of the sources, as x.tmh is, comes when the driver is built.
		if(name MATCHES "^/|[.][.]|\\\\|[.]tmh$")
			continue()
		endif()
		_drvtrace_subsystem(subsystem "${name}")
		if(subsystem STREQUAL "")
			set(message "${name}: neither drvtrace nor the driver has this header; drvtrace does not support it")
		else()
			set(message "${name}: ${subsystem} not supported by drvtrace")
			message(STATUS "${driver} includes ${message}")
		endif()
		# The second line is a fatal error: what followed from the first would be hundreds of others.
		file(WRITE "${root}/${name}" "#error \"${message}\"\n#include <drvtrace/unsupported.h>\n")
	endforeach()
	set(${out} "${root}" PARENT_SCOPE)
endfunction()
