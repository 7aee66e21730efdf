#!/usr/bin/env bash
# The page describes the words that exist, and no others.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

page=$DRVTRACE_SOURCE/drivers/man/drvhost-scenario.5
grep -ohE '^	\{ "[a-z-]+", "' "$DRVTRACE_SOURCE"/drivers/host/scenario_*.c | tr -dc 'a-z\n-' |
	sort -u >words
sed -n '/^\.SH WORDS/,/^\.SH EX/{/^\.T[PQ]/{n;s/\\//g;p}}' "$page" | awk '{print $2}' | sort -u >described
[ -s words ] || failures=1
diff -u words described >&2 || failures=1

if command -v man >/dev/null; then
	warnings=$(LC_ALL=C MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
	[ -z "$warnings" ] || {
		echo "$warnings" >&2
		failures=1
	}
fi
finish
