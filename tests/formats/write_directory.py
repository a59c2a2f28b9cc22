#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a data directory with a bit of everything, for test_formats.py to open for ever.

    tests/formats/write_directory.py NAME

NAME is the release, as `magneto --version` says. Written are NAME.tar.xz, the directory of a server that was
stopped, and NAME.json: requests that read, each with its answer. To be run once for each release, with its
program; what is there already is never written again.
"""

import json
import sys
import tarfile
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from raw_request import send  # noqa: E402
from server_process import ServerProcess  # noqa: E402

ALL_KINDS = {
    "null": {"NULL": True}, "yes": {"BOOL": True}, "no": {"BOOL": False}, "text": {"S": "Grüße, 世界"},
    "empty": {"S": ""}, "bytes": {"B": "AAEC/w=="}, "strings": {"SS": ["a", "b", "ü"]},
    "numbers": {"NS": ["-1.5", "0", "12345678901234567890123456789012345678"]},
    "blobs": {"BS": ["AA==", "AQI="]}, "list": {"L": [{"N": "1"}, {"L": []}, {"M": {}}]},
    "map": {"M": {"deep": {"M": {"list": {"L": [{"S": "x"}]}}}}},
    "large": {"N": "9.9999999999999999999999999999999999999E+125"}, "small": {"N": "-1E-130"},
}
KEYS = [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}]
NUMBERS = ["-1E+100", "-2", "-1.5", "0", "1E-100", "1", "10", "11.25"]


def definitions(**types):
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


def index(name, partition, sort, projection):
    keys = [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
    return {"IndexName": name, "KeySchema": keys, "Projection": projection}


def writes():
    """Requests that fill the directory, in order."""
    yield "CreateTable", {
        "TableName": "everything", "BillingMode": "PAY_PER_REQUEST", "KeySchema": KEYS,
        "AttributeDefinitions": definitions(p="S", s="N", g="S", l="B"),
        "LocalSecondaryIndexes": [index("local", "p", "l", {"ProjectionType": "KEYS_ONLY"})],
        "GlobalSecondaryIndexes": [
            index("global", "g", "s", {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["text"]})],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        "Tags": [{"Key": "team", "Value": "archive"}]}
    yield "UpdateTimeToLive", {"TableName": "everything", "TimeToLiveSpecification": {
        "Enabled": True, "AttributeName": "expires"}}
    yield "UpdateContinuousBackups", {"TableName": "everything", "PointInTimeRecoverySpecification": {
        "PointInTimeRecoveryEnabled": True}}
    for partition in ("a", "b\0c", "ü"):
        for place, number in enumerate(NUMBERS):
            item = {"p": {"S": partition}, "s": {"N": number}, "text": {"S": f"{partition} {number}"}}
            if place % 2:
                item |= {"g": {"S": "odd"}, "l": {"B": "AA=="}}
            yield "PutItem", {"TableName": "everything", "Item": item}
    yield "PutItem", {"TableName": "everything",
                      "Item": {"p": {"S": "kinds"}, "s": {"N": "1"}, **ALL_KINDS}}
    yield "UpdateItem", {"TableName": "everything", "Key": {"p": {"S": "a"}, "s": {"N": "0"}},
                         "UpdateExpression": "SET g = :g", "ExpressionAttributeValues": {":g": {"S": "set"}}}
    yield "DeleteItem", {"TableName": "everything", "Key": {"p": {"S": "a"}, "s": {"N": "10"}}}
    yield "TransactWriteItems", {"ClientRequestToken": "once", "TransactItems": [
        {"Put": {"TableName": "everything", "Item": {"p": {"S": "t"}, "s": {"N": n}}}} for n in ("1", "2")]}
    yield "CreateTable", {
        "TableName": "binary", "KeySchema": KEYS[:1], "AttributeDefinitions": definitions(p="B"),
        "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
        "DeletionProtectionEnabled": True}
    for key in ("AA==", "AAA=", "/w=="):
        yield "PutItem", {"TableName": "binary", "Item": {"p": {"B": key}}}
    yield "CreateTable", {"TableName": "gone", "BillingMode": "PAY_PER_REQUEST", "KeySchema": KEYS[:1],
                          "AttributeDefinitions": definitions(p="S")}
    yield "DeleteTable", {"TableName": "gone"}
    yield "CreateBackup", {"TableName": "everything", "BackupName": "kept"}
    yield "PutItem", {"TableName": "everything", "Item": {"p": {"S": "later"}, "s": {"N": "1"}}}


def reads(table_arn):
    """Requests whose answers never change."""
    yield "ListTables", {}
    for table in ("everything", "binary"):
        yield "DescribeTable", {"TableName": table}
        yield "Scan", {"TableName": table}
    yield "Scan", {"TableName": "everything", "IndexName": "global"}
    yield "Scan", {"TableName": "everything", "IndexName": "local"}
    yield "Query", {"TableName": "everything", "KeyConditionExpression": "p = :p AND s > :s",
                    "ExpressionAttributeValues": {":p": {"S": "b\0c"}, ":s": {"N": "-2"}},
                    "ScanIndexForward": False}
    yield "Query", {"TableName": "everything", "IndexName": "global", "KeyConditionExpression": "g = :g",
                    "ExpressionAttributeValues": {":g": {"S": "odd"}}}
    yield "DescribeTimeToLive", {"TableName": "everything"}
    yield "ListTagsOfResource", {"ResourceArn": table_arn}
    yield "ListBackups", {"TableName": "everything"}


def call(server, operation, body):
    answer = send(server.endpoint, operation, body)
    if answer.status != 200:
        raise RuntimeError(f"{operation}: {answer.body}")
    return answer.json


def fill(server):
    for operation, body in writes():
        call(server, operation, body)
    while any(b["BackupStatus"] != "AVAILABLE" for b in call(server, "ListBackups", {})["BackupSummaries"]):
        time.sleep(0.05)


def fill_log(server):
    """Writes a little more, and gives what reads answer."""
    call(server, "PutItem", {"TableName": "everything", "Item": {
        "p": {"S": "log"}, "s": {"N": "1"}, "g": {"S": "odd"}, "text": {"S": "in the log"}}})
    arn = call(server, "DescribeTable", {"TableName": "everything"})["Table"]["TableArn"]
    return [{"operation": operation, "body": body, "answer": call(server, operation, body)}
            for operation, body in reads(arn)]


def left_out(member):
    """What the next start makes again, and diaries."""
    name = Path(member.name).name
    return None if name in {"RESERVE", "s3"} or name.startswith("LOG") else member


def main():
    name = sys.argv[1]
    archive, answers = FOLDER / f"{name}.tar.xz", FOLDER / f"{name}.json"
    if archive.exists():
        sys.exit(f"{archive} is kept as it is")
    with tempfile.TemporaryDirectory() as folder:
        with ServerProcess(Path(folder) / "data") as server:
            fill(server)
        # A start brings what the log has into table files. Then a log of the new run has some more.
        with ServerProcess(Path(folder) / "data") as server:
            read = fill_log(server)
        with tarfile.open(archive, "w:xz") as tar:
            tar.add(Path(folder) / "data", "data", filter=left_out)
    answers.write_text(json.dumps(read, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
