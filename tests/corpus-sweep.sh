#!/usr/bin/env bash
# corpus-sweep.sh FOLDER [BUILD]: tries to build every kernel-mode driver below FOLDER, a checkout of
# microsoft/Windows-driver-samples, from its untouched project file, against the build BUILD
# (build/dev). Prints a line for each: built, not compiled or not configured, with the first error; and
# then what stops how many. Run it by hand. KEEP=DIRECTORY keeps all output of the compiler there.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(realpath "${1:?usage: corpus-sweep.sh FOLDER [BUILD]}")
build=$(realpath "${2:-$here/build/dev}")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-sweep.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
logs=${KEEP:-$scratch/logs}
mkdir -p "$logs" "$scratch/source"

cmake --install "$build" --prefix "$scratch/prefix" >"$scratch/log" 2>&1 || {
	cat "$scratch/log" >&2
	exit 1
}
cat >"$scratch/source/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(sweep LANGUAGES C CXX)
find_package(drvtrace REQUIRED COMPONENTS framework)
get_filename_component(name "${SWEEP_PROJECT}" NAME_WLE)
drvtrace_add_driver(${name} VCXPROJ "${SWEEP_PROJECT}")
CMAKE

# A package of several projects, an application, a UMDF driver or a library is no driver of ours.
is_kernel_driver() {
	tr -d '\r' <"$1" | grep -q '<ConfigurationType[^>]*>Driver<' &&
		! tr -d '\r' <"$1" | grep -qi '<DriverType[^>]*>UMDF<'
}

# try PROJECT: sets state and error
try() {
	local log=$logs/${1//\//_}.log
	error=
	state=unconfigured
	if ! cmake -S "$scratch/source" -B "$scratch/build" -G Ninja --fresh \
		-DCMAKE_PREFIX_PATH="$scratch/prefix" -DSWEEP_PROJECT="$folder/$1" >"$log" 2>&1; then
		error=$(tr -s '\n ' '  ' <"$log" | sed -n 's/.*CMake Error at [^:]*:[0-9]* (message): *\(.*\) Call Stack.*/\1/p')
		error=${error#*"$1: "}
		return
	fi
	state=uncompiled
	if cmake --build "$scratch/build" -- -j2 -k 0 >>"$log" 2>&1; then
		state=built
		error=
		return
	fi
	error=$(sed -n -E 's/.*#error "(.*(not supported by drvtrace|drvtrace has no).*)"$/\1/p' "$log" | head -1)
	[ -n "$error" ] || error=$(sed -n 's/^-- [^ ]* includes //p' "$log" | head -1)
	[ -n "$error" ] || error=$(grep -m1 -E 'error: |undefined reference' "$log" | sed 's/^.*error: //; s/.*undefined/undefined/; s/ \[-W.*//')
}

declare -A total=() stops=()
while read -r project; do
	is_kernel_driver "$folder/$project" || continue
	try "$project"
	total[$state]=$((${total[$state]:-0} + 1))
	[ -n "$error" ] && stops[$error]=$((${stops[$error]:-0} + 1))
	printf '%-12s %-70s %s\n' "$state" "$project" "${error:0:110}"
done < <(cd "$folder" && find . -iname '*.vcxproj' | sed 's|^\./||' | sort)

echo
for error in "${!stops[@]}"; do
	printf '%4d  %s\n' "${stops[$error]}" "${error:0:140}"
done | sort -rn
echo
printf 'built %d, not compiled %d, not configured %d\n' \
	"${total[built]:-0}" "${total[uncompiled]:-0}" "${total[unconfigured]:-0}"
