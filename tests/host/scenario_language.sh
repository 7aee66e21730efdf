#!/usr/bin/env bash
# Scenarios do what they say, and mistakes in them are told by file and line.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

scenario 0 "$samples/wdm_fixed.so" <<'END'
# A comment, then a step with one at its end.
load wdm_fixed # here
expect STATUS_SUCCESS
	start	"wdm_fixed"
unload wdm_fixed
unload wdm_fixed
expect STATUS_NO_SUCH_DEVICE
load wdm_fixed
END
says <<'END'
drvhost: scenario:6: wdm_fixed is not loaded
END

# All mistakes are told, and nothing is done.
scenario 2 "$samples/wdm_fixed.so" <<'END'
expect STATUS_SUCCESS
load wdm_fixed
frobnicate
load wdm_leaky
load wdm_fixed now

expect STATUS_FROB
expect 0x1ffffffff
load "wdm_fixed
END
says <<'END'
drvhost: scenario:1: expect: there is no step before it
drvhost: scenario:3: no such word: frobnicate
drvhost: scenario:4: load: no driver of that name is on the command line
drvhost: scenario:5: write it so: load DRIVER
drvhost: scenario:7: expect: no status has that name
drvhost: scenario:8: expect: no status has that name
drvhost: scenario:9: missing: the second quotation mark
END

# A disappointed expectation does not end it.
scenario 1 --fail-at HidRegisterMinidriver "$samples/wdm_fixed.so" <<'END'
load wdm_fixed
expect STATUS_SUCCESS
expect 0xC000009A
start wdm_fixed
END
says <<'END'
drvhost: wdm_fixed: DriverEntry failed with STATUS_INSUFFICIENT_RESOURCES (0xc000009a)
drvhost: scenario:2: expected STATUS_SUCCESS, but it is STATUS_INSUFFICIENT_RESOURCES (0xc000009a)
drvhost: scenario:4: wdm_fixed is not loaded
END

scenario 2 "$samples/wdm_fixed.so" <<'END'
load wdm_fixed
load wdm_fixed
END
says <<'END'
drvhost: scenario:2: wdm_fixed is loaded already
END

scenario 0 --repeat 3 "$samples/wdm_leaky.so" "$samples/wdm_fixed.so" <<'END'
load wdm_fixed
load wdm_leaky
unload wdm_fixed
END
says </dev/null

scenario 137 "$samples/wdm_fixed.so" <<'END'
load wdm_fixed
kill
END

"$drvhost" --scenario nowhere "$samples/wdm_fixed.so" >said 2>&1
[ $? = 2 ] || failures=$((failures + 1))
says <<'END'
drvhost: nowhere: No such file or directory
END

finish
