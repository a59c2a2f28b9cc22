# SPDX-License-Identifier: Apache-2.0
"""Whole tables as most scripts with boto3 do it: boto3_copy.py scan|backup|restore|copy ENDPOINT SOURCE TARGET.

A paginated scan and a batch_writer, one after the other; files are JSON lines with the values' types."""

import json
import sys

import boto3
from boto3.dynamodb.types import TypeDeserializer


def pages(client, table):
    for page in client.get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]


def main():
    work, endpoint, source, target = sys.argv[1:]
    keys = {"endpoint_url": endpoint, "region_name": "us-east-1", "aws_access_key_id": "a",
            "aws_secret_access_key": "b"}
    client = boto3.client("dynamodb", **keys)
    if work == "scan":
        for item in pages(client, source):
            print(json.dumps(item))
        return
    if work == "backup":
        with open(target, "w") as file:
            for item in pages(client, source):
                file.write(json.dumps(item) + "\n")
        return
    plain = TypeDeserializer().deserialize
    with boto3.resource("dynamodb", **keys).Table(target).batch_writer() as batch:
        items = map(json.loads, open(source)) if work == "restore" else pages(client, source)
        for item in items:
            batch.put_item(Item={name: plain(value) for name, value in item.items()})


main()
