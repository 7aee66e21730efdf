#!/usr/bin/env bash
# Each type that tracewpp takes, and what the viewer prints of one value: there is a table in both, as
# neither knows the other, and none may have a name that the other one lacks.
. "$(dirname "$0")/common.sh"

# NAME("x", ...) of the tables of types.c becomes "NAME x".
sed -n 's/^\t\([A-Z]*\)("\([A-Za-z0-9]*\)".*/\1 \2/p' "$source_root/tracelib/tracewpp/types.c" >"$work/types"
[ "$(wc -l <"$work/types")" -gt 150 ] || fail "the tables of types are not found"

{
	printf '%s\n' '#include <drvtrace/drvtrace.h>' '#include "types.tmh"' \
		'static DRVTRACE_DEFINE_DRIVER(types, "types");' 'int main(void) {' \
		'static const struct { unsigned short size, most; const void *bytes; } counted = { 2, 2, "1\0" };' \
		'static const unsigned char bytes[16] = { 1, 1, 0, 0, 0, 0, 0, 5, 18 };' \
		'static const struct { unsigned char bytes[16]; } guid;' \
		'drvtrace_driver_init(&types);'
	while read -r kind name; do
		case $kind in
		INTEGER) value=26 ;;
		ENUMERATION | BITS) value=1 ;;
		POINTER) value='(void *)1' ;;
		REAL) value=1.0 ;;
		TEXT) [[ $name = hs || $name = s || $name = ASTR || $name = CSTR || $name = ARSTR ]] && value='"1"' || value='u"1"' ;;
		ADDRESS) [[ $name = *Z || $name = z || $name = *STR ]] && value='&counted' || value='&guid' ;;
		PIECES) [[ ${name,,} = sid ]] || continue; value=bytes ;; # the others are C++'s
		CONSTANT) continue ;; # no argument
		*) fail "a table has rows of an unknown kind: $kind" ;;
		esac
		echo "DRVTRACE_LOG(4, ALL, \"$name: %!$name!\", $value);"
	done <"$work/types"
	echo 'drvtrace_driver_cleanup(&types); }'
} >"$work/types.c"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
"$tracewpp" -odir:"$work" "$work/types.c"
# shellcheck disable=SC2046
compile cc $(sanitize) -fshort-wchar -I"$work" "$work/types.c" "${link_flags[@]}" -o "$work/types.out"
timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/types.out" 2>"$work/log" ||
	{ cat "$work/log"; fail "recording"; }
TZ=UTC TRACE_FORMAT_PREFIX='' timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" >"$work/lines"
sed '/^$/,$d' "$work/lines" | "$source_root/tests/support/golden" "$here/every_type.expect"
