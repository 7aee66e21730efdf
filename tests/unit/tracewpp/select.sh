#!/usr/bin/env bash
# Messages are chosen by flag, level and field value with the plain lttng commands, and by
# DRVTRACE_WPP; two builds of one driver in one process are told apart; a reloaded one is the same.
. "$(dirname "$0")/common.sh"

build_driver() { # build_driver NAME TEXT: a module whose run() logs TEXT; in every build on the same line
	mkdir -p "$work/$1"
	cat >"$work/$1/d.c" <<END
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(G, (1,2,3,4,5), WPP_DEFINE_BIT(RED) WPP_DEFINE_BIT(BLUE))
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_##flags).Level >= (level))
#include "d.tmh"
void start(void);
void run(int value);
void start(void) { WPP_INIT_TRACING(L"d"); }
void run(int value)
{
	T(TRACE_LEVEL_ERROR, RED, "$2 error %d", value);
	T(TRACE_LEVEL_VERBOSE, BLUE, "$2 verbose %d", value);
	T(TRACE_LEVEL_WARNING, RED | 0, "$2 %s", value ? "yes" : "no");
}
END
	sed -i 's/RED | 0/BLUE/' "$work/$1/d.c"
	"$tracewpp" -odir:"$work/$1" -func:'T(LEVEL,FLAGS,MSG,...)' "$work/$1/d.c"
	# shellcheck disable=SC2046
	compile cc $(sanitize) -fPIC -shared -Wl,--build-id -DDRVTRACE_DRIVER_NAME='"d"' -I"$work/$1" \
		"$work/$1/d.c" "${link_flags[@]}" -o "$work/$1.so"
}

cat >"$work/main.c" <<'END'
#include <dlfcn.h>
#include <stdio.h>

static void *load(const char *path)
{
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!module)
		fprintf(stderr, "%s\n", dlerror());
	((void (*)(void))dlsym(module, "start"))();
	return module;
}

static void run(void *module, int value) { ((void (*)(int))dlsym(module, "run"))(value); }

/* main MODULE...: each is loaded, and runs while all are; the first is then loaded anew. */
int main(int argc, char **argv)
{
	void *modules[4];

	for (int i = 1; i < argc; i++)
		modules[i] = load(argv[i]);
	for (int i = 1; i < argc; i++)
		run(modules[i], i);
	dlclose(modules[1]);
	run(load(argv[1]), 9);
	return 0;
}
END

build_driver old "old"
build_driver new "new"
# shellcheck disable=SC2046
compile cc $(sanitize) "$work/main.c" -ldl "${link_flags[@]}" -o "$work/main"
export LTTNG_HOME=${LTTNG_HOME:-$work}

record() { # record RULE...: $work/events has "text: fields" of each message
	rm -rf "$work/trace"
	{
		timeout 60 lttng -n create select --output="$work/trace"
		timeout 60 lttng -n enable-channel -u -s select --buffers-uid \
			--subbuf-size="$("$source_root/tests/support/buffer-size" 1024)" c
		timeout 60 lttng -n enable-event -u -s select -c c "$@"
		timeout 60 lttng -n start select
		ASAN_OPTIONS=detect_leaks=0 LTTNG_UST_REGISTER_TIMEOUT=30000 timeout 60 "$work/main" \
			"$work/old.so" "$work/new.so"
		timeout 60 lttng -n destroy select
	} >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "recording $*"; }
	timeout 60 babeltrace2 -c sink.text.details --params=with-trace-name=no "$work/trace" 2>"$work/log" |
		perl -ne '
			if (/Event class `([^`]*)` \(ID (\d+)\)/) { $id = $2 }
			$text{$id} = $1 if /EMF URI: wpp:1\?m=([^&]*)/;
			if (/^Event `([^`]*)` \(Class ID (\d+)\)/) { $event = $2; push @lines, [$event, ""] }
			$lines[-1][1] .= " $1=$2" if @lines && /^\s+(a\d|level): (.*)$/;
			END { for (@lines) { my $t = $text{$_->[0]} // next; $t =~ s/%(..)/chr hex $1/ge; print "$t:$_->[1]\n" } }
		' >"$work/events"
}

expect() { # expect LINES: what was recorded
	diff -u <(printf '%s\n' "$@") "$work/events" >&2 || fail "recorded something else"
}

record 'd:*'
expect 'old error %d: a1=1' 'old verbose %d: a1=1' 'old %s: a1=yes' \
	'new error %d: a1=2' 'new verbose %d: a1=2' 'new %s: a1=yes' \
	'old error %d: a1=9' 'old verbose %d: a1=9' 'old %s: a1=yes'
record 'd:RED.*'
expect 'old error %d: a1=1' 'new error %d: a1=2' 'old error %d: a1=9'
record 'd:*' --loglevel=WARNING
expect 'old error %d: a1=1' 'old %s: a1=yes' 'new error %d: a1=2' 'new %s: a1=yes' \
	'old error %d: a1=9' 'old %s: a1=yes'
record 'd:*' --filter 'a1 == 9'
expect 'old error %d: a1=9' 'old verbose %d: a1=9'
record 'd:BLUE*' --filter 'a1 == "y*"'
expect 'old %s: a1=yes' 'new %s: a1=yes' 'old %s: a1=yes'
DRVTRACE_WPP='other:0;d:warning:BLUE' record 'd:*'
expect 'old %s: a1=yes' 'new %s: a1=yes' 'old %s: a1=yes'
DRVTRACE_WPP='*:5:0x1' record 'd:*'
expect 'old error %d: a1=1' 'new error %d: a1=2' 'old error %d: a1=9'
