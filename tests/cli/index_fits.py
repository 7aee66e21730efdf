#!/usr/bin/env python3
"""index_fits.py TRACE: every packet's times are in LTTng's index as they are in the packet, and do
not go back in any stream. Prints how many packets there are."""

import glob
import os
import struct
import sys

HEADER = struct.Struct(">IIII")
ENTRY = struct.Struct(">QQQQQQQ")
PACKET = struct.Struct("<QQQQQQ")
PACKET_TIMES = 32


def check(index_path):
    folder, name = os.path.split(index_path)
    path = os.path.join(os.path.dirname(folder), name[:-len(".idx")])
    with open(index_path, "rb") as file:
        index = file.read()
    with open(path, "rb") as file:
        stream = file.read()
    magic, _, _, size = HEADER.unpack_from(index)
    assert magic == 0xc1f1dcc1, index_path
    last = at = count = 0
    for entry in range(HEADER.size, len(index), size):
        offset, packet_bits, content_bits, begin, end, _, _ = ENTRY.unpack_from(index, entry)
        packet = PACKET.unpack_from(stream, offset + PACKET_TIMES)
        assert offset == at and packet[:4] == (begin, end, content_bits, packet_bits), path
        assert last <= begin <= end, (path, last, begin, end)
        last = end
        at += packet_bits // 8
        count += 1
    assert at == len(stream), path
    return count


print(sum(check(path) for path in
          glob.glob(os.path.join(sys.argv[1], "**", "index", "*.idx"), recursive=True)))
