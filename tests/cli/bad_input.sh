#!/usr/bin/env bash
# What cannot be read is one line with its path and status 2; the rest is still reported.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

traces=$source_folder/tests/traces
cp -r --no-preserve=mode "$traces/leaky" good

run 2 "$drvtrace" leaks nowhere
expect_error "drvtrace: nowhere: no such folder"
expect_nothing_on_stdout

mkdir empty
run 2 "$drvtrace" leaks empty
expect_error "drvtrace: empty: holds no CTF trace"
expect_nothing_on_stdout

echo text >file
run 2 "$drvtrace" objects file
expect_error "drvtrace: file: not a folder"

run 2 "$drvtrace" leaks "$traces/foreign"
expect_error "drvtrace: $traces/foreign: no event of drvtrace; the trace holds \
lttng_ust_tracef:event (5)"
expect_nothing_on_stdout

# Missing metadata.
cp -r good headless
folder=$(dirname "$(find headless -name metadata)")
rm "$folder/metadata"
run 2 "$drvtrace" leaks headless
expect_error "drvtrace: $folder: holds stream files but no metadata: nothing tells what is in them"
expect_nothing_on_stdout

# A truncated stream: its whole packets are read.
cp -r --no-preserve=mode "$traces/lost" cut
stream=$(find cut -type f ! -name metadata | head -1)
truncate --size=-100 "$stream"
run 2 "$drvtrace" leaks cut
grep -q "^drvtrace: cut.*: " "$scratch/err" || fail "no line about the truncated stream"
[ "$(wc -l <"$scratch/err")" = 1 ] || fail "a truncated stream is more than one line"
[ -s "$scratch/out" ] || fail "what is left of a truncated stream is not reported"

# Metadata that ends too early must not be waited for.
cp -r good short
truncate --size=-100 "$(find short -name metadata)"
run 2 "$drvtrace" leaks short
grep -q "^drvtrace: short/" "$scratch/err" || fail "no line about the truncated metadata"

# No permission; root has it always.
cp -r good closed
chmod 000 closed
if [ "$(id -u)" != 0 ]; then
	run 2 "$drvtrace" leaks closed
	expect_error "drvtrace: closed: Permission denied"
elif setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$drvtrace" 2>/dev/null; then
	run 2 setpriv --reuid=65534 --regid=65534 --clear-groups "$drvtrace" leaks closed
	expect_error "drvtrace: closed: Permission denied"
fi
chmod 755 closed

# One bad path among good ones.
run 2 "$drvtrace" leaks good nowhere
expect_error "drvtrace: nowhere: no such folder"
[ -s "$scratch/out" ] || fail "the good trace is not reported beside the bad path"
run 2 "$drvtrace" leaks --format=json good headless
[ -s "$scratch/out" ] || fail "the good trace is not reported beside the broken one"

# Names that a terminal would obey.
run 2 "$drvtrace" leaks $'no\e[31mwhere'
expect_error 'drvtrace: no\x1b[31mwhere: no such folder'

finish
