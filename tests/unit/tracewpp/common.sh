# What the scripts of tracewpp share: where things are, and how its output is compiled.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source_root=${DRVTRACE_SOURCE:?}
build=${DRVTRACE_BUILD:?}
tracewpp=$build/tracelib/tracewpp/tracewpp
work=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-tracewpp.XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() { echo "failed: $*" >&2; exit 1; }

# Clang's sanitizers and gcc's do not mix in one process.
sanitize() { [ -z "${DRVTRACE_SANITIZE:-}" ] || echo "-fsanitize=$DRVTRACE_SANITIZE -fno-sanitize=leak"; }

# Those of C++ take every source for one of C++.
compilers() {
	local name
	for name in cc clang g++ clang++; do
		command -v "$name" || command -v "$name-14" || true
	done
}

# Clang's sanitizers and gcc's do not mix: only gcc's compilers can link what a sanitizer is in.
usable() { [ -z "${DRVTRACE_SANITIZE:-}" ] || [[ $1 != *clang* ]]; }

compile() { # compile COMPILER ARGUMENTS...: as a Windows source, warnings are errors
	local compiler=$1
	local language=(-std=gnu11 -x c)
	[[ $compiler != *++* ]] || language=(-std=gnu++17 -x c++)
	shift
	"$compiler" "${language[@]}" -Wall -Wextra -Werror -Wno-unused-parameter -g -O1 -fshort-wchar \
		-fms-extensions -I"$source_root/tracelib/include" "$@"
}

# In words, as a path can have blanks.
link_flags=(-x none -L"$build/tracelib" -ldrvtrace -Wl,-rpath,"$build/tracelib")
