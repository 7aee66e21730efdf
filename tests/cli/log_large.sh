#!/usr/bin/env bash
# A hostile text of 64 KiB, through the tracer: whole, in one line, and valid.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

tracer create large --output="$PWD/large"
tracer enable-channel -u --subbuf-size=1M --num-subbuf=2 c
tracer enable-event -u -c c 'station:*'
tracer start
"$DRVTRACE_BUILD/tests/cli/cli_messages" 65535
tracer destroy large

run 0 "$drvtrace" log --reader=babeltrace large
cp "$scratch/out" babeltrace
run 0 "$drvtrace" log --reader=native large
cmp babeltrace "$scratch/out" >&2 || fail "the readers differ"
expect_output "SUMMARY: log shown=1 messages=1 "
[ "$(wc -l <"$scratch/out")" = 3 ] || fail "$(wc -l <"$scratch/out") lines instead of 3"
[ "$(head -1 "$scratch/out" | wc -c)" -gt 65535 ] || fail "the text is cut"
LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]' "$scratch/out" && fail "the text has control bytes"

run 0 "$drvtrace" log --format=json large
python3 - "$scratch/out" <<'END' || fail "the JSON is not what it should be"
import json
import re
import sys

message = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")][1]
text = message["arguments"][0]["value"]
raw = re.sub(r"\\u\{202e\}", "~~~", re.sub(r"\\x[0-9a-f]{2}", "~", text))
assert len(raw) == 65535, len(raw)
assert len(message["arguments"][1]["value"]) == 5
END

finish
