#!/usr/bin/env bash
# schedules.sh BUILD [--seeds=N] [--first=SEED] [--tests=REGEX] [--jobs=N]: runs tests while the threads
# of the programs that they run are delayed here and there, around their locks and conditions, and says
# which failed, and with which seed. --first=SEED --seeds=1 --tests='^NAME$' tries the same delays again:
# each thread's are the same, what the kernel does between them is not, so it may take some attempts.
# Unless told otherwise, 5 seeds, and the tests of what drivers run in. Run by hand; takes minutes a seed.
# BUILD is one without sanitizers. A test that took too long is told apart: the delays may be all of
# it. Where all tests share one session daemon (see with-session-daemon), only --jobs=1 will do.
set -u

usage() {
	sed -n '2s/^# \(.*\): runs.*/usage: \1/p' "$0" >&2
	exit 2
}

[ $# -ge 1 ] && build=$(cd "$1" && pwd -P) || usage
shift
seeds=5
first=1
tests='^(contract|scenario|host|cli|unit/framework|unit/host)/'
jobs=$(nproc)
for argument in "$@"; do
	case $argument in
	--seeds=*) seeds=${argument#*=} ;;
	--first=*) first=${argument#*=} ;;
	--tests=*) tests=${argument#*=} ;;
	--jobs=*) jobs=${argument#*=} ;;
	*) usage ;;
	esac
done

export SCHEDULES_FOLDER=$build
preload=$build/tests/schedules/delays.so
[ -e "$preload" ] || {
	echo "$preload: not built (nor is it in a build with sanitizers)" >&2
	exit 2
}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-schedules.XXXXXX") || exit 2
trap 'rm -rf "$scratch"' EXIT

mapfile -t names < <(ctest --test-dir "$build" -N -R "$tests" | sed -n 's/^ *Test *#[0-9]*: //p')
[ "${#names[@]}" -gt 0 ] || {
	echo "no test is called $tests" >&2
	exit 2
}

# Each by a ctest of its own, which writes elsewhere: its programs are counted from the first one on.
run() { # run SEED NAME
	local folder status

	folder=$(mktemp -d "$scratch/test.XXXXXX") || exit 2
	echo "subdirs(\"$SCHEDULES_FOLDER\")" >"$folder/CTestTestfile.cmake"
	SCHEDULES_SEED=$1 SCHEDULES_COUNTER=$folder/counter LD_PRELOAD=$preload \
		ctest --test-dir "$folder" -R "^$2\$" --output-on-failure >"$folder/log" 2>&1
	status=$?
	if [ "$status" != 0 ]; then
		if grep -q '\*\*\*Timeout' "$folder/log"; then
			echo "seed $1: $2 took too long"
		else
			echo "seed $1: $2 failed"
		fi | tee -a "$scratch/failures"
		sed 's/^/    /' "$folder/log"
	fi
	rm -rf "$folder"
}
export -f run
export scratch preload

for seed in $(seq "$first" $((first + seeds - 1))); do
	echo "== seed $seed: ${#names[@]} tests"
	for name in "${names[@]}"; do
		printf '%s\0' "$seed" "$name"
	done | xargs -0 -n 2 -P "$jobs" bash -c 'run "$@"' run
done

[ -s "$scratch/failures" ] || exit 0
echo
cat "$scratch/failures"
exit 1
