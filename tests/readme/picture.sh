#!/usr/bin/env bash
# The report that the README opens with is what the demo's driver gives, but for times.
set -u
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-readme.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
export PATH=$DRVTRACE_BUILD/viewer/cli:$DRVTRACE_BUILD/drivers/host:$PATH
driver=$DRVTRACE_BUILD/drivers/samples/wdm_leaky.so

cd "$scratch" || exit 1
drvtrace record -o wdm_leaky-good -- drvhost "$driver" 2>log || { cat log; exit 1; }
drvtrace record -o wdm_leaky-failed -- drvhost --fail-at HidRegisterMinidriver "$driver" 2>log ||
	{ cat log; exit 1; }
good=$PWD/wdm_leaky-good failed=$PWD/wdm_leaky-failed
cd "$DRVTRACE_SOURCE" || exit 1
drvtrace leaks "$good" "$failed" | grep -v '^next: ' | sed 's/, [0-9.]* [mun]*s;/, TIME;/' >"$scratch/real"
sed -n '/^```text$/,/^```$/p' README.md | grep -v '^```' | sed 1d | sed 's/, [0-9.]* [mun]*s;/, TIME;/' >"$scratch/shown"
diff "$scratch/shown" "$scratch/real"
