#!/usr/bin/env bash
# The table and the JSON say medians, ratios, and whether a target is met; a row that could not be
# measured says why. The numbers are given, none is measured.
set -eu
here=$DRVTRACE_SOURCE/tests/bench
scratch=$(mktemp -d "${TMPDIR:-/tmp}/drvtrace-report.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# row NAME RATIO TARGET OURS,PEER...
row() {
	printf '%s\n' "Title of $1" "a peer" s "$2" "$3" >"$1.row"
	printf '%s\n' "${@:4}" | tr , ' ' >"$1.samples"
}

row fast 'peer / ours' '>= 40' 1,60 3,90 2,100
row slow 'ours / peer' '<= 0.5' 2,1 2,4 2,2
row told 'ours - peer' '' 5,3 4,3 6,3
row gone 'ours / peer' '<= 1'
rm gone.samples
echo 'no daemon' >gone.skipped

for name in fast slow told gone; do
	python3 "$here/report.py" row "$name"
done >table
diff - table <<'END'
Title of fast                                       2.000       90.000 s      45.000  >= 40    met
Title of slow                                       2.000        2.000 s       1.000  <= 0.5   not met
Title of told                                       5.000        3.000 s       2.000
Title of gone                                           -            - s           -  <= 1     skipped: no daemon
END

python3 "$here/report.py" json events=7 fast slow told gone >json
python3 - <<'END'
import json
report = json.load(open("json", encoding="utf-8"))
assert report["schema"] == "drvtrace.bench/2" and report["events"] == 7
fast, slow, told, gone = report["rows"]
assert fast["ours_samples"] == [1, 3, 2] and fast["ratio"] == 45 and fast["is_met"] is True
assert slow["is_met"] is False
assert "is_met" not in told and told["target"] is None
assert gone["skipped"] == "no daemon" and "ratio" not in gone
END

# Every row that there is declares what a row declares.
"$here/run.sh" --list >list
[ "$(wc -l <list)" = "$(ls "$here"/rows/*.sh | wc -l)" ]
status=0
"$here/run.sh" --rows=nothing 2>error || status=$?
[ "$status" = 2 ]
grep -q "there is no row 'nothing'" error
