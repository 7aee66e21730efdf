# For contract tests, which are sourced by run-contract in the folder of their rule id:
#	expect_events CASE COMMAND...    the events of COMMAND, and what drvtrace finds in them, are
#	                                 those in CASE.expect
#	                                 (RECORD_SPANS=NAME,... shows spans of timers, threads, work)
#	host ARGUMENTS...                a COMMAND: drvhost
#	sample FILE, own FILE            the path of a sample driver, of a driver of the test's own
# A case that differs does not keep the others from being checked.

contract_failed=0
samples=$DRVTRACE_SOURCE/drivers/samples

sample() {
	echo "$DRVTRACE_BUILD/drivers/samples/$1"
}

own() {
	echo "$DRVTRACE_BUILD/tests/contract/$1"
}

expect_events() {
	local name=$1

	shift
	if [ "$1" = host ]; then
		shift
		set -- "$DRVTRACE_BUILD/drivers/host/drvhost" "$@"
	fi
	{
		RECORD_KEEP=$contract_scratch/$name \
			"$DRVTRACE_SOURCE/tests/support/record-events" "$@"
		"$DRVTRACE_SOURCE/tests/support/finding-lines" "$contract_scratch/$name"
	} >"$contract_scratch/$name.txt"
	"$DRVTRACE_SOURCE/tests/support/golden" "$contract_folder/$name.expect" \
		<"$contract_scratch/$name.txt" || contract_failed=1
}
