#!/usr/bin/env bash
# run.sh: builds and runs every test, plain and with the address and undefined behaviour
# sanitizers, after installing what is missing. Leaves nothing but build/. The last line counts
# what ran in both builds.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C # for what is matched below

presets=(dev asan)
jobs=$(nproc)
passed=0
failed=0
skipped=0
summary=()

count() { # count ATTRIBUTE FILE: of the test suite in a JUnit file
	sed -n "s/.*<testsuite[^>]* $1=\"\([0-9]*\)\".*/\1/p" <(tr '\n' ' ' <"$2" | tr -s '\t ' ' ')
}

# Of each test case of a line that was skipped, what it said, or its name.
reasons_for_skips() {
	sed -n '/<skipped/{
		s/.*<system-out>\(skipped: [^<]*[^ <]\) *<.*/\1/p; t
		s/.* name="\([^"]*\)".*/skipped: \1/p
	}' | sed 's/&quot;/"/g; s/&apos;/'"'"'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

fail() { # fail TEXT: something before the tests went wrong
	echo "$1" >&2
	summary+=("$1")
	failed=$((failed + 1))
}

run_preset() {
	local preset=$1 results=$PWD/build/$1/tests.xml log=build/$1.log
	local tests failures skips disabled names

	mkdir -p build
	echo "== $preset: build"
	if ! { cmake --preset "$preset" && cmake --build "build/$preset" --parallel "$jobs"; } \
		>"$log" 2>&1; then
		cat "$log"
		fail "$preset: does not build"
		return
	fi

	echo "== $preset: test"
	rm -f "$results"
	# One more than there are processors: many tests wait most of their time.
	ctest --test-dir "build/$preset" --parallel $((jobs + 1)) --output-on-failure \
		--output-junit "$results" 2>&1
	if [ ! -s "$results" ]; then
		fail "$preset: no test ran"
		return
	fi

	tests=$(count tests "$results")
	failures=$(count failures "$results")
	skips=$(count skipped "$results")
	disabled=$(count disabled "$results")
	skips=$((skips + disabled))
	passed=$((passed + tests - failures - skips))
	failed=$((failed + failures))
	skipped=$((skipped + skips))
	names=$(sed -n 's|.*<testcase name="\([a-z]*\)[/"].*|\1|p' "$results" | sort | uniq -c |
		awk '{ printf "%s%s %d", separator, $2, $1; separator = ", " }')
	summary+=("$preset: $tests tests ($names), $failures failed, $skips skipped")
	while read -r text; do
		summary+=("$preset: $text")
	done < <(tr '\n' ' ' <"$results" | sed 's/<testcase /\n&/g' | reasons_for_skips)
}

tests/support/install-packages || exit 1
for preset in "${presets[@]}"; do
	run_preset "$preset"
done

echo
printf '%s\n' "${summary[@]}"
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" = 0 ]
