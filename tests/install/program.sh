#!/usr/bin/env bash
# A program outside the tree loads a driver and uses it by the C API, with nothing but the prefix; what it does
# is recorded as under drvhost.
. "$(dirname "$0")/common.sh"

cp -r "$here/program" "$scratch/source"
cp "$DRVTRACE_SOURCE/drivers/samples/wdm_mailbox/wdm_mailbox.c" "$scratch/source"
build_outside "$scratch/source" "$scratch/build"

said=$(cd "$scratch/build" && timeout 60 ./program wdm_mailbox.so 2>"$scratch/log") || fail "program: $said"
[ "$said" = "0 failures, 0 left" ] || fail "$said"

cd "$scratch/build" || exit 1
record ./program wdm_mailbox.so >"$scratch/events"
grep -q '^acquire .*kind=device .*site=DriverEntry' "$scratch/events" || fail "no device"
grep -q '^release .*kind=device .*site=DriverUnload' "$scratch/events" || fail "the device is left"
grep -q '^exit 0$' "$scratch/events" || fail "exit status"
exit 0
