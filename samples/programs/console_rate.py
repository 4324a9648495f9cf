#!/usr/bin/env python3
"""How many requests per second the console serves: in bulk, then one by one.

    console_rate.py [REQUESTS] [OPTION OF barscope console]...
"""

import pathlib
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
READ = b'{"id":0,"op":"bar.read","vf":1,"bar":0,"offset":18,"length":1}\n'

process = subprocess.Popen(
    [ROOT / "barscope", "console", *sys.argv[2:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(lines):
    process.stdin.write(lines)
    process.stdin.flush()


def bulk(count):
    start = time.perf_counter()
    threading.Thread(target=send, args=(READ * count,)).start()
    for _ in range(count):
        assert b'"ok":true' in process.stdout.readline()
    return count / (time.perf_counter() - start)


def dialog(count):
    start = time.perf_counter()
    for _ in range(count):
        send(READ)
        assert b'"ok":true' in process.stdout.readline()
    return count / (time.perf_counter() - start)


send(b'{"op":"device.open","vf":1}\n{"op":"config.write","vf":1,"offset":4,"data":"0700"}\n')
process.stdout.readline()
process.stdout.readline()
bulk(COUNT // 2)  # warm
print(f"bulk {bulk(COUNT):,.0f} requests/s, one by one {dialog(COUNT // 10):,.0f} requests/s")
process.stdin.close()
