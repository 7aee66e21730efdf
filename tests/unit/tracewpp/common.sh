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

compilers() { echo cc; command -v clang || command -v clang-14 || true; }

compile() { # compile COMPILER ARGUMENTS...: as a Windows source, warnings are errors
	local compiler=$1
	shift
	"$compiler" -std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter -g -O1 -fshort-wchar \
		-fms-extensions -I"$source_root/tracelib/include" "$@"
}

link_flags() { echo "-L$build/tracelib -ldrvtrace -Wl,-rpath,$build/tracelib"; }
