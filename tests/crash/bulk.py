# SPDX-License-Identifier: Apache-2.0
"""Bulk operations that put new items into a table with an index: each puts all of its items, and each item once."""

import json
import time

from crash.wire import pages

TABLE = "bulk"
BUCKET = "imports"
ITEMS_EACH = 400


def create(call):
    call("CreateTable", TableName=TABLE, BillingMode="PAY_PER_REQUEST",
         AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "group")],
         KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
         GlobalSecondaryIndexes=[{"IndexName": "by_group", "Projection": {"ProjectionType": "ALL"},
                                  "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}]}])


def items_of(number):
    return [{"pk": {"S": f"{number}-{n:03}"}, "group": {"S": str(n % 3)}, "text": {"S": "put in bulk " * (n % 9)}}
            for n in range(ITEMS_EACH)]


class BulkPuts:
    def __init__(self, data):
        self.folder = data / "s3" / BUCKET
        self.made = 0
        self.running = {}  # The number of each, by its ARN.
        self.unknown = None
        self.known = set()
        self.done = []

    def begin_again(self, call):
        """With a new table."""
        self.known = {each["BulkOperationArn"] for each in call("ListBulkOperations")["BulkOperationsSummaryList"]}
        self.done = []

    def start(self, call):
        if self.running:
            return
        self.made += 1
        # The condition would fail if an item were put a second time.
        lines = (json.dumps({"Item": item, "ConditionExpression": "attribute_not_exists(pk)"}) + "\n"
                 for item in items_of(self.made))
        (self.folder / f"bulk{self.made}.json").write_text("".join(lines))
        self.unknown = self.made
        started = call("StartBulkPutItems", TableName=TABLE, ClientToken=f"bulk{self.made}", InputS3Configuration={
            "S3Bucket": BUCKET, "S3KeyPrefix": f"bulk{self.made}.json", "InputFormat": "DYNAMODB_JSON"},
                       OutputS3Configuration={"S3Bucket": BUCKET, "S3KeyPrefix": "bulk-reports",
                                              "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]})
        self.unknown = None
        self.running[started["BulkOperationDescription"]["BulkOperationArn"]] = self.made

    def check(self, call):
        """After a restart: each goes on to its end."""
        listed = {each["BulkOperationArn"] for each in call("ListBulkOperations")["BulkOperationsSummaryList"]}
        assert listed >= set(self.running), "a bulk operation that was acknowledged is gone"
        for arn in listed - set(self.running) - self.known:
            assert self.unknown, f"{arn} was never started"
            self.running[arn] = self.unknown
        self.unknown = None
        for arn, number in self.running.items():
            end = wait_until_done(call, arn)
            counts = end["BulkOperationStatus"], end["ProcessedItemCount"], end["FailedItemCount"]
            assert counts == ("COMPLETED", ITEMS_EACH, 0), f"a bulk operation ended with {counts}"
            self.known.add(arn)
            self.done.append(number)
        self.running.clear()
        reports = self.folder.glob("bulk-reports/**/condition-check-failure/*")
        assert not list(reports), "an item was put twice"
        expected = {item["pk"]["S"]: item for number in self.done for item in items_of(number)}
        for index in ({}, {"IndexName": "by_group"}):
            found = {item["pk"]["S"]: item for item in pages(call, "Scan", "Items", TableName=TABLE, **index)}
            assert found == expected, f"{len(found)} of {len(expected)} items that were put in bulk {index}"


def wait_until_done(call, arn, timeout_s=120):
    deadline = time.monotonic() + timeout_s
    while True:
        description = call("DescribeBulkOperation", BulkOperationArn=arn)["BulkOperationDescription"]
        if description["BulkOperationStatus"] != "IN_PROGRESS":
            return description
        assert time.monotonic() < deadline, description
        time.sleep(0.02)
