#!/usr/bin/env python3
"""A firmware of your own for N network VFs (docs/firmware.md): firmware.py SOCKET N"""
import json, os, socket, struct, sys

WIDTHS = {0: 4, 4: 4, 8: 4, 12: 2, 14: 2, 16: 2, 18: 1, 19: 1, 20: 2, 22: 2}  # of the registers
FRESH = struct.pack("<I16xHH", 1 << 5 | 1 << 16, 0xFFFF, 0xFFFF)  # MAC, STATUS; no vectors

class Vf:
    def __init__(self, number):
        self.config = bytes([0x52, 0x54, 0, 0, 0, number, 1, 0])  # MAC, link up
        self.registers, self.addresses = bytearray(FRESH), {}  # addresses: of queues 0 and 1

    def read(self, offset, length):
        queue, = struct.unpack_from("<H", self.registers, 14)
        size = 256 if queue < 2 else 0
        struct.pack_into("<IH", self.registers, 8, self.addresses.get(queue, 0), size)
        return bytes(self.registers[offset:offset + length])

    def write(self, offset, data):
        if offset == 18 and data == b"\0":  # a reset
            self.registers, self.addresses = bytearray(FRESH), {}
        elif offset == 8:
            self.addresses[self.registers[14]] = int.from_bytes(data, "little")
        elif offset in (4, 14, 18, 20, 22):
            self.registers[offset:offset + len(data)] = data

def execute(vfs, opcode, member, data, room):
    """Status, qualifier and result of one command: EINVAL is 22."""
    if opcode < 2:  # LIST_QUERY: I have opcodes 0 to 6; LIST_USE: as you like
        return 0, 0, struct.pack("<Q", 0x7F) if opcode == 0 else b""
    if opcode > 6 or not 1 <= member <= len(vfs):
        return 22, 2 if opcode > 6 else 5, b""  # Q_INVALID_OPCODE, Q_INVALID_MEMBER
    if opcode == 6:  # NOTIFY_INFO: doorbells go to offset 0x3000 of the VF's BAR 4
        return 0, 0, struct.pack("<BB6xQ48x", 2, 4, 0x3000)
    vf, at, length = vfs[member - 1], data[0], len(data) - 8 if opcode in (2, 4) else room
    if WIDTHS.get(at) != length if opcode in (2, 3) else at + length > len(vf.config):
        return 22, 3, b""  # Q_INVALID_FIELD
    if opcode == 2:
        vf.write(at, data[8:])  # of the configuration nothing can be written
    return 0, 0, {3: vf.read(at, length), 5: vf.config[at:at + length]}.get(opcode, b"")

path, vfs, listener = sys.argv[1], [Vf(n + 1) for n in range(int(sys.argv[2]))], socket.socket(socket.AF_UNIX)
os.path.exists(path) and os.unlink(path)
listener.bind(path), listener.listen(), print("listening on", path, flush=True)
engine = listener.accept()[0].makefile("rw", newline="\n")
for command in map(json.loads, engine):
    data, room = bytes.fromhex(command["readable"])[24:], command["writable"]
    status, qualifier, result = execute(vfs, command["opcode"], command["member"], data, room - 8)
    answer = (struct.pack("<HH4x", status, qualifier) + result)[:room]
    print(json.dumps({"id": command["id"], "written": answer.hex()}), file=engine, flush=True)
