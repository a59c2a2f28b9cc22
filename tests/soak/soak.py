#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A server under mixed load for a long time: all that it has is right, and it takes no more and no more of the machine.

    tests/soak/soak.py [--minutes N] [--round-s N] [--restart-every N] [--seed N] [--keep DIR]

The load is that of tests/crash/kill_server.py, together with connections that come and go in every state. It goes on
in rounds: each has new tables under the same names, and ends with a full comparison, after which the tables are
deleted. Every few rounds the server is stopped under load and started again.

A server's first rounds after its start show what it needs; from then on neither its memory nor its threads nor its
file descriptors (beside those of its data) may become more than that and a little.
"""

import argparse
import collections
import contextlib
import os
import random
import re
import socket
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crash.errands import wait_until_active  # noqa: E402
from crash.kill_server import PARTS, Life  # noqa: E402
from crash.wire import Refused, Wire  # noqa: E402

OPTIONS = ("--cache-mb", "8", "--memtable-kb", "1024", "--table-file-kb", "256", "--max-connections", "1000")
VISITS = [b"", b"GET / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n{",
          b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10, b"\x16\x03\x01rubbish\r\n\r\n"]
VISITORS = 100
MORE_MEMORY_MB, MORE_THREADS, MORE_DESCRIPTORS = 64, 4, 8


class Taken:
    """What a process has of the machine."""

    def __init__(self, server):
        pid = server.process.pid
        status = Path(f"/proc/{pid}/status").read_text()
        self.memory_mb = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024
        self.threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
        self.descriptors = 0
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                self.descriptors += not os.readlink(link).startswith(str(server.data))

    def __str__(self):
        return f"{self.memory_mb} MB, {self.threads} threads, {self.descriptors} descriptors"

    def is_within(self, limit):
        return (self.memory_mb <= limit.memory_mb + MORE_MEMORY_MB and self.threads <= limit.threads + MORE_THREADS
                and self.descriptors <= limit.descriptors + MORE_DESCRIPTORS)


class Soak(Life):
    """Of one directory."""

    def __init__(self, directory, chance):
        super().__init__(directory, OPTIONS, chance, collections.Counter())
        self.writes = 0

    def begin_round(self):
        self._meet()
        with Wire(self.server.port) as wire:
            self.errands.begin_again(wire.call)
        self.create_tables()

    def load(self, seconds, end_of_server=False):
        """Ends with nobody's request under way."""
        workers = self.begin_load()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._visit()
        if end_of_server:
            assert self.server.stop() == 0
        for worker in workers:
            worker.stopped.set()
        for worker in workers:
            worker.finish()

    def _visit(self):
        """Connections that are left in some state."""
        visitors = []
        for _ in range(VISITORS):
            visitor = socket.create_connection(("127.0.0.1", self.server.port), 60)
            visitors.append(visitor)
            visitor.sendall(self.chance.choice(VISITS))
        time.sleep(0.1)
        for visitor in visitors:
            visitor.close()

    def end_round(self):
        self.compare()
        self.writes += sum(owner.acknowledged for owner in self.owners)
        with Wire(self.server.port) as wire:
            for part in PARTS:
                wire.call("DeleteTable", TableName=part.TABLE)
            for part in PARTS:
                wait_until_gone(wire.call, part.TABLE)

    def settles_within(self, limit, timeout_s=60):
        """What has ended is not always given back at once."""
        deadline = time.monotonic() + timeout_s
        while True:
            taken = Taken(self.server)
            if limit is None or taken.is_within(limit):
                return taken
            assert time.monotonic() < deadline, f"the server has {taken}; after its first rounds it was {limit}"
            time.sleep(0.2)


def wait_until_gone(call, table):
    with contextlib.suppress(Refused):
        while True:
            wait_until_active(call, table)
            time.sleep(0.01)


def soak(folder, seed, is_over, round_s, restart_every, first_rounds):
    """Yields a line after each round until `is_over`. Raises AssertionError when something is not as it should be."""
    limit, of_process, rounds = None, 0, 0
    with Soak(Path(folder) / "data", random.Random(seed)) as life:
        while True:
            rounds += 1
            last_of_process = rounds % restart_every == 0
            life.load(round_s, end_of_server=last_of_process)
            if last_of_process:
                life.start()
                limit, of_process = None, 0
            life.end_round()
            of_process += 1
            taken = life.settles_within(limit if of_process > first_rounds else None)
            if of_process == first_rounds:
                limit = taken
            yield f"round {rounds}: {life.writes} acknowledged writes; the server has {taken}"
            if is_over(rounds):
                return
            life.begin_round()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--round-s", type=float, default=30)
    parser.add_argument("--restart-every", type=int, default=20, help="so many rounds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="DIR", help="where the directory is made, and stays")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    with contextlib.ExitStack() as stack:
        folder = options.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="magneto-soak-"))
        Path(folder).mkdir(parents=True, exist_ok=True)
        for line in soak(folder, options.seed, lambda _: time.monotonic() > end, options.round_s, options.restart_every,
                         first_rounds=3):
            print(line, flush=True)
    print("all was right, and nothing grew")


if __name__ == "__main__":
    main()
