#!/usr/bin/env bash
# The man page of each command names the options that its help names, and is well formed.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for command in "" record check leaks objects init log; do
	page=$source_folder/viewer/man/drvtrace${command:+-$command}.1
	[ -f "$page" ] || {
		fail "$page is missing"
		continue
	}
	# shellcheck disable=SC2086 # no command is no argument
	"$drvtrace" $command --help | grep -oE -e '^ +(-[a-z], )?--[a-z]+' | grep -oE -e '--[a-z]+' |
		sort -u >help
	# Each option has a paragraph of its own.
	sed -n '/^\.SH OPTIONS/,/^\.SH EXIT/{/^\.TP/{n;s/\\//g;p}}' "$page" |
		grep -oE -e '--[a-z]+' | sort -u >man
	diff -u help man >&2 || fail "--help and man page of 'drvtrace $command' differ (- help, + man)"

	if command -v man >/dev/null; then
		warnings=$(LC_ALL=C MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
			"$page" 2>&1 >/dev/null)
		[ -z "$warnings" ] || fail "$page: $warnings"
	fi
done

# Every field of a report is named on its page.
for report in leaks objects init log; do
	page=$source_folder/viewer/man/drvtrace-$report.1
	case $report in
	log) traces=(messages lost) ;;
	*) traces=(leaky) ;;
	esac
	"$drvtrace" $report --format=json "${traces[@]/#/$source_folder/tests/traces/}" |
		grep -oE '"[a-z_]+":' | tr -d '":' | sort -u >fields
	[ -s fields ] || fail "no field was found in the JSON of $report"
	while read -r field; do
		grep -qE "^\.(B|BR|TP)? ?$field( |\$)" "$page" ||
			fail "$page does not name the field $field"
	done <fields
done

finish
