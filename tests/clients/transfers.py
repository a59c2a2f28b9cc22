# SPDX-License-Identifier: Apache-2.0
"""What the tests of imports, exports and bulk operations share: buckets, and waiting for an end."""

import gzip
import json
import subprocess
import time

from raw_request import send


class Bucket:
    """A bucket of the server's S3 directory."""

    def __init__(self, server, name):
        self.name = name
        self.folder = server.data / "s3" / name
        self.folder.mkdir(parents=True)

    def put(self, key, text):
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def keys(self):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file())

    def read(self, key):
        return (self.folder / key).read_bytes()

    def lines(self, key):
        return [json.loads(line) for line in gzip.decompress(self.read(key)).splitlines()]


def zstd(text):
    return subprocess.run(["zstd", "-c"], input=text.encode(), capture_output=True, check=True).stdout


def json_lines(items, **more):
    return "".join(json.dumps({"Item": item, **more}) + "\n" for item in items)


def call(server, operation, **body):
    """An operation that this boto3 may not know."""
    answer = send(server.endpoint, operation, body)
    assert answer.status == 200, answer.body
    return answer.json


def wait(describe, status, passing=("IN_PROGRESS", "CANCELLING"), timeout_s=60):
    """The description once its status is none of those that pass."""
    end = time.monotonic() + timeout_s
    while True:
        description = describe()
        if description[status] not in passing:
            return description
        assert time.monotonic() < end, description
        time.sleep(0.05)


def import_table(client, name, bucket, prefix="", form="DYNAMODB_JSON", keys=(("pk", "S"),), **more):
    """Imports and waits. The description at the end."""
    creation = {
        "TableName": name,
        "AttributeDefinitions": [{"AttributeName": k, "AttributeType": t} for k, t in keys],
        "KeySchema": [{"AttributeName": k, "KeyType": kind} for (k, _), kind in zip(keys, ("HASH", "RANGE"))],
        "BillingMode": "PAY_PER_REQUEST",
        **more.pop("creation", {}),
    }
    started = client.import_table(
        S3BucketSource={"S3Bucket": getattr(bucket, "name", bucket), "S3KeyPrefix": prefix}, InputFormat=form,
        TableCreationParameters=creation, **more)["ImportTableDescription"]
    assert started["ImportStatus"] == "IN_PROGRESS"
    arn = started["ImportArn"]
    return wait(lambda: client.describe_import(ImportArn=arn)["ImportTableDescription"], "ImportStatus")


def bulk_put(server, table, bucket, prefix="", output_type=("ERROR", "CONDITION_CHECK_FAILURE"), **more):
    """Puts and waits. The description at the end."""
    started = call(server, "StartBulkPutItems", TableName=table,
                   InputS3Configuration={"S3Bucket": bucket.name, "S3KeyPrefix": prefix,
                                         "InputFormat": more.pop("form", "DYNAMODB_JSON")},
                   OutputS3Configuration={"S3Bucket": bucket.name, "S3KeyPrefix": "out",
                                          "OutputType": list(output_type)}, **more)
    arn = started["BulkOperationDescription"]["BulkOperationArn"]
    return wait(lambda: call(server, "DescribeBulkOperation", BulkOperationArn=arn)["BulkOperationDescription"],
                "BulkOperationStatus")


def scan(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def by_key(items):
    return sorted(items, key=lambda item: json.dumps(item["pk"], sort_keys=True))
