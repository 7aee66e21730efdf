#!/usr/bin/env bash
# Each rule of check.py is broken once, in a tree made for it, and must be found.
set -u
check=$(dirname "$0")/check.py
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
failures=0

put() { # put PATH LINE...: a file of the tree
	mkdir -p "$tree/$(dirname "$1")"
	printf '%s\n' "${@:2}" >"$tree/$1"
}

expect() { # expect TEXT: the tree has exactly this violation; then it is emptied
	local found
	found=$(python3 "$check" "$tree")
	if [ "$found" != "$1" ]; then
		printf 'expected: %s\nfound:    %s\n' "$1" "$found" >&2
		failures=$((failures + 1))
	fi
	rm -rf "${tree:?}"/*
}

header=('/* A header. */' '#pragma once')

put viewer/model/a.h "${header[@]}"
put viewer/lifetime/a.c '#include "viewer/model/a.h"' '#include <stdio.h>' \
	'/* printf() */ static const char text[] = "exit()"; int snprintf(void);'
expect ''

put viewer/reader/a.h "${header[@]}"
put viewer/lifetime/a.c '#include "viewer/reader/a.h"'
expect 'viewer/lifetime/a.c:1: viewer/lifetime may not include viewer/reader/a.h'

put viewer/lifetime/a.c '' '#include <babeltrace2/babeltrace.h>'
expect 'viewer/lifetime/a.c:2: viewer/lifetime may not include babeltrace2/babeltrace.h'

put tracelib/include/drvtrace/drvtrace.h "${header[@]}"
put drivers/samples/kmdf_a/a.c '#include <drvtrace/drvtrace.h>'
expect 'drivers/samples/kmdf_a/a.c:1: drivers/samples may not include tracelib/include/drvtrace/drvtrace.h'

put drivers/framework/kmdf/a.h "${header[@]}"
put drivers/framework/wdm/a.c '#include "drivers/framework/kmdf/a.h"'
expect 'drivers/framework/wdm/a.c:1: drivers/framework/wdm may not include drivers/framework/kmdf/a.h'

put other/a.c ''
expect 'other/a.c:1: lies in no folder that tests/style/layers names'

put viewer/model/a.c 'void f(void) { printf("x"); }'
expect 'viewer/model/a.c:1: a library uses printf'

put tracelib/src/a.c 'void f(void)' '{ abort (); }'
expect 'tracelib/src/a.c:2: a library uses abort'

put viewer/report/a.c 'FILE *f(void) { return stdout; }'
expect 'viewer/report/a.c:1: a library uses stdout'

put viewer/cli/a.c 'void f(void) { printf("x"); exit(1); }'
expect ''

put viewer/model/a.h '#pragma once'
expect 'viewer/model/a.h:1: a header begins with a comment that says what it is'

put viewer/model/a.h '/* A header. */'
expect 'viewer/model/a.h:1: a header needs #pragma once'

put viewer/model/a.h "${header[@]}"
put viewer/model/a.c '#include <stdio.h>' '#include "viewer/model/a.h"'
expect 'viewer/model/a.c:1: includes its own header, viewer/model/a.h, first'

put viewer/model/a.c 'int a; '
expect 'viewer/model/a.c:1: white space at the end of the line'

put viewer/model/a.c ''
printf 'int a;' >"$tree/viewer/model/a.c"
expect 'viewer/model/a.c:1: the last line does not end'

# shellcheck disable=SC2016 # these are Markdown's
put drivers/README.md '| `a-rule` | one |'
mkdir -p "$tree/tests/contract/b-rule"
put viewer/lifetime/rules.c '{ "a-rule", RULE_ERROR, "text" },' '{ "b-rule", RULE_NOTE, "text" },'
expect 'viewer/lifetime/rules.c:1: rule a-rule has no folder in tests/contract
viewer/lifetime/rules.c:2: rule b-rule has no line in drivers/README.md'

[ "$failures" = 0 ]
