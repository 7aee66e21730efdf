#!/usr/bin/env bash
# Every message of the samples of KMDF in C is delivered, from each site, with its text: what their
# formats make of values that are known, spelled out here.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
needs_recording

host=$DRVTRACE_BUILD/drivers/host/drvhost
samples=$DRVTRACE_SOURCE/drivers/samples
[ -x "$host" ] || { echo "skipped: there are no drivers" >&2; exit 77; }

# record SAMPLE [OPTION...]: adds the lines "FILE:LINE TEXT" to $scratch/lines; addresses are PTR
record() {
	local sample=$1
	shift
	rm -rf "$scratch/recording"
	timeout 100 "$drvtrace" record -o "$scratch/recording" -- "$host" "$@" \
		"$DRVTRACE_BUILD/drivers/samples/$sample.so" >"$scratch/out" 2>&1 || { cat "$scratch/out"; fail "$sample $*"; }
	TRACE_FORMAT_PREFIX='%!FILE!:%!LINE! ' timeout 60 "$drvtrace" log "$scratch/recording" |
		sed '/^$/,$d; s/\b[0-9A-F]\{16\}\b/PTR/g' >>"$scratch/lines"
}

for sample in kmdf_control kmdf_control_leaky kmdf_early_fixed kmdf_early_leaky; do
	record "$sample"
	record "$sample" --fail-at ExAllocatePool2
done
for sample in kmdf_control kmdf_control_leaky; do
	for point in WdfDeviceInitAssignName WdfDeviceCreate WdfDeviceCreateSymbolicLink; do
		record "$sample" --fail-at "$point"
	done
done
record kmdf_early_leaky --fail-at WdfDriverCreate

for sample in kmdf_control kmdf_control_leaky kmdf_early_fixed kmdf_early_leaky; do
	"$DRVTRACE_BUILD/tracelib/tracewpp/tracewpp" -count "$samples/$sample/$sample.c" |
		sed -n 's,^.*/\([^/]*:[0-9]*\)-[0-9]*: .*,\1,p' >"$scratch/sites"
	[ -s "$scratch/sites" ] || fail "$sample has no messages"
	while read -r site; do
		grep -q "^$site " "$scratch/lines" || fail "nothing comes from $site"
	done <"$scratch/sites"
done

service='\Registry\Machine\System\CurrentControlSet\Services'
failed='failed 0xc000009a(STATUS_INSUFFICIENT_RESOURCES)'
expected() { # expected SAMPLE HOLDS ENDS: what it says, what it has no memory for, where its tracing ends
	echo "$1.c DriverEntry: driver object PTR, registry path $service\\$1"
	echo "$1.c DriverEntry: no memory for the $2"
	echo "$1.c $3: tracing ends"
}
{
	for sample in kmdf_control kmdf_control_leaky; do
		for call in WdfDeviceInitAssignName WdfDeviceCreate WdfDeviceCreateSymbolicLink; do
			echo "$sample.c $call $failed"
		done
	done
	expected kmdf_control settings EvtDriverContextCleanup
	expected kmdf_control_leaky settings EvtDriverUnload
	expected kmdf_early_fixed "log buffer" EvtDriverContextCleanup
	expected kmdf_early_leaky "log buffer" EvtDriverContextCleanup
	echo "kmdf_early_leaky.c WdfDriverCreate $failed"
} | LC_ALL=C sort >"$scratch/expected"
sed 's/:[0-9]* / /' "$scratch/lines" | LC_ALL=C sort -u >"$scratch/found"
diff -u "$scratch/expected" "$scratch/found" >&2 || fail "the texts differ"
