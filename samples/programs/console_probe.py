#!/usr/bin/env python3
"""Probes VF 1 as a legacy virtio-net driver does, through `./barscope console`."""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Console:
    def __init__(self):
        self.process = subprocess.Popen(
            [ROOT / "barscope", "console", "--deterministic"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.count = 0

    def ask(self, op, **fields):
        self.count += 1
        request = {"id": self.count, "op": op, **fields}
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the console ended")
        reply = json.loads(line)
        if not reply["ok"]:
            raise SystemExit(f"{op} {fields}: {reply['errno']}: {reply['message']}")
        return reply

    def read(self, offset, length):
        reply = self.ask("bar.read", vf=1, bar=0, offset=offset, length=length)
        return int.from_bytes(bytes.fromhex(reply["data"]), "little")

    def write(self, offset, length, value):
        self.ask("bar.write", vf=1, bar=0, offset=offset,
                 data=value.to_bytes(length, "little").hex())


console = Console()
console.ask("device.open", vf=1)
console.ask("config.write", vf=1, offset=4, data="0700")  # Command: I/O, memory, bus master

console.write(18, 1, 0)  # DeviceStatus: reset, then ACKNOWLEDGE and DRIVER
console.write(18, 1, 1)
console.write(18, 1, 3)
features = console.read(0, 4)
print(f"features 0x{features:08x}: bits", *[bit for bit in range(32) if features >> bit & 1])
console.write(4, 4, features & (1 << 5 | 1 << 16 | 1 << 17))  # MAC, STATUS, CTRL_VQ
print("mac", ":".join(f"{console.read(20 + i, 1):02x}" for i in range(6)))
for queue in range(8):
    console.write(14, 2, queue)
    size = console.read(12, 2)
    if size == 0:
        break
    print(f"queue {queue}: {size} descriptors")

events = console.ask("events")["events"]
print(sum(event["kind"] == "AdminSubmit" for event in events), "admin commands")
console.ask("quit")
