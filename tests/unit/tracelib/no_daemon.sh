#!/usr/bin/env bash
# Without a session daemon everything works as usual, and nothing is said.
. "$(dirname "$0")/common.sh"
export LTTNG_HOME=$scratch/nowhere LTTNG_UST_REGISTER_TIMEOUT=0

for what in every-event:3 threads:0 forks:0 signals:0 leave:5 vanish:6; do
	timeout 60 "$programs/tracelib_emit" "${what%:*}" >/dev/null 2>"$scratch/errors"
	[ $? = "${what#*:}" ] || { cat "$scratch/errors" >&2; fail "$what: exit status"; }
	[ -s "$scratch/errors" ] && cat "$scratch/errors" && fail "$what: prints"
done
timeout 60 "$programs/tracelib_load" "$programs/libtracelib_driver_module.so" 1000 o- ||
	fail "exit status $?"
