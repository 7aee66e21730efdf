# What the tests of the command share; sourced. Runs in a scratch folder of its own.
set -u

source_folder=${DRVTRACE_SOURCE:?}
export source_folder
drvtrace=${DRVTRACE_BUILD:?}/viewer/cli/drvtrace
program=$DRVTRACE_BUILD/tests/cli/cli_program
failures=0

# To leak is what the programs are for; the sanitizer's own report would be another exit status.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

# What a recording leaves behind is found by these.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-test.XXXXXX") || exit 1
chmod 755 "$scratch"
mkdir "$scratch/tmp" "$scratch/work"
chmod 1777 "$scratch/tmp" "$scratch/work"
export TMPDIR=$scratch/tmp
export DRVTRACE_TEST_MARK=$scratch
cd "$scratch/work" || exit 1
trap 'rm -rf "$scratch"' EXIT

fail() { # fail TEXT
	echo "FAILED: $1" >&2
	failures=$((failures + 1))
}

# run STATUS COMMAND...: leaves what was printed in ../out and ../err.
run() {
	local wanted=$1 status
	shift
	timeout 90 "$@" >"$scratch/out" 2>"$scratch/err"
	status=$?
	if [ "$status" != "$wanted" ]; then
		fail "exit status $status instead of $wanted: $*"
		cat "$scratch/out" "$scratch/err" >&2
	fi
}

# Under a session daemon of the test's own. Which session is the current one is noted at home, where
# others would note theirs.
tracer() { # tracer ARGUMENTS...
	LTTNG_HOME=${LTTNG_HOME:-$scratch} timeout 30 lttng --no-sessiond "$@" >"$scratch/lttng" 2>&1 ||
		fail "lttng $*: $(cat "$scratch/lttng")"
}

expect_error() { # expect_error TEXT: that is all that was said on stderr
	if [ "$(cat "$scratch/err")" != "$1" ]; then
		fail "expected on stderr:"
		printf '  %s\nbut it says:\n' "$1" >&2
		sed 's/^/  /' "$scratch/err" >&2
	fi
}

expect_output() { # expect_output TEXT: stdout holds it
	grep -qF -e "$1" "$scratch/out" || {
		fail "expected on stdout: $1"
		sed 's/^/  /' "$scratch/out" >&2
	}
}

expect_nothing_on_stdout() {
	[ ! -s "$scratch/out" ] || fail "expected nothing on stdout: $(head -3 "$scratch/out")"
}

event_count() { # event_count FOLDER EVENT: how many the stock reader finds
	babeltrace2 "$1" 2>"$scratch/babeltrace" | grep -c " drvtrace:$2:"
}

expect_events() { # expect_events COUNT FOLDER EVENT
	local count
	count=$(event_count "$2" "$3")
	[ "$count" = "$1" ] || fail "$2 holds $count events $3 instead of $1"
}

# Processes of this test, by the mark in their environment.
our_processes() { # our_processes NAME
	local folder
	for folder in /proc/[0-9]*; do
		grep -qzFx "DRVTRACE_TEST_MARK=$scratch" "$folder/environ" 2>/dev/null &&
			[ "$(cat "$folder/comm" 2>/dev/null)" = "$1" ] && echo "${folder#/proc/}"
	done
}

expect_nothing_left() {
	local name left
	for name in lttng-sessiond lttng-consumerd lttng-runas drvtrace; do
		for _ in $(seq 100); do
			left=$(our_processes "$name")
			[ -z "$left" ] && break
			sleep 0.05
		done
		[ -z "$left" ] || fail "$name is left behind: $left"
	done
	[ -z "$(ls -A "$scratch/tmp")" ] || fail "files are left behind: $(ls -A "$scratch/tmp")"
}

wait_for_file() { # wait_for_file FILE
	for _ in $(seq 600); do
		[ -e "$1" ] && return
		sleep 0.05
	done
	fail "$1 has not appeared"
}

# Signals that a shell's background jobs would ignore are as in a terminal again.
in_background() { # in_background COMMAND...: its pid is in $!
	env --default-signal=INT,QUIT "$@" >"$scratch/out" 2>"$scratch/err" &
}

needs_recording() {
	if ! command -v lttng-sessiond >/dev/null; then
		echo "skipped: lttng-sessiond is not installed" >&2
		exit 77
	fi
	if [ "$(id -u)" = 0 ] && ! unshare --mount true 2>/dev/null; then
		echo "skipped: root needs a mount namespace to record apart from others" >&2
		exit 77
	fi
}

finish() {
	[ "$failures" = 0 ]
	exit
}
