# SPDX-License-Identifier: Apache-2.0
"""The calls of client_bench.cc through pydynox: pydynox_calls.py URL CASE CALLS"""

import asyncio
import json
import logging
import resource
import sys
from pathlib import Path

import pydynox

TABLE = "ClientBench"
KEY = {"id": "one", "sort": 0}
UPDATE = {"update_expression": "SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title",
          "expression_attribute_names": {"#plays": "plays", "#title": "title"},
          "expression_attribute_values": {":zero": 0, ":one": 1, ":title": "Sinnerman"}}


def call_of(client, case):
    if case == "put":
        return lambda: client.sync_put_item(TABLE, {"id": "two", "sort": 0, "year": 1965})
    if case == "update":
        return lambda: client.sync_update_item(TABLE, {**KEY, "id": "two"}, **UPDATE)
    if case == "query10":
        return lambda: list(client.sync_query(TABLE, "id = :id", expression_attribute_values={":id": "page"},
                                              limit=10))[9]
    if case == "query":
        def page():
            items = iter(client.sync_query(TABLE, "id = :id", expression_attribute_values={":id": "page"}))
            for _ in range(1000):
                next(items)
        return page
    return lambda: client.sync_get_item(TABLE, KEY)["text"]


async def run_many(client, calls):
    async def worker():
        for _ in range(calls // 64):
            (await client.get_item(TABLE, KEY))["text"]
    await asyncio.gather(*[worker() for _ in range(64)])


def run(client, case, calls):
    if case == "get64":
        asyncio.run(run_many(client, calls))
        return
    call = call_of(client, case)
    for _ in range(calls):
        call()


def cpu_us():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return 1e6 * (usage.ru_utime + usage.ru_stime)


def main():
    url, case, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    logging.getLogger("pydynox").setLevel(logging.ERROR)
    client = pydynox.DynamoDBClient(region="us-east-1", access_key="local", secret_key="local", endpoint_url=url)
    if case == "start":
        run(client, "get", 1)
        status = Path("/proc/self/status").read_text()
        print(json.dumps({"peak_kb": int(status.split("VmHWM:")[1].split()[0])}))
        return
    run(client, case, max(calls // 10, 64))
    start = cpu_us()
    run(client, case, calls)
    print(json.dumps({"us": (cpu_us() - start) / calls}))


if __name__ == "__main__":
    main()
