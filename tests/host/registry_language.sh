#!/usr/bin/env bash
# What is in a registry's file is what a driver finds, and mistakes in it are told by file and line.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

# registry STATUS DRIVER: as scenario of lib.sh.
registry() {
	local status

	cat >registry
	(exec timeout 60 "$drvhost" --registry registry "${@:2}") >said 2>&1
	status=$?
	[ "$status" = "$1" ] || {
		echo "exit $status, not $1:" >&2
		cat registry said >&2
		failures=$((failures + 1))
	}
}

registry 0 "$samples/registry_fixed.so" <<'END'
# A comment.
key "\Registry\Machine\System\CurrentControlSet\Services\registry_fixed\Parameters" # and here
	dword depth 0x20
	string LABEL "the \"
	string label "the fixed one"
END
says <<'END'
registry_fixed: the fixed one has a depth of 32
END

registry 0 "$samples/registry_fixed.so" </dev/null
says <<'END'
registry_fixed: unnamed has a depth of 16
END

# Every type, once.
registry 0 "$DRVTRACE_BUILD/tests/host/reads_registry.so" <<'END'
key \Registry\Machine\Software\Ours
	string "" nameless
	string Text "ä € 😀"
	expand Path %SystemRoot%\x
	multi Words one two "and three"
	multi None
	dword Number 4294967295
	qword Long 18446744073709551615
	binary Bytes 00 fF 10
	binary Nothing
key \registry\MACHINE\software\ours\Below
key \Registry\Machine\Software\Ours\Beside\
END
says <<'END'
reads_registry: \Registry\Machine\Software\Ours
reads_registry: value '' of type 1: 6e 00 61 00 6d 00 65 00 6c 00 65 00 73 00 73 00 00 00
reads_registry: value 'Text' of type 1: e4 00 20 00 ac 20 20 00 3d d8 00 de 00 00
reads_registry: value 'Path' of type 2: 25 00 53 00 79 00 73 00 74 00 65 00 6d 00 52 00 6f 00 6f 00 74 00 25 00 5c 00 78 00 00 00
reads_registry: value 'Words' of type 7: 6f 00 6e 00 65 00 00 00 74 00 77 00 6f 00 00 00 61 00 6e 00 64 00 20 00 74 00 68 00 72 00 65 00 65 00 00 00 00 00
reads_registry: value 'None' of type 7: 00 00
reads_registry: value 'Number' of type 4: ff ff ff ff
reads_registry: value 'Long' of type 11: ff ff ff ff ff ff ff ff
reads_registry: value 'Bytes' of type 3: 00 ff 10
reads_registry: value 'Nothing' of type 3:
reads_registry: key 'Below'
reads_registry: key 'Beside'
END

# All mistakes are told, and no driver is loaded.
registry 2 "$samples/registry_fixed.so" <<'END'
dword Early 1
key Registry\Machine
key \Device\Null
key
frobnicate x
key \Registry\Machine\Ours
	dword Depth
	dword Depth 4294967296
	dword Depth -1
	qword Depth 18446744073709551616
	binary Bytes 0 1
	binary Bytes 0g
	string Name one two
	string "Name
END
says <<'END'
drvhost: registry:1: dword: there is no key before it
drvhost: registry:2: key: that is not the path of a key below \Registry
drvhost: registry:3: key: that is not the path of a key below \Registry
drvhost: registry:4: write it so: key PATH
drvhost: registry:5: no such word: frobnicate
drvhost: registry:7: write it so: dword NAME NUMBER
drvhost: registry:8: dword: that is not a number of 32 bits
drvhost: registry:9: dword: that is not a number of 32 bits
drvhost: registry:10: qword: that is not a number of 64 bits
drvhost: registry:11: binary: its bytes are written as two hexadecimal digits each
drvhost: registry:12: binary: its bytes are written as two hexadecimal digits each
drvhost: registry:13: write it so: string NAME TEXT
drvhost: registry:14: missing: the second quotation mark
END

printf 'key \\Registry\\X\n\tstring Name \xff\n' | registry 2 "$samples/registry_fixed.so"
says <<'END'
drvhost: registry:2: string: that is not UTF-8, or too long
END

(exec "$drvhost" --registry nowhere "$samples/registry_fixed.so") >said 2>&1 && failures=1
says <<'END'
drvhost: nowhere: No such file or directory
END
finish
