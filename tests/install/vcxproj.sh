#!/usr/bin/env bash
# A driver builds from its Visual Studio project, whose names have other cases than its files: each
# configuration with its own settings. What is not supported is an error that says what it is.
. "$(dirname "$0")/common.sh"

cp -r "$here/vcxproj" "$scratch/source"

# configure OPTION...: into a build folder of its own, in $build
number=0
configure() {
	number=$((number + 1))
	build=$scratch/build$number
	cmake -S "$scratch/source" -B "$build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
		-DCMAKE_C_FLAGS="$flags" "$@" >"$scratch/log" 2>&1
}

# allocates SIZE OPTION...: the driver of that configuration builds, and allocates that much
allocates() {
	local size=$1
	shift
	configure "$@" || fail "configure $*"
	cmake --build "$build" >"$scratch/log" 2>&1 || fail "build $*"
	record "$prefix/bin/drvhost" "$build/ring.so" >"$scratch/events"
	grep -q "^acquire .*kind=pool .*size=$size .*tag='Ring' site=RingStore" "$scratch/events" || {
		cat "$scratch/events" >&2
		fail "not $size bytes: $*"
	}
	grep -q '^exit 0$' "$scratch/events" || fail "exit status: $*"
}

# not_configured TEXT OPTION..., not_built TEXT OPTION...: the failure says TEXT
says() {
	tr -s '\n ' '  ' <"$scratch/log" | grep -qF -- "$1" || fail "nothing says: $1"
}
not_configured() {
	local text=$1
	shift
	configure "$@" && fail "configured: $*"
	says "$text"
}
not_built() {
	local text=$1
	shift
	configure "$@" || fail "configure $*"
	cmake --build "$build" >"$scratch/log" 2>&1 && fail "built: $*"
	says "$text"
}

# edited NAME SED-EXPRESSION: a changed copy of the project, as an option
edited() {
	sed "$2" "$scratch/source/sys/ring.vcxproj" >"$scratch/source/sys/$1.vcxproj"
	option=-DOUTSIDE_PROJECT=sys/$1.vcxproj
}

allocates 1165
allocates 96 '-DOUTSIDE_OPTIONS=CONFIGURATION;Release'
allocates 1007 '-DOUTSIDE_OPTIONS=DEFINITIONS;RING_SIZE=2'

# What the builder says is the configuration and the platform, whatever the project says; conditions have numbers,
# parentheses and entities; what each source has is for all; a precompiled header is where it is made.
edited platform 's|<KMDF_VERSION_MAJOR>|<Platform>Desktop</Platform>&|'
allocates 1165 "$option"
edited numbers "s/\"!('\$(Platform)'=='ARM64')\"/\"'a'=='b' or (\$(_NT_TARGET_VERSION)\&gt;=0x602 And !(\$(_NT_TARGET_VERSION) \&lt; 1025))\"/"
allocates 1165 "$option"
edited each_source 's/>;%(AdditionalIncludeDirectories)/>..\\shared;%(AdditionalIncludeDirectories)/; s/[$](RingFolder);//'
allocates 1165 "$option"
two='s/ring.c; ..\\shared\\store.c/ring.c/; s/<ClCompile Include="other.c">/<ClCompile Include="..\\shared\\store.c">'
edited header "$two<PreCompiledHeader>Create<\\/PreCompiledHeader><\\/ClCompile>&/; s/[\$](RingFolder);//"
allocates 1165 "$option"

allocates 1165 '-DOUTSIDE_OPTIONS=DEFINITIONS;RING_MESSAGES'
not_built 'MmFreePagesFromMdl' '-DOUTSIDE_OPTIONS=DEFINITIONS;RING_UNSUPPORTED'
not_built 'RingData: a property is of a type that is not supported' '-DOUTSIDE_OPTIONS=DEFINITIONS;RING_BLOCKS'

# with_include NAME TEXT: the driver includes a header that is nowhere; that is all that is said.
with_include() {
	cp "$scratch/source/sys/Ring.c" "$scratch/Ring.c"
	printf '#include <%s>\n' "$1" | cat - "$scratch/Ring.c" >"$scratch/source/sys/Ring.c"
	not_built "$2"
	[ "$(grep -c ' error: ' "$scratch/log")" = 2 ] || fail "more is said than that $1 is missing"
	mv "$scratch/Ring.c" "$scratch/source/sys/Ring.c"
}
with_include fltKernel.h 'fltKernel.h: file system minifilters are not supported by drvtrace'
with_include net/none.h 'net/none.h: neither drvtrace nor the driver has this header'

not_configured 'there is no configuration Debug|ARM64, but Debug|x64, Release|x64' \
	'-DOUTSIDE_OPTIONS=PLATFORM;ARM64'
not_configured 'there is no project file' -DOUTSIDE_PROJECT=sys/none.vcxproj
edited application 's/>Driver</>Application</'
not_configured "it makes no driver: ConfigurationType is 'Application'" "$option"
edited user_mode 's/>WDM</>UMDF</'
not_configured 'drivers for user mode (UMDF) are not supported' "$option"
edited missing 's/store\.c/stone.c/'
not_configured 'there is no source ../shared/stone.c' "$option"
edited wildcard 's/"other\.c"/"*.c"/'
not_configured 'ClCompile without the names of its files' "$option"
edited one_source "$two<\\/ClCompile>&/; s/>;%(AdditionalIncludeDirectories)/>..\\\\one;%(AdditionalIncludeDirectories)/"
not_configured 'AdditionalIncludeDirectories for one source is not supported' "$option"
edited condition "s/ Condition=\"'\$(Platform)' == ''\"/ Condition=\"HasTrailingSlash('x')\"/"
not_configured "this condition is not supported: HasTrailingSlash('x')" "$option"
edited no_number "s/ Condition=\"'\$(Platform)' == ''\"/ Condition=\"'\$(Platform)' \&lt; 1\"/"
not_configured "this condition compares what is no number: 'x64' < 1" "$option"
edited counters 's|<MessageCompile Include=".*ringlog.mc" />|<Ctrpp Include="..\\sys\\ring.man" />|'
not_configured 'performance counters, which ..\sys\ring.man describes, are not supported' "$option"
sed -i 's/opcode="cast"/opcode="poured"/' "$scratch/source/sys/ring.man"
not_configured 'poured: neither Windows nor the manifest defines this opcode'
exit 0
