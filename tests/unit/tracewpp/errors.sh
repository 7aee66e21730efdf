#!/usr/bin/env bash
# What is wrong with a message is said with file, line, column and the reason, and ends the build:
# by tracewpp when the text shows it, by the compiler when the types do.
. "$(dirname "$0")/common.sh"

write() { # write BODY: a driver whose function f has it, on line 4
	cat >"$work/x.c" <<END
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(G, (1,2,3,4,5), WPP_DEFINE_BIT(F))
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) WPP_LEVEL_ENABLED(flags)
#include "x.tmh"
void f(int i, long long wide, void *p, const char *s, const unsigned short *w, double d) { $1; }
void f(int i, long long wide, void *p, const char *s, const unsigned short *w, double d);
END
}

options=(-func:'T(LEVEL,FLAGS,MSG,...)' -func:'D((LEVEL,FLAGS,MSG,...))' -func:'N(LEVEL,FLAGS)')

refused() { # refused BODY COLUMN REASON: by tracewpp
	local status=0
	write "$1"
	"$tracewpp" -odir:"$work" "${options[@]}" "$work/x.c" 2>"$work/log" || status=$?
	[ "$status" = 1 ] || fail "'$1' is not refused"
	grep -qF "$work/x.c:4:$(($2 + 2)): error: $3" "$work/log" || { cat "$work/log" >&2; fail "'$1' at $2: $3"; }
	[ ! -e "$work/x.tmh" ] || fail "'$1' leaves a file to be compiled"
}

mistyped() { # mistyped BODY COLUMN REASON: by every compiler
	write "$1"
	"$tracewpp" -odir:"$work" "${options[@]}" "$work/x.c" || fail "'$1' is refused too early"
	for compiler in $(compilers); do
		if compile "$compiler" -I"$work" -c "$work/x.c" -o "$work/x.o" 2>"$work/log"; then
			fail "'$1' compiles with $compiler"
		fi
		grep -qF "$work/x.c:4:$(($2 + 2)): $3" "$work/log" ||
			{ cat "$work/log" >&2; fail "'$1' at $2: $3 ($compiler)"; }
	done
	rm -f "$work/x.tmh"
}

accepted() { # accepted BODY: by tracewpp and every compiler
	write "$1"
	"$tracewpp" -odir:"$work" "${options[@]}" "$work/x.c" || fail "'$1' is refused"
	for compiler in $(compilers); do
		compile "$compiler" -I"$work" -c "$work/x.c" -o "$work/x.o" 2>"$work/log" ||
			{ cat "$work/log" >&2; fail "'$1' does not compile with $compiler"; }
	done
	rm -f "$work/x.tmh"
}

refused 'T(1, F, "%d")' 98 'T: the format takes 1 argument, 0 are given'
refused 'T(1, F, "%d", i, i)' 98 'T: the format takes 1 argument, 2 are given'
refused 'T(1, F, "ab%y", i)' 101 'T: unknown specifier %y'
refused 'T(1, F, "%!NOSUCH!", i)' 99 'T: unknown type %!NOSUCH!'
refused 'T(1, F, "%!STATUS", i)' 99 'T: %! without a name and a second !'
refused 'T(1, F, "%.*s", i, s)' 99 'T: a width or precision of *'
refused 'T(1, F, "100%")' 102 'T: a format ends with a lone %'
refused 'T(1, F, "0x%x%\n", i)' 103 'T: a % that begins no specifier; %% is a percent sign'
refused 'T(1, F, "a\0b")' 100 'T: a format ends where a \0 is in it'
refused 'T(1, F, s)' 98 'T: the format is not a string literal'
refused 'T(1, F)' 90 'T: 2 arguments are given, its declaration has at least 3'
refused 'N(1)' 90 'N: 1 argument is given, its declaration has 2'
refused 'D(1, F, "x")' 90 'D: its arguments belong in a second pair of parentheses'
refused 'T(1, F, "a"); T(1, F, "b")' 104 'T: a second message on one line'
refused 'T(1, F, "%d", )' 104 'T: an argument is empty'
refused 'DRVTRACE_LOG(1, F, "%ld %y", i, i)' 114 'DRVTRACE_LOG: unknown specifier %y'
refused 'T(1, F, "x"' 90 'T: its parentheses do not match'

mistyped 'T(1, F, "%d", s)' 104 '%d takes an integer: s'
mistyped 'T(1, F, "%d", wide)' 104 '%d takes an integer of at most 4 bytes: wide'
mistyped 'T(1, F, "%d", d)' 104 '%d takes an integer: d'
mistyped 'T(1, F, "%s", i)' 104 '%s takes a string of char: i'
mistyped 'T(1, F, "%s", w)' 104 '%s takes a string of char: w'
mistyped 'T(1, F, "%S", s)' 104 '%S takes a string of 16 bit characters: s'
mistyped 'T(1, F, "%p", i)' 104 '%p takes a pointer: i'
mistyped 'T(1, F, "%g", p)' 104 '%g takes a floating point number: p'
mistyped 'T(1, F, "%!GUID!", s)' 109 '%!GUID! takes the address of a GUID: s'

mistyped 'T(1, F, "%!str!", s)' 108 '%!str! takes a C++ string of char: s'
mistyped 'T(1, F, "%!wsv!", w)' 108 '%!wsv! takes a C++ string of 16 bit characters: w'
mistyped 'T(1, F, "%!sid!", i)' 108 '%!sid! takes the address of a SID: i'

accepted 'T(1, F, "%d %I64d %p %s %S %g %c", i, wide, p, s, w, d, i)'
accepted 'DRVTRACE_LOG(1, F, "%ld %zu %hhx", wide, sizeof(wide), i)'
accepted 'D((1, F, "%d %p %!STATUS! %d", 1 == 1, &i, i, sizeof(wide)))'
accepted 'if (i) T(1, F, "%s %s %S", p, "x", (const unsigned short *)p); else
N(1, F)'
accepted 'T(1, F, "a" /* b */ "c\
d"); /* T(1, F, "%y"); */ // T(
'

# What is not a call is left alone.
cat >"$work/y.c" <<'END'
#include "y.tmh"
void T(int level, int flags, const char *format, ...);
#define WRAPPED(x) T(1, 2, "%y", x)
struct s { void (*T)(int); };
static const char text[] = "T(1, 2)";
void f(struct s *s) { s->T(1); }
END
"$tracewpp" -odir:"$work" "${options[@]}" "$work/y.c" || fail "what is no message is refused"

# What is said of a source is text.
printf '#include "z.tmh"\nvoid f(void) { T(1, F, "%%!\033[31m\302\205!", 1); }\n' >"$work/z.c"
! "$tracewpp" -odir:"$work" "${options[@]}" "$work/z.c" 2>"$work/log" || fail "control characters are a type"
grep -qF 'unknown type %!\x1b[31m\xc2\x85!;' "$work/log" || fail "control characters reach the terminal"

# A file's name is in the names of events, of which the tracer takes no quotes.
cat >"$work/a \"b\\c.c" <<'END'
#include "odd.tmh"
void f(void);
void f(void) { DRVTRACE_LOG(1, F, "%d", 1); }
END
"$tracewpp" -odir:"$work" "$work/a \"b\\c.c" || fail "a file with an odd name is refused"
for compiler in $(compilers); do
	compile "$compiler" -I"$work" -fsyntax-only "$work/a \"b\\c.c" || fail "a file with an odd name"
done
grep -qF '"F.a__b_c.c(3)"' "$work/odd.tmh" || fail "an odd name is an event's"

! "$tracewpp" -nosuch "$work/y.c" 2>"$work/log" || fail "an unknown option is taken"
grep -qx 'tracewpp: unknown option -nosuch' "$work/log" || fail "an unknown option is not named"
! "$tracewpp" -scan: "$work/y.c" 2>"$work/log" || fail "an option without its value is taken"
grep -qx 'tracewpp: -scan names nothing' "$work/log" || fail "an option without its value is not named"
