#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What calls cost a client, here and in Amazon's SDKs for Python, Go, JavaScript, Java and Rust, and in pydynox: CPU
time and allocations of a call.

All make the same calls to the same server, over HTTP and HTTPS, in turns, so that what else the machine does meets all.
Prints the median of the rounds, how many times as much that is as ours, and as the floor of the same request, with the
least and the most of the rounds, and how long each program takes to start, get one item and end, and its memory then.

    bench/compare_clients.py [--rounds 5] [--scale 1.0] [--only NAME,NAME]

Needs `ninja -C build/release magneto client_bench embedded_bench` and boto3. The others are fetched by their packages'
names and built with the first run: Go by go, JavaScript by npm, Java by mvn, Rust by cargo, pydynox by pip. What cannot
be built here is left out, with a line that says so. Java makes 20,000 calls of a kind before it counts,
for its compiler. Amazon's SDK for C++ is in no package registry, so it is not here.
"""

import argparse
import json
import os
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
sys.path.insert(0, str(TOP / "tests"))
from peer_python import python_with  # noqa: E402

BUILD = TOP / "build/release"
FOLDER = TOP / "bench/client"
JAVASCRIPT = TOP / "tests/clients/javascript"
TABLE = "ClientBench"
# Of these fewer calls are made.
SLOW = ("boto3", "aws-sdk-js-v3")
# Case, HTTPS, calls, calls of the slow ones, the floor, other cases of ours to compare with.
CASES = [("get", False, 5000, 300, "floor", ["views", "in_process", "in_process_views"]),
         ("get", True, 5000, 300, "floor", ["views"]),
         ("get64", False, 20000, 600, "floor", []), ("get64", True, 20000, 600, "floor", []),
         ("put", False, 3000, 300, "floor_put", []), ("update", False, 3000, 300, "floor_update", []),
         ("query10", False, 3000, 300, "floor_query10", []), ("query", False, 40, 5, None, ["query_views"])]


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


def built(name, tool, command, cwd):
    """Whether it is there now; where it is not, a line says why."""
    if not shutil.which(tool):
        print(f"{name} is left out: there is no {tool} here", flush=True)
        return False
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(f"{name} is left out: {tool} failed: {done.stdout.strip()[-300:]}", flush=True)
    return done.returncode == 0


def programs(wanted):
    """The command of each client's program."""
    out = TOP / "build/compare_clients"
    found = {"magneto": [BUILD / "bench/client_bench"]}
    if wanted("aws-sdk-go-v2") and built("aws-sdk-go-v2", "go", ["go", "build", "-o", out / "go_calls", "."],
                                         FOLDER / "go"):
        found["aws-sdk-go-v2"] = [out / "go_calls"]
    if wanted("aws-sdk-rust") and built(
            "aws-sdk-rust", "cargo", ["cargo", "build", "--release", "--locked", "--target-dir", out / "rust"],
            FOLDER / "rust"):
        found["aws-sdk-rust"] = [out / "rust/release/rust-calls"]
    if wanted("aws-sdk-java-v2") and built(
            "aws-sdk-java-v2", "mvn", ["mvn", "-q", "-B", f"-Dcalls.output={out / 'java'}", "compile"], FOLDER / "java"):
        found["aws-sdk-java-v2"] = ["java", "-cp", f"{out}/java/classes:{out}/java/dependency/*", "JavaCalls"]
    if wanted("aws-sdk-js-v3"):
        if installs_javascript():
            found["aws-sdk-js-v3"] = ["node", FOLDER / "javascript_calls.mjs"]
        else:
            print("aws-sdk-js-v3 is left out: there is no node, or npm could not install it", flush=True)
    if wanted("pydynox"):
        try:
            python = python_with(FOLDER / "requirements.txt", "compare_clients_python")
            found["pydynox"] = [python, FOLDER / "pydynox_calls.py"]
        except subprocess.SubprocessError as error:
            print(f"pydynox is left out: {error}", flush=True)
    if wanted("boto3"):
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


def spread(base, costs):
    ratios = [one / other for one, other in zip(costs, base)]
    return f"{statistics.median(ratios):6.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def compare_case(clients, url, rounds, scale, case):
    name, tls, calls, slow_calls, floor, others = case
    ours = [*([floor] if floor else []), *others]
    costs = {client: [] for client in [*clients, *ours]}
    allocations = {}
    for _ in range(rounds):
        for client in list(costs):
            count = max(1, int(scale * (slow_calls if client in SLOW else calls)))
            command = [BUILD / "bench/embedded_bench"] if client.startswith("in_process") else (
                clients.get(client, clients["magneto"]))
            try:
                answer = run(command, url, client if client in ours else name, count)
            except subprocess.CalledProcessError as error:
                print(f"{name:12} {client} is left out: it ended with {error.returncode}", flush=True)
                del costs[client]
                continue
            costs[client].append(answer["us"])
            allocations[client] = answer.get("allocations")
    for client, of_rounds in costs.items():
        known = allocations[client]
        print(f"{name + (' TLS' if tls else ''):12} {client:16} {statistics.median(of_rounds):10.1f} us  "
              f"ours x {spread(costs['magneto'], of_rounds)}"
              + (f"  floor x {spread(costs[floor], of_rounds)}" if floor else "")
              + (f"  {known:.0f} allocations" if known else ""), flush=True)


def main():
    urllib3.disable_warnings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="times so many calls")
    parser.add_argument("--only", default="", help="other clients, with commas between them; without it all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        key, certificate = directory / "key.pem", directory / "certificate.pem"
        os.environ["SSL_CERT_FILE"] = str(certificate)  # for clients that take no other certificate
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-addext", "basicConstraints=critical,CA:FALSE", "-days", "1"], check=True, stderr=subprocess.DEVNULL)
        only = options.only.split(",")
        clients = programs(lambda name: not options.only or name in only)
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
            for case in CASES:
                compare_case(clients, urls[case[1]], options.rounds, options.scale, case)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
