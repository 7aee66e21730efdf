# For the tests of drvhost: a folder of its own, and a comparison.
# shellcheck disable=SC2034 # used by those who source it
drvhost=$DRVTRACE_BUILD/drivers/host/drvhost
samples=$DRVTRACE_BUILD/drivers/samples
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-host.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
export ASAN_OPTIONS=detect_leaks=0
failures=0

# scenario STATUS ARGUMENTS...: the scenario on standard input gives that exit status; what
# drvhost says is left in the file `said`.
scenario() {
	local status

	cat >scenario
	(exec timeout 60 "$drvhost" --scenario scenario "${@:2}") >said 2>&1
	status=$?
	[ "$status" = "$1" ] || {
		echo "exit $status, not $1:" >&2
		cat scenario said >&2
		failures=$((failures + 1))
	}
}

# says: drvhost said what is on standard input.
says() {
	diff -u - said >&2 || failures=$((failures + 1))
}

finish() {
	exit $((failures > 0))
}
