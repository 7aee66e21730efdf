#!/usr/bin/env bash
# A static library declares control GUIDs of its own for the flags that it uses: those of the source
# that initialises tracing count, whatever the linker takes first.
. "$(dirname "$0")/common.sh"

cat >"$work/lib.c" <<'END'
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(Dummy, (00000000,0000,0000,0000,000000000000), \
	WPP_DEFINE_BIT(ONE) WPP_DEFINE_BIT(TWO))
#define WPP_FLAGS_ENABLED(flags) WPP_FLAG_ENABLED(flags)
#include "lib.tmh"
void library(int value);
void library(int value) { Say(TWO, "the library says %d", value); }
END
cat >"$work/main.c" <<'END'
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(Mine, (11111111,1111,1111,1111,111111111111), \
	WPP_DEFINE_BIT(ONE) WPP_DEFINE_BIT(TWO)) \
	WPP_DEFINE_CONTROL_GUID(More, (22222222,2222,2222,2222,222222222222), WPP_DEFINE_BIT(THREE))
#define WPP_FLAGS_ENABLED(flags) WPP_FLAG_ENABLED(flags)
#include "main.tmh"
void library(int value);
int main(void)
{
	WPP_INIT_TRACING(L"program");
	Say(THREE, "level %d", WPP_CONTROL(WPP_BIT_THREE).Level);
	library(5);
	WPP_CLEANUP();
	return 0;
}
END
"$tracewpp" -odir:"$work" -func:'Say(FLAGS,MSG,...)' "$work/lib.c" "$work/main.c"
# shellcheck disable=SC2046
compile cc $(sanitize) -I"$work" -c "$work/lib.c" -o "$work/lib.o"
# shellcheck disable=SC2046
compile cc $(sanitize) -DDRVTRACE_DRIVER_NAME='"binary"' -I"$work" -c "$work/main.c" -o "$work/main.o"

export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
for objects in "main.o lib.o" "lib.o main.o"; do
	# shellcheck disable=SC2046,SC2086
	(cd "$work" && cc $(sanitize) $objects "${link_flags[@]}" -o program)
	rm -rf "$work/trace"
	timeout 100 "$build/viewer/cli/drvtrace" record -o "$work/trace" -- "$work/program" 2>"$work/log" ||
		{ cat "$work/log"; fail "recording"; }
	TRACE_FORMAT_PREFIX='%1 %!FLAGS!: ' timeout 60 "$build/viewer/cli/drvtrace" log "$work/trace" |
		sed '/^$/,$d' >"$work/lines"
	diff -u - "$work/lines" >&2 <<'END' || fail "the messages are others ($objects)"
binary THREE: level 255
binary TWO: the library says 5
END
	timeout 60 babeltrace2 "$work/trace" | grep -q 'driver_init: .*name = "binary".*control_guid = "11111111-.*,22222222-.*flag_names = "ONE,TWO;THREE"' ||
		fail "the GUIDs are others ($objects)"
done
