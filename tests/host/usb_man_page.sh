#!/usr/bin/env bash
# The page describes the words that exist, and no others; its example can be plugged in.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

page=$DRVTRACE_SOURCE/drivers/man/drvhost-usb.5
grep -ohE '^	\{ "[a-z-]+", "' "$DRVTRACE_SOURCE/drivers/host/usb_file.c" | tr -dc 'a-z\n-' |
	sort -u >words
sed -n '/^\.SH WORDS/,/^\.SH EX/{/^\.TP/{n;s/\\//g;p}}' "$page" | awk '{print $2}' | sort -u >described
[ -s words ] || failures=1
diff -u words described >&2 || failures=1

sed -n '/^\.EX/,/^\.EE/{/^\./d;s/\\-/-/g;p}' "$page" >example
[ -s example ] || failures=1
scenario 0 "$samples/wdm_pnp.so" <<'END'
load wdm_pnp
usb-plug wdm_pnp kit example
expect STATUS_SUCCESS
END

if command -v man >/dev/null; then
	warnings=$(LC_ALL=C MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
	[ -z "$warnings" ] || {
		echo "$warnings" >&2
		failures=1
	}
fi
finish
