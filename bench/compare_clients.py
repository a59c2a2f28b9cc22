#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What calls cost a client, here and in Amazon's SDKs for Python, Go and JavaScript: CPU time and allocations of a call.

All make the same calls to the same server, over HTTP and HTTPS, in turns, so that what else the machine does meets all.
Prints the median of the rounds, how many times as much that is as ours, with the least and the most of the rounds,
and how long each program takes to start, get one item and end, and its memory then.

    bench/compare_clients.py [--rounds 5] [--scale 1.0]

Needs `ninja -C build/release magneto client_bench`, boto3, Go, which fetches its SDK with the first run, and Node.js
with npm, which installs the SDK that the tests use. What is not there is left out.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
import urllib3

TOP = Path(__file__).resolve().parent.parent
BUILD = TOP / "build/release"
FOLDER = TOP / "bench/client"
JAVASCRIPT = TOP / "tests/clients/javascript"
TABLE = "ClientBench"
# Of these fewer calls are made.
SLOW = ("boto3", "aws-sdk-js-v3")
# Case, HTTPS, calls of ours and Go's, calls of boto3 and JavaScript, other cases of ours to compare with.
CASES = [("get", False, 5000, 300, ["floor", "views"]), ("get", True, 5000, 300, ["views"]),
         ("get64", False, 20000, 600, []), ("get64", True, 20000, 600, []), ("put", False, 3000, 300, []),
         ("query", False, 40, 5, ["query_views"])]


def start_server(directory, more=()):
    server = subprocess.Popen([BUILD / "magneto", "serve", "--in-memory", "--port", "0", *more], cwd=directory,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in server.stdout:
        for word in line.split():
            if word.startswith(("http://", "https://")):
                return server, word.rstrip(".,")
    sys.exit("the server did not start")


def fill(url):
    client = boto3.client("dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="local",
                          aws_secret_access_key="local", verify=False)
    client.create_table(TableName=TABLE, BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"},
                                              {"AttributeName": "sort", "AttributeType": "N"}],
                        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"},
                                   {"AttributeName": "sort", "KeyType": "RANGE"}])
    client.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})
    song = {"title": {"S": "Sinnerman"}, "artist": {"S": "Nina Simone"}, "year": {"N": "1965"},
            "price": {"N": "19.99"}, "live": {"BOOL": True}, "tags": {"SS": ["calm", "jazz"]}}
    client.put_item(TableName=TABLE, Item={"id": {"S": "one"}, "sort": {"N": "0"}, **song, "text": {"S": "x" * 200}})
    for first in range(0, 4500, 25):
        puts = [{"PutRequest": {"Item": {"id": {"S": "page"}, "sort": {"N": str(sort)}, **song, "text": {"S": "x" * 150}}}}
                for sort in range(first, first + 25)]
        client.batch_write_item(RequestItems={TABLE: puts})


def installs_javascript():
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    if (JAVASCRIPT / "node_modules/.package-lock.json").exists():
        return True
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    return subprocess.run(npm, cwd=JAVASCRIPT, stdout=subprocess.DEVNULL, check=False).returncode == 0


def programs(directory):
    go = directory / "go_bench"
    built = bool(shutil.which("go")) and subprocess.run(
        ["go", "build", "-o", go, "."], cwd=FOLDER / "go", check=False).returncode == 0
    found = {"magneto": [BUILD / "bench/client_bench"]}
    if built:
        found["aws-sdk-go-v2"] = [go]
    if installs_javascript():
        found["aws-sdk-js-v3"] = ["node", FOLDER / "javascript_calls.mjs"]
    found["boto3"] = [sys.executable, FOLDER / "boto3_calls.py"]
    return found


def run(command, *words):
    done = subprocess.run([*command, *[str(word) for word in words]], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def starting(command, url):
    """Seconds and megabytes of a program that gets one item."""
    begun = time.perf_counter()
    peak = run(command, url, "start", 1)["peak_kb"]
    return time.perf_counter() - begun, peak / 1024


def spread(ours, theirs):
    ratios = [one / other for one, other in zip(theirs, ours)]
    return f"{statistics.median(ratios):6.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


def compare(clients, urls, rounds, scale):
    for case, tls, calls, slow_calls, others in CASES:
        costs = {name: [] for name in [*clients, *others]}
        allocations = {}
        for _ in range(rounds):
            for name in costs:
                count = max(1, int(scale * (slow_calls if name in SLOW else calls)))
                answer = run(clients.get(name, clients["magneto"]), urls[tls], name if name in others else case, count)
                costs[name].append(answer["us"])
                allocations[name] = answer.get("allocations")
        for name, of_rounds in costs.items():
            known = allocations[name]
            print(f"{case + (' TLS' if tls else ''):12} {name:14} {statistics.median(of_rounds):10.1f} us  "
                  f"x {spread(costs['magneto'], of_rounds)}" + (f"  {known:.0f} allocations" if known else ""),
                  flush=True)


def main():
    urllib3.disable_warnings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="times so many calls")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        key, certificate = directory / "key.pem", directory / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-subj", "/CN=127.0.0.1", "-days", "1"], check=True, stderr=subprocess.DEVNULL)
        clients = programs(directory)
        servers = []
        try:
            urls = {}
            for tls in (False, True):
                more = ["--tls-cert", certificate, "--tls-key", key] if tls else []
                server, urls[tls] = start_server(directory, more)
                servers.append(server)
                fill(urls[tls])
            for name, command in clients.items():
                took = [starting(command, urls[False]) for _ in range(options.rounds)]
                print(f"start        {name:14} {1000 * statistics.median(s for s, _ in took):10.1f} ms "
                      f"{statistics.median(mb for _, mb in took):6.1f} MB", flush=True)
            compare(clients, urls, options.rounds, options.scale)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
