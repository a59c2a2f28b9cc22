# SPDX-License-Identifier: Apache-2.0
"""The calls of client_bench.cc through boto3: boto3_calls.py URL CASE CALLS"""

import json
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import urllib3
from botocore.config import Config

TABLE = "ClientBench"
KEY = {"id": {"S": "one"}, "sort": {"N": "0"}}
UPDATE = {"UpdateExpression": "SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title",
          "ExpressionAttributeNames": {"#plays": "plays", "#title": "title"},
          "ExpressionAttributeValues": {":zero": {"N": "0"}, ":one": {"N": "1"}, ":title": {"S": "Sinnerman"}}}


def client_of(url):
    urllib3.disable_warnings()
    return boto3.client("dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="local",
                        aws_secret_access_key="local", verify=False, config=Config(max_pool_connections=64))


def call_of(client, case):
    if case == "put":
        item = {"id": {"S": "two"}, "sort": {"N": "0"}, "year": {"N": "1965"}}
        return lambda: client.put_item(TableName=TABLE, Item=item)
    if case == "update":
        return lambda: client.update_item(TableName=TABLE, Key={**KEY, "id": {"S": "two"}}, **UPDATE)
    if case in ("query", "query10"):
        limit, last = ({"Limit": 10}, 9) if case == "query10" else ({}, 999)
        return lambda: client.query(TableName=TABLE, KeyConditionExpression="id = :id",
                                    ExpressionAttributeValues={":id": {"S": "page"}}, **limit)["Items"][last]
    return lambda: client.get_item(TableName=TABLE, Key=KEY)["Item"]


def run(call, case, calls):
    if case != "get64":
        for _ in range(calls):
            call()
        return
    with ThreadPoolExecutor(64) as pool:
        for done in [pool.submit(call) for _ in range(calls)]:
            done.result()


def cpu_us():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return 1e6 * (usage.ru_utime + usage.ru_stime)


def main():
    url, case, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    call = call_of(client_of(url), case)
    if case == "start":
        call()
        status = Path("/proc/self/status").read_text()
        print(json.dumps({"peak_kb": int(status.split("VmHWM:")[1].split()[0])}))
        return
    run(call, case, max(calls // 10, 1))
    start = cpu_us()
    run(call, case, calls)
    print(json.dumps({"us": (cpu_us() - start) / calls}))


if __name__ == "__main__":
    main()
