# Sourced by the scripts beside it: a scratch folder that goes away, and recording with plain lttng.
set -u
programs=$DRVTRACE_BUILD/tests/unit/tracelib
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-tracelib.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
export LTTNG_UST_REGISTER_TIMEOUT=30000
# Leaks are what these programs are about, and LTTng has some of its own.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
# LTTng starts threads in the child of a fork.
export TSAN_OPTIONS="die_after_fork=0 suppressions=$(dirname "$0")/tsan.supp ${TSAN_OPTIONS:-}"

fail() {
	echo "failed: $*" >&2
	exit 1
}

# The client keeps the name of its session in a file of its home.
client() {
	LTTNG_HOME=${LTTNG_HOME:-$scratch} timeout 60 lttng -n "$@" >"$scratch/log" 2>&1 || {
		cat "$scratch/log" >&2
		fail "lttng $*"
	}
}

buffer_size=$DRVTRACE_SOURCE/tests/support/buffer-size

needs_buffers() { # needs_buffers KIB: the rest is skipped where sub-buffers of that size have no room
	[ "$("$buffer_size" "$1")" = "$1K" ] || {
		echo "skipped: /dev/shm is too small for sub-buffers of $1 KiB" >&2
		exit 77
	}
}

# start_session NAME BUFFERS: a session with a channel big enough to lose nothing.
start_session() {
	client create "$1" --output="$scratch/$1"
	client enable-channel -u -s "$1" "$2" --num-subbuf=4 \
		--subbuf-size="$("$buffer_size" 2048)" channel
}

# enable NAME PATTERN [OPTIONS...]
enable() {
	local session=$1 pattern=$2
	shift 2
	client enable-event -u -s "$session" -c channel "$pattern" "$@"
}

end_session() {
	client stop "$1"
	client destroy "$1"
}

# events NAME: what was recorded, as text; a loss is a failure.
events() {
	timeout 60 babeltrace2 "$scratch/$1" 2>"$scratch/log" || {
		cat "$scratch/log" >&2
		return 1
	}
	! grep -i discarded "$scratch/log" >&2
}

# expect COUNT PATTERN FILE
expect() {
	local count
	count=$(grep -cE -- "$2" "$3")
	[ "$count" = "$1" ] || fail "$count lines, not $1, of: $2"
}
