#!/usr/bin/env python3
"""A firmware of your own for N network VFs (docs/firmware.md): firmware.py SOCKET N"""
import json, os, socket, struct, sys

EINVAL, INVALID_OPCODE, INVALID_FIELD, INVALID_MEMBER = 22, 2, 3, 5
WIDTHS = {0: 4, 4: 4, 8: 4, 12: 2, 14: 2, 16: 2, 18: 1, 19: 1, 20: 2, 22: 2}  # of the registers

class Vf:
    def __init__(self, number):
        self.config = bytes([0x52, 0x54, 0, 0, 0, number, 1, 0])  # MAC, link up
        self.reset()

    def reset(self):
        self.registers = bytearray(struct.pack("<I16xHH", 1 << 5 | 1 << 16, 0xFFFF, 0xFFFF))
        self.addresses = {}  # of queues 0 and 1

    def read(self, offset, length):
        queue, = struct.unpack_from("<H", self.registers, 14)
        size = 256 if queue < 2 else 0
        struct.pack_into("<IH", self.registers, 8, self.addresses.get(queue, 0), size)
        return bytes(self.registers[offset:offset + length])

    def write(self, offset, data):
        if offset == 18 and data == b"\0":
            self.reset()
        elif offset == 8:
            queue, = struct.unpack_from("<H", self.registers, 14)
            self.addresses[queue], = struct.unpack("<I", data)
        elif offset in (4, 14, 18, 20, 22):
            self.registers[offset:offset + len(data)] = data

def execute(vfs, opcode, member, data, room):
    """Status, qualifier and result of one command."""
    if opcode < 2:  # LIST_QUERY: I have opcodes 0 to 6; LIST_USE: as you like
        return 0, 0, struct.pack("<Q", 0x7F) if opcode == 0 else b""
    if opcode > 6:
        return EINVAL, INVALID_OPCODE, b""
    if not 1 <= member <= len(vfs):
        return EINVAL, INVALID_MEMBER, b""
    if opcode == 6:  # NOTIFY_INFO: doorbells go to offset 0x3000 of the VF's BAR 4
        return 0, 0, struct.pack("<BB6xQ48x", 2, 4, 0x3000)
    vf, offset, written = vfs[member - 1], data[0], data[8:]
    length = len(written) if opcode in (2, 4) else room
    common = opcode in (2, 3)  # else the device configuration, of which nothing can be written
    if WIDTHS.get(offset) != length if common else offset + length > len(vf.config):
        return EINVAL, INVALID_FIELD, b""
    if opcode == 2:
        vf.write(offset, written)
    reads = {3: vf.read, 5: lambda at, count: vf.config[at:at + count]}
    return 0, 0, reads[opcode](offset, length) if opcode in reads else b""

def main(path, count):
    if os.path.exists(path):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("listening on", path, flush=True)
    engine = listener.accept()[0].makefile("rw", newline="\n")
    vfs = [Vf(number + 1) for number in range(count)]
    for line in engine:
        command = json.loads(line)
        opcode, member, room = command["opcode"], command["member"], command["writable"]
        data = bytes.fromhex(command["readable"])[24:]
        status, qualifier, result = execute(vfs, opcode, member, data, room - 8)
        answer = (struct.pack("<HH4x", status, qualifier) + result)[:room]
        print(json.dumps({"id": command["id"], "written": answer.hex()}), file=engine, flush=True)

main(sys.argv[1], int(sys.argv[2]))
