#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures scan, backup, restore and copy of a whole table: this program beside dynamodump, dynein and a script with
boto3.

All work on the same server of ours, on this machine, which has its data in a temporary directory. Prints the
seconds, the items a second, the peak memory of the process, and for the others how many times as long they took.
Each scan's lines, and each restored and copied table, are counted; ours are also compared item by item.

    bench/whole_tables.py [--items 100000] [--bytes 300] [--only magneto,boto3,dynamodump,dynein] [--data DIRECTORY]

Installs dynamodump from PyPI into build/whole-tables-peers. dynein (github.com/awslabs/dynein, `cargo install --path .`)
is taken as `dy` from PATH, or where DYNEIN says; without it, it is left out. It has no backups and no copies: its
export to JSON lines and import of them stand beside backup and restore, though they do not keep every type.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "bench/whole_tables"
DYNEIN = os.environ.get("DYNEIN") or shutil.which("dy")
PROGRAM = Path(os.environ.get("MAGNETO_BINARY", TOP / "build/release/magneto"))
sys.path.insert(0, str(TOP / "tests"))

from peer_python import python_with  # noqa: E402


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measured(command, directory, environment):
    """The command's seconds and its peak memory in MB. Ends the program where it fails."""
    begun = time.perf_counter()
    with open(directory / "log", "wb") as log:
        process = subprocess.Popen([str(word) for word in command], cwd=directory, env=environment, stdout=log,
                                   stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}: {(directory / 'log').read_text()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def lines(path):
    """Line by line: what this process holds counts as the peak of the programs that it starts."""
    with open(path, "rb") as file:
        return sum(1 for _ in file)


class Bench:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "a",
                            "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1",
                            "DYNEIN_CONFIG_DIR": str(directory)}

    def magneto(self, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], env=self.environment, cwd=self.directory,
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"magneto {words}: {done.stderr}")
        return done.stdout

    def serve(self):
        server = subprocess.Popen([PROGRAM, "serve", "--port", str(self.port), "--data", self.directory / "data"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1000):
            try:
                urllib.request.urlopen(self.endpoint, timeout=1)
                return server
            except OSError:
                time.sleep(0.02)
        sys.exit("the server did not start")

    def commands(self, who):
        """For each work its command and the table that it makes."""
        if who == "magneto":
            return {"scan": (["scan", "Source", "--parallel", 4, "--output", "dynamodb-json"], None),
                    "backup": (["backup", "Source", "saved"], None),
                    "restore": (["restore", "saved", "Restored_magneto"], "Restored_magneto"),
                    "copy": (["copy-table", "Source", "Copied_magneto"], "Copied_magneto")}
        if who == "boto3":
            return {"scan": (["scan", self.endpoint, "Source", "-"], None),
                    "backup": (["backup", self.endpoint, "Source", "saved.jsonl"], None),
                    "restore": (["restore", self.endpoint, "saved.jsonl", "Restored_boto3"], "Restored_boto3"),
                    "copy": (["copy", self.endpoint, "Source", "Copied_boto3"], "Copied_boto3")}
        if who == "dynein":
            place = ["--region", "local", "--port", self.port, "--table"]
            return {"backup": ([*place, "Source", "export", "--format", "jsonl", "--output-file", "dynein.jsonl"], None),
                    "restore": ([*place, "Restored_dynein", "import", "--format", "jsonl", "--input-file",
                                 "dynein.jsonl"], "Restored_dynein")}
        place = ["-r", "local", "--host", "127.0.0.1", "--port", self.port, "--accessKey", "a", "--secretKey", "b",
                 "--skipThroughputUpdate", "--noConfirm", "--dumpPath", "dump"]
        return {"backup": (["-m", "backup", "-s", "Source", *place], None),
                "restore": (["-m", "restore", "-s", "Source", "-d", "Restored_dynamodump", "--dataOnly", *place],
                            "Restored_dynamodump")}

    def run(self, who, python):
        program = {"magneto": [PROGRAM], "boto3": [python, FOLDER / "boto3_copy.py"],
                   "dynamodump": [python, "-m", "dynamodump.dynamodump"], "dynein": [DYNEIN]}[who]
        times = {}
        for work, (words, table) in self.commands(who).items():
            if table:
                self.magneto("create", table, "Id")
            times[work], memory = measured([*program, *words], self.directory, self.environment)
            if work == "scan" and lines(self.directory / "log") != self.options.items:
                sys.exit(f"{who} scan: not all items")
            if table:
                count = int(self.magneto("scan", table, "--count", "--output", "csv").split()[1]
                            .split(",")[0])
                if count != self.options.items:
                    sys.exit(f"{who} {work}: {count} items")
                if who == "magneto":
                    self.magneto("diff", "Source", table)
                self.magneto("drop", table)
            print(f"{work:8} {who:11} {times[work]:8.2f} s {self.options.items / times[work]:10,.0f} items/s "
                  f"{memory:7.0f} MB", flush=True)
        return times


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--items", type=int, default=100_000)
    arguments.add_argument("--bytes", type=int, default=300)
    arguments.add_argument("--only", default="magneto,boto3,dynamodump,dynein", type=lambda text: text.split(","))
    arguments.add_argument("--data")
    options = arguments.parse_args()
    if DYNEIN is None and "dynein" in options.only:
        options.only.remove("dynein")
        print("dynein is not here and is left out")
    python = None if set(options.only) <= {"magneto", "dynein"} else python_with(FOLDER / "requirements.txt", "whole-tables-peers")
    with tempfile.TemporaryDirectory(dir=options.data) as directory:
        bench = Bench(options, Path(directory))
        server = bench.serve()
        try:
            bench.magneto("create", "Source", "Id")
            bench.magneto("load", "Source", "--items", options.items, "--bytes", options.bytes)
            times = {who: bench.run(who, python) for who in options.only}
        finally:
            server.terminate()
            server.wait(60)
    for who in options.only:
        if who == "magneto" or "magneto" not in times:
            continue
        ratios = ", ".join(f"{work} {times[who][work] / times['magneto'][work]:.1f}" for work in times[who])
        print(f"{who} took so many times as long: {ratios}")


main()
