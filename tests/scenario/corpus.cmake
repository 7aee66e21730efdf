# Drivers that nobody here wrote: those of microsoft/Windows-driver-samples, untouched, from a checkout
# that WINDOWS_DRIVER_SAMPLES names, as an option of CMake or in the environment. Each has a folder here:
# use.scenario does what its own test application does, use.registry is its registry if it wants one,
# objects.expect is what `objects --tree --at` shows when the most is alive, if that is always the same.
# Without a checkout each of them is a test that is skipped.
if(NOT WINDOWS_DRIVER_SAMPLES)
	set(WINDOWS_DRIVER_SAMPLES "$ENV{WINDOWS_DRIVER_SAMPLES}" CACHE PATH
		"a checkout of microsoft/Windows-driver-samples; its drivers are built and tested" FORCE)
endif()
if(WINDOWS_DRIVER_SAMPLES AND NOT IS_DIRECTORY "${WINDOWS_DRIVER_SAMPLES}/general")
	message(FATAL_ERROR "WINDOWS_DRIVER_SAMPLES: ${WINDOWS_DRIVER_SAMPLES} is no checkout of "
		"microsoft/Windows-driver-samples")
endif()

# drvtrace_corpus_driver(name project [more for drvtrace_add_driver()]): name.so from that project.
function(drvtrace_corpus_driver name project)
	if(WINDOWS_DRIVER_SAMPLES)
		drvtrace_add_driver(${name} VCXPROJ "${WINDOWS_DRIVER_SAMPLES}/${project}" ${ARGN})
	endif()
endfunction()

# drvtrace_corpus_test(name DRIVERS driver... [FINDINGS rule,...] [RULES rule,...] [CRASHES call,...] [CLOCK_RATE n] [TIMEOUT
# seconds] [OFTEN_CLOCK_RATE n]): uses the drivers, in the order that they are loaded in, as name/use.scenario says: once, 1,000
# times in one process, and with each call that can fail failing. RULES are those that they then break,
# FINDINGS those that they break anyway; a failure of CRASHES they do not look at, and die. CLOCK_RATE: how fast their time goes, which is 1 if not
# said, and OFTEN_CLOCK_RATE for the 1,000 times, which is 1,000.
function(drvtrace_corpus_test name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "" "FINDINGS;CLOCK_RATE;CRASHES;OFTEN_CLOCK_RATE;RULES;TIMEOUT" "DRIVERS")
	set(support ${PROJECT_SOURCE_DIR}/tests/support)
	set(folder ${PROJECT_SOURCE_DIR}/tests/scenario/${name})
	if(NOT WINDOWS_DRIVER_SAMPLES)
		drvtrace_script_test(scenario/corpus/${name} COMMAND ${support}/run-corpus --skip ${folder})
		return()
	endif()
	if(NOT arg_TIMEOUT)
		set(arg_TIMEOUT 600)
	endif()
	if(NOT arg_CLOCK_RATE)
		set(arg_CLOCK_RATE 1)
	endif()
	if(NOT arg_OFTEN_CLOCK_RATE)
		set(arg_OFTEN_CLOCK_RATE 1000)
	endif()

	set(modules "")
	set(before "")
	foreach(driver IN LISTS arg_DRIVERS)
		list(APPEND modules $<TARGET_FILE:${driver}>)
	endforeach()
	list(POP_BACK modules last)
	foreach(module IN LISTS modules)
		list(APPEND before --with ${module})
	endforeach()
	set(more "")
	if(EXISTS ${folder}/use.registry)
		list(APPEND more --registry ${folder}/use.registry)
	endif()
	if(arg_CRASHES)
		list(APPEND more --crashes ${arg_CRASHES})
	endif()
	if(arg_RULES)
		list(APPEND more --rules ${arg_RULES})
	endif()

	set(findings "")
	if(arg_FINDINGS)
		set(findings --findings ${arg_FINDINGS})
	endif()

	drvtrace_script_test(scenario/corpus/${name} COMMAND
		${support}/run-corpus ${findings} --clock-rate ${arg_CLOCK_RATE} ${folder} ${modules} ${last})
	drvtrace_script_test(scenario/corpus/${name}/often TIMEOUT ${arg_TIMEOUT} COMMAND
		${support}/run-corpus ${findings} --repeat 1000 --clock-rate ${arg_OFTEN_CLOCK_RATE} ${folder} ${modules} ${last})
	drvtrace_script_test(scenario/corpus/${name}/books TIMEOUT ${arg_TIMEOUT} COMMAND
		${support}/books-agree --scenario ${folder}/use.scenario
		--clock-rate ${arg_CLOCK_RATE} ${more} ${before} ${last})
endfunction()

# drvtrace_corpus_peer(name source [more for drvtrace_add_driver()]): a driver of peers/, which stands for one of Windows
# that the drivers of a sample are used with.
function(drvtrace_corpus_peer name source)
	if(WINDOWS_DRIVER_SAMPLES)
		drvtrace_add_driver(${name} SOURCES ${PROJECT_SOURCE_DIR}/tests/scenario/peers/${source} ${ARGN})
	endif()
endfunction()

# drvtrace_corpus_stopped(name rule driver... [CLOCK_RATE n]): the drivers break that rule when they are used as name/use.scenario
# says, and are stopped.
function(drvtrace_corpus_stopped name rule)
	cmake_parse_arguments(PARSE_ARGV 2 arg "" "CLOCK_RATE" "")
	set(support ${PROJECT_SOURCE_DIR}/tests/support)
	set(folder ${PROJECT_SOURCE_DIR}/tests/scenario/${name})
	if(NOT WINDOWS_DRIVER_SAMPLES)
		drvtrace_script_test(scenario/corpus/${name} COMMAND ${support}/run-corpus --skip ${folder})
		return()
	endif()
	if(NOT arg_CLOCK_RATE)
		set(arg_CLOCK_RATE 1)
	endif()
	set(modules "")
	foreach(driver IN LISTS arg_UNPARSED_ARGUMENTS)
		list(APPEND modules $<TARGET_FILE:${driver}>)
	endforeach()
	drvtrace_script_test(scenario/corpus/${name} COMMAND ${support}/run-corpus --stopped ${rule}
		--clock-rate ${arg_CLOCK_RATE} ${folder} ${modules})
endfunction()

# drvtrace_corpus_sample(name project [more of drvtrace_corpus_test()]): the two for a driver that is used alone.
function(drvtrace_corpus_sample name project)
	drvtrace_corpus_driver(${name} ${project})
	drvtrace_corpus_test(${name} DRIVERS ${name} ${ARGN})
endfunction()

drvtrace_corpus_sample(kasantrigger tools/kasan/samples/KasanDemo-WDM/sys/kasantrigger.vcxproj)
drvtrace_corpus_sample(sioctl general/ioctl/wdm/sys/sioctl.vcxproj)
drvtrace_corpus_sample(cancel general/cancel/sys/cancel.vcxproj CRASHES ObReferenceObjectByHandle)
drvtrace_corpus_sample(cancel_startio general/cancel/startio/cancel.vcxproj)
drvtrace_corpus_sample(event general/event/wdm/event.vcxproj)
drvtrace_corpus_sample(nonpnp general/ioctl/kmdf/sys/nonpnp.vcxproj)

set(toaster general/toaster/toastDrv/kmdf)
drvtrace_corpus_driver(wdfsimple ${toaster}/func/simple/wdfsimple.vcxproj)
drvtrace_corpus_test(toaster_simple DRIVERS wdfsimple)
drvtrace_corpus_sample(echo_autosync general/echo/kmdf/driver/AutoSync/echo.vcxproj CLOCK_RATE 50)
drvtrace_corpus_sample(echo_driversync general/echo/kmdf/driver/DriverSync/echo_2.vcxproj
	CLOCK_RATE 50)
# Several threads at once: which of their requests come when is not always the same.
if(WINDOWS_DRIVER_SAMPLES)
	drvtrace_script_test(scenario/corpus/echo_threads COMMAND
		${PROJECT_SOURCE_DIR}/tests/support/run-corpus --clock-rate 50
		${CMAKE_CURRENT_SOURCE_DIR}/echo_threads
		$<TARGET_FILE:echo_autosync>)
endif()
drvtrace_corpus_driver(generic ${toaster}/filter/generic/filter.vcxproj)
drvtrace_corpus_test(toaster_filter_generic DRIVERS wdfsimple generic)
drvtrace_corpus_driver(sideband ${toaster}/filter/sideband/filter.vcxproj)
drvtrace_corpus_test(toaster_filter_sideband DRIVERS wdfsimple sideband
	CRASHES WdfDriverCreate RULES not-in-collection)
drvtrace_corpus_driver(statbus ${toaster}/bus/static/StatBus.vcxproj)
drvtrace_corpus_driver(dynambus ${toaster}/bus/dynamic/dynambus.vcxproj)
drvtrace_corpus_test(toaster_bus_static DRIVERS statbus wdfsimple TIMEOUT 1200)
drvtrace_corpus_test(toaster_bus_dynamic DRIVERS dynambus wdfsimple TIMEOUT 1200)
drvtrace_corpus_driver(wdffeatured ${toaster}/func/featured/wdffeatured.vcxproj)
drvtrace_corpus_test(toaster_featured DRIVERS dynambus wdffeatured TIMEOUT 1200
	FINDINGS wpp-init-before-driver-create,cleanup-only-in-unload
	RULES wpp-init-before-driver-create,cleanup-only-in-unload,release-of-unknown)

drvtrace_corpus_sample(tracedrv general/tracing/tracedriver/tracedrv/tracedrv.vcxproj)
drvtrace_corpus_sample(fakemodem network/modem/fakemodem/fakemodem.vcxproj)
drvtrace_corpus_peer(keyboard_port ps2_port.c)
drvtrace_corpus_peer(keyboard_class input_class.c)
drvtrace_corpus_driver(kbfiltr input/kbfiltr/sys/kbfiltr.vcxproj)
drvtrace_corpus_test(kbfiltr DRIVERS keyboard_port kbfiltr keyboard_class)
drvtrace_corpus_peer(mouse_port ps2_port.c DEFINITIONS PS2_MOUSE)
drvtrace_corpus_peer(mouse_class input_class.c DEFINITIONS PS2_MOUSE)
drvtrace_corpus_driver(moufiltr input/moufiltr/moufiltr.vcxproj)
drvtrace_corpus_test(moufiltr DRIVERS mouse_port moufiltr mouse_class)

drvtrace_corpus_driver(vhidmini hid/vhidmini2/driver/kmdf/vhidmini.vcxproj)
drvtrace_corpus_peer(hid_class hid_class.c)
drvtrace_corpus_test(vhidmini DRIVERS vhidmini hid_class CLOCK_RATE 50)
drvtrace_corpus_driver(hidusbfx2 hid/hidusbfx2/sys/hidusbfx2.vcxproj)
drvtrace_corpus_driver(hidkmdf hid/hidusbfx2/hidkmdf/hidkmdf.vcxproj)
drvtrace_corpus_test(hidusbfx2 DRIVERS hidusbfx2 hidkmdf hid_class CLOCK_RATE 50
	FINDINGS wpp-init-before-driver-create RULES wpp-init-before-driver-create)
drvtrace_corpus_sample(evntdrv general/tracing/evntdrv/Eventdrv/Eventdrv.vcxproj)
drvtrace_corpus_driver(elamsample security/elam/elamsample.vcxproj)
drvtrace_corpus_test(elam DRIVERS elamsample wdfsimple
	FINDINGS cleanup-only-in-unload RULES cleanup-only-in-unload)
drvtrace_corpus_peer(serial_port serial_port.c)
drvtrace_corpus_driver(serenum serial/serenum/SerEnum_sample.vcxproj)
if(TARGET serenum)
	# What it measures of the time, in a debug build, it multiplies beyond what fits (enum.c:437).
	target_compile_options(serenum PRIVATE -fwrapv)
endif()
# It frees the name that IoRegisterDeviceInterface has given, with a tag of its own, and once more (pnp.c:663).
drvtrace_corpus_stopped(serenum release-with-wrong-tag serial_port serenum CLOCK_RATE 50)
# Static Driver Verifier's example: its DispatchPnp sends each request to itself, with a stack location that
# nobody has filled in. That is IRP_MJ_CREATE, whose routine frees what was never allocated.
drvtrace_corpus_driver(fail_driver1 tools/sdv/samples/SDV-FailDriver-WDM/driver/fail_driver1.vcxproj)
drvtrace_corpus_stopped(fail_driver1 release-of-unknown fail_driver1)
drvtrace_corpus_sample(osrusbfx2 usb/kmdf_fx2/driver/osrusbfx2.vcxproj TIMEOUT 1200
	FINDINGS wpp-init-before-driver-create,acquired-before-driver-create
	RULES wpp-init-before-driver-create,acquired-before-driver-create)
# The steps of its tutorial, each of which can do more than the one before. They give up a control transfer after
# 100 ms, which a busy machine may need: those take ten seconds.
foreach(step 1 2 3 4 5)
	set(more "")
	if(step GREATER 2)
		set(more CLOCK_RATE 1/100 OFTEN_CLOCK_RATE 1/100)
	endif()
	if(step EQUAL 5)
		list(APPEND more FINDINGS wpp-init-before-driver-create RULES wpp-init-before-driver-create)
	endif()
	drvtrace_corpus_sample(osrusbfx2_step${step} usb/wdf_osrfx2_lab/kmdf/step${step}/osrusbfx2.vcxproj ${more})
endforeach()
drvtrace_corpus_sample(usbsamp usb/usbsamp/sys/driver/usbsamp.vcxproj TIMEOUT 1200)
drvtrace_corpus_sample(enumswitches usb/kmdf_enumswitches/sys/kmdf_enumswitches.vcxproj
	FINDINGS wpp-init-before-driver-create RULES wpp-init-before-driver-create)
# There is no UART behind the ports: it finds that out.
drvtrace_corpus_sample(wdfserial serial/serial/wdfserial.vcxproj
	FINDINGS wpp-init-before-driver-create,message-outside-tracing
	RULES wpp-init-before-driver-create,message-outside-tracing)
