#!/usr/bin/env bash
# The page describes the words that exist, and no others; its example can be read.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

page=$DRVTRACE_SOURCE/drivers/man/drvhost-registry.5
grep -ohE '^	\{ "[a-z]+", "' "$DRVTRACE_SOURCE/drivers/host/registry_file.c" | tr -dc 'a-z\n' |
	sort -u >words
sed -n '/^\.SH WORDS/,/^\.SH EX/{/^\.TP/{n;p}}' "$page" | awk '{print $2}' | sort -u >described
[ -s words ] || failures=1
diff -u words described >&2 || failures=1

sed -n '/^\.EX/,/^\.EE/{/^\./d;s/\\e/\\/g;p}' "$page" >example
[ -s example ] || failures=1
(exec timeout 60 "$drvhost" --registry example "$samples/registry_fixed.so") >said 2>&1 || {
	cat said >&2
	failures=1
}

if command -v man >/dev/null; then
	warnings=$(LC_ALL=C MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
	[ -z "$warnings" ] || {
		echo "$warnings" >&2
		failures=1
	}
fi
finish
