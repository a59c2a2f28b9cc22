#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills (SIGKILL) a server under load, starts it again and compares all that it has with what it had acknowledged.

    tests/crash/kill_server.py [--kills N | --power-cuts N] [--seed N] [--keep DIR]

The load: puts, updates, deletes, batches and transactions of items with two kinds of indexes and a stream;
transactions between accounts whose sum is constant; items that many write and read at once, whose history must be
linearizable; meanwhile indexes are added (backfill) and removed, tables restored to a moment and imported, items put
in bulk. About every fourth kill is followed by another while the server starts. After a few kills a new directory
takes over, with other settings. All files are taken out of the system's cache before a start. Ends with status 1 at
the first difference.

With --power-cuts, what had not been brought to the disk goes with each kill (power.py).
"""

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crash import bank, bulk, comparing, errands, owned_items, registers  # noqa: E402
from crash.power import Power  # noqa: E402
from crash.wire import Gone, Wire  # noqa: E402
from server_process import BINARY, ServerProcess, make_cold  # noqa: E402

SMALL_FILES = ("--memtable-kb", "64", "--table-file-kb", "16", "--cache-mb", "1")
SETTINGS = [SMALL_FILES, (), (*SMALL_FILES, "--durability", "async")]
SETTINGS_OF_CUTS = [SMALL_FILES, ()]
OWNERS, PAYERS, CONTENDERS = 4, 3, 4
PARTS = (owned_items, bank, registers, bulk)  # Each has a table.
FIGURES = ("kills", "kills of a starting server", "power cuts", "acknowledged writes", "acknowledged transactions between accounts",
           "sums seen under load", "stream records", "linearizable operations", "backfills", "restores", "imports",
           "bulk puts")


class Worker(threading.Thread):
    """Somebody with a connection of their own, until the server is gone. Keeps what went wrong."""

    def __init__(self, who, port):
        super().__init__()
        self.who, self.error = who, None
        self.wire = Wire(port)
        self.stopped = threading.Event()

    def run(self):
        try:
            with self.wire:
                self.who.run(self._call)
        except BaseException as error:
            self.error = error

    def _call(self, *arguments, **request):
        if self.stopped.is_set():
            raise Gone("stopped before the request")
        return self.wire.call(*arguments, **request)

    def finish(self):
        self.join(60)
        assert not self.is_alive(), "a request is answered neither by the server nor by its end"
        if self.error:
            raise self.error


class Life:
    """Of one data directory."""

    def __init__(self, directory, options, chance, figures, power=None):
        self.server = ServerProcess(directory, *options)
        self.chance, self.figures, self.power = chance, figures, power
        if power:
            self.server.environment = power.environment
        self.errands = errands.Errands(self._new_chance(), self.server.data)
        self._meet()

    def _meet(self):
        self.owners = [owned_items.OwnedItems(number, self._new_chance()) for number in range(OWNERS)]
        self.payers = [bank.Payer(number, self._new_chance()) for number in range(PAYERS)]
        self.histories = registers.Histories()
        self.contenders = [registers.Contender(n, self._new_chance(), self.histories) for n in range(CONTENDERS)]

    def _new_chance(self):
        return random.Random(self.chance.getrandbits(64))

    def __enter__(self):
        self.server.start()
        errands.prepare(self.server.data)
        self.create_tables()
        return self

    def create_tables(self):
        with Wire(self.server.port) as wire:
            for part in PARTS:
                part.create(wire.call)
            for part in PARTS:
                errands.wait_until_active(wire.call, part.TABLE)

    def __exit__(self, kind, *more):
        if self.server.process:
            self.server.kill()
        if kind:
            print(f"the end of {self.server.log}:", *self.server.log.read_text().splitlines()[-20:], sep="\n    ",
                  file=sys.stderr, flush=True)

    def begin_load(self):
        everybody = [*self.owners, *self.payers, *self.contenders, self.errands]
        workers = [Worker(who, self.server.port) for who in everybody]
        for worker in workers:
            worker.start()
        return workers

    def load_and_kill(self, seconds, meanwhile=time.sleep):
        workers = self.begin_load()
        meanwhile(seconds)
        self.kill("kills")
        for worker in workers:
            worker.finish()

    def kill(self, kind):
        self.server.kill()
        self.figures[kind] += 1
        if self.power:
            self.power.cut(self.server.data)
            self.figures["power cuts"] += 1

    def start(self):
        make_cold(self.server.data)
        if self.chance.random() < 0.25:
            self.server.launch()
            time.sleep(self.chance.uniform(0, 0.1))
            self.kill("kills of a starting server")
        self.server.start(timeout_s=60)

    def compare(self):
        with Wire(self.server.port) as wire:
            self.errands.check(wire.call)
            comparing.compare_items(wire.call, self.owners, self.chance)
            self.records = comparing.compare_stream(wire.call, self.owners, self.chance.choice([1000, 100, 7]))
            bank.check(wire.call, self.payers, self.chance.choice([None, 1000, 10]))
            self.histories.check(wire.call)

    def end(self):
        """Counts, and looks at the directory itself."""
        assert self.server.stop() == 0
        done = subprocess.run([BINARY, "check", "--data", self.server.data], capture_output=True, text=True)
        assert done.returncode == 0, f"magneto check: {done.stdout}{done.stderr}"
        self.figures["acknowledged writes"] += sum(owner.acknowledged for owner in self.owners)
        self.figures["acknowledged transactions between accounts"] += sum(len(p.answered) for p in self.payers)
        self.figures["sums seen under load"] += sum(payer.totals for payer in self.payers)
        self.figures["stream records"] += self.records
        self.figures["linearizable operations"] += self.histories.checked
        for name, count in self.errands.done.items():
            self.figures[name] += count


def kill_often(folder, kills, seed, kills_each=7, power_cuts=False):
    """Yields the figures so far after each directory. Raises AssertionError when the server has not what it should have."""
    chance = random.Random(seed)
    figures = dict.fromkeys(FIGURES, 0)
    number = 0
    while figures["kills"] < kills:
        settings = SETTINGS_OF_CUTS if power_cuts else SETTINGS
        power = Power(folder, chance) if power_cuts else None
        life = Life(Path(folder) / f"data{number}", settings[number % len(settings)], chance, figures, power)
        with life:
            for _ in range(min(kills_each, kills - figures["kills"])):
                life.load_and_kill(chance.uniform(0.05, 0.5))
                life.start()
                life.compare()
            life.end()
        yield figures
        number += 1


def describe(figures):
    return ", ".join(f"{count} {name}" for name, count in figures.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--power-cuts", type=int, help="so many, instead of kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="DIR", help="where directories are made, and stay")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="magneto-kills-"))
        Path(folder).mkdir(parents=True, exist_ok=True)
        count, cuts = options.power_cuts or options.kills, bool(options.power_cuts)
        for figures in kill_often(folder, count, options.seed, power_cuts=cuts):
            print(describe(figures), flush=True)
    print("nothing lost")


if __name__ == "__main__":
    main()
