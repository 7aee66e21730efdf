# Sourced by the scripts beside it: installs the build into a scratch prefix.
set -u
here=$(dirname "$0")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-install.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
flags=${DRVTRACE_SANITIZE:+-fsanitize=$DRVTRACE_SANITIZE}

fail() {
	[ -f "$scratch/log" ] && cat "$scratch/log" >&2
	echo "failed: $*" >&2
	exit 1
}

cmake --install "$DRVTRACE_BUILD" --prefix "$prefix" >"$scratch/log" 2>&1 || fail "install"

# build_outside SOURCE BUILD: configures and builds a project with CMake against the prefix.
build_outside() {
	cmake -S "$1" -B "$2" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="$flags" \
		-DCMAKE_CXX_FLAGS="$flags" >"$scratch/log" 2>&1 || fail "configure"
	cmake --build "$2" >"$scratch/log" 2>&1 || fail "build"
}

record() {
	"$DRVTRACE_SOURCE/tests/support/record-events" "$@" 2>"$scratch/log" || fail "record $*"
}
