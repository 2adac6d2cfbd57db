"""A network cable that delays, jumbles, drops and duplicates frames, for kernels that have no netem.

cable.py TAP TAP: makes the two devices, says "ready", and carries frames between them while its standard input is open.
Each line there sets how: "DELAY JITTER LOSS DOUBLE" in milliseconds and percent. Jitter larger than the gap between two
frames changes their order.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
MOST_WAITING = 20000


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP_NO_PI))
    return device


def frames(device):
    while True:
        try:
            yield os.read(device, 65536)
        except OSError:
            return


def main():
    a, b = tap(sys.argv[1]), tap(sys.argv[2])
    print("ready", flush=True)
    delay = jitter = loss = double = 0.0
    waiting, number = [], 0
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([0, a, b], [], [], pause)
        if 0 in readable:
            line = sys.stdin.readline()
            if not line:
                return
            delay, jitter, loss, double = (float(word) for word in line.split())
        now = time.monotonic()
        for device, other in ((a, b), (b, a)):
            if device not in readable:
                continue
            for frame in frames(device):
                for _ in range(2 if random.random() * 100 < double else 1):
                    if random.random() * 100 < loss or len(waiting) >= MOST_WAITING:
                        continue
                    number += 1
                    due = now + max(0.0, delay + random.uniform(-jitter, jitter)) / 1000
                    heapq.heappush(waiting, (due, number, other, frame))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, device, frame = heapq.heappop(waiting)
            try:
                os.write(device, frame)
            except OSError:
                pass


main()
