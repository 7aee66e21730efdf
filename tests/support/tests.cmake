# How tests are declared. Names are paths: unit/viewer/lifetime, scenario/wdm_leaky, ...

# drvtrace_unit_test(unit/viewer/lifetime SOURCES test.c... LIBS targets...): a cmocka program.
function(drvtrace_unit_test name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
	string(REPLACE "/" "_" target ${name})
	add_executable(${target} ${arg_SOURCES})
	target_link_libraries(${target} PRIVATE drvtrace_build ${arg_LIBS} PkgConfig::CMOCKA)
	add_test(NAME ${name} COMMAND ${target})
	set_tests_properties(${name} PROPERTIES TIMEOUT 180)
endfunction()

# Where root is not permitted a mount namespace (in most containers) there is one session daemon for
# everybody, and what records takes its turn.
set(one_at_a_time)
execute_process(COMMAND id -u OUTPUT_VARIABLE uid OUTPUT_STRIP_TRAILING_WHITESPACE)
if(uid EQUAL 0)
	execute_process(COMMAND unshare --mount true RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
	if(refused)
		set(one_at_a_time RESOURCE_LOCK session_daemon)
	endif()
endif()

# drvtrace_script_test(scenario/x COMMAND script args... [DAEMON]): a script that knows the build
# by its environment. DAEMON: it records, so it runs under a session daemon of its own. Timeouts are
# for what hangs: other work on the machine may make everything five times as slow. What the tools
# sort, match and say does not depend on the user's language; what is tested knows of none.
function(drvtrace_script_test name)
	cmake_parse_arguments(PARSE_ARGV 1 arg "DAEMON" "TIMEOUT" "COMMAND")
	if(NOT arg_TIMEOUT)
		set(arg_TIMEOUT 240)
	endif()
	set(wrapper)
	if(arg_DAEMON)
		set(wrapper ${PROJECT_SOURCE_DIR}/tests/support/with-session-daemon)
	endif()
	add_test(NAME ${name} COMMAND ${wrapper} ${arg_COMMAND} WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
	set_tests_properties(${name} PROPERTIES
		TIMEOUT ${arg_TIMEOUT}
		SKIP_RETURN_CODE 77
		${one_at_a_time}
		ENVIRONMENT "LC_ALL=C;DRVTRACE_BUILD=${PROJECT_BINARY_DIR};DRVTRACE_SOURCE=${PROJECT_SOURCE_DIR};DRVTRACE_SANITIZE=${DRVTRACE_SANITIZE}"
	)
endfunction()

# The tests ask addr2line, and that of binutils 2.40 does not see what is inlined in clang's DWARF 5.
if(CMAKE_C_COMPILER_ID MATCHES Clang)
	add_compile_options(-gdwarf-4)
endif()

pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)

# Lets fail_allocation() of tests/support reach the allocations of a unit test's program.
function(drvtrace_fail_allocations name)
	string(REPLACE "/" "_" target ${name})
	target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/fail_allocation.c)
	target_link_options(${target} PRIVATE
		LINKER:--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=mmap)
endfunction()
