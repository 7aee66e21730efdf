#!/usr/bin/env bash
# Files that describe USB devices: what is wrong in them is told by file and line, before a driver is
# loaded. What a device does from a scenario is seen by the scenario.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

# wrong: the description on standard input is refused.
wrong() {
	cat >device.usb
	scenario 2 "$samples/wdm_pnp.so" <<'END'
load wdm_pnp
usb-plug wdm_pnp kit device.usb
END
	sed -i '/its description cannot be used$/d' said
}

cat >device.usb <<'END'
# A comment.
speed super # and here
device 0x0547 4098
string 1 "a name"
names 1 1 1
configuration self-powered remote-wakeup
interface 0 0 0xff 1 2
endpoint 0x81 interrupt 8 1
interface 0 1
descriptor hex:0521010203
interface 1 0
endpoint 0x02 bulk 512
endpoint 0x83 isochronous 1024 1
loop 0x02 0x83 4096
answer 0xc0 0xd6 hex:0102
accept 0x40 0xdb 0xd6
END
scenario 0 "$samples/wdm_pnp.so" <<'END'
load wdm_pnp
usb-plug wdm_pnp kit device.usb
expect STATUS_SUCCESS
usb-plug wdm_pnp kit device.usb
expect STATUS_OBJECT_NAME_COLLISION
usb-received kit 0xc0 0xd6
expect STATUS_SUCCESS
expect-data hex:0102
usb-answer kit 0xc0 0xd6 hex:03
usb-received kit 0xc0 0xd6
expect-data hex:03
usb-received kit 0xc0 0xd7
expect STATUS_NOT_FOUND
expect-data hex:
# Nobody has selected a configuration.
usb-send kit 0x81 hex:00
expect STATUS_INVALID_PARAMETER
usb-stall kit 0x81
expect STATUS_INVALID_PARAMETER
usb-received kit 0x02
expect STATUS_INVALID_PARAMETER
surprise-remove kit
expect STATUS_SUCCESS
usb-send kit 0x81 hex:00
expect STATUS_NO_SUCH_DEVICE
END

# All mistakes are told.
wrong <<'END'
speed fast
frobnicate
device 0x10000 1
device 1
string 0 x
string 256 x
endpoint 0x81 bulk 8
interface 0 0
descriptor hex:00
configuration wireless
configuration
configuration
raw-configuration hex:00
endpoint 0x81 bulk 8
interface 0
interface 0 0
endpoint 0x81 fast 8
endpoint 0x81 bulk 65536
descriptor hex:0
loop 0x81 0x02
loop 0x00 0x80
answer 0x40 1 hex:00
accept 0xc0 1
string 1 "x
END
says <<'END'
drvhost: device.usb:1: speed: a speed is low, full, high or super
drvhost: device.usb:2: no such word: frobnicate
drvhost: device.usb:3: device: a number is missing, or too large
drvhost: device.usb:4: write it so: device VENDOR PRODUCT [CLASS [SUBCLASS [PROTOCOL]]]
drvhost: device.usb:5: string: index 0 is that of the languages
drvhost: device.usb:6: string: a number is missing, or too large
drvhost: device.usb:7: endpoint: there is no interface before it
drvhost: device.usb:8: interface: there is no configuration before it
drvhost: device.usb:9: descriptor: there is no configuration before it
drvhost: device.usb:10: configuration: it is self-powered, or remote-wakeup
drvhost: device.usb:12: configuration: there is one already
drvhost: device.usb:13: raw-configuration: there is a configuration already
drvhost: device.usb:14: endpoint: there is no interface before it
drvhost: device.usb:15: write it so: interface NUMBER SETTING [CLASS [SUBCLASS [PROTOCOL]]]
drvhost: device.usb:17: endpoint: an endpoint is control, isochronous, bulk or interrupt
drvhost: device.usb:18: endpoint: a number is missing, or too large
drvhost: device.usb:19: descriptor: after hex: there are two digits for each byte, in lower case
drvhost: device.usb:20: loop: it goes from an endpoint such as 0x06 to one such as 0x88
drvhost: device.usb:21: loop: it goes from an endpoint such as 0x06 to one such as 0x88
drvhost: device.usb:22: answer: a request that is answered has bit 7 of its type
drvhost: device.usb:23: accept: a request that is accepted has no bit 7 of its type
drvhost: device.usb:24: missing: the second quotation mark
END

wrong <<'END'
raw-configuration hex:090209000101008032
interface 0 0
END
says <<'END'
drvhost: device.usb:2: interface: the configuration is given as a whole
END

wrong </dev/null
says <<'END'
drvhost: device.usb:0: missing: device VENDOR PRODUCT
END

wrong <<'END'
device 1 1
END
says <<'END'
drvhost: device.usb:1: missing: a configuration
END

rm device.usb
scenario 2 "$samples/wdm_pnp.so" <<'END'
load wdm_pnp
usb-plug wdm_pnp kit device.usb
usb-send other 0x81 hex:00
usb-send kit 0x181 hex:00
usb-send kit 0x81 hex:0
END
says <<'END'
drvhost: device.usb: No such file or directory
drvhost: scenario:2: usb-plug: its description cannot be used
drvhost: scenario:3: usb-send: no step before it plugs that device
drvhost: scenario:4: usb-send: no step before it plugs that device
drvhost: scenario:5: usb-send: no step before it plugs that device
END
finish
