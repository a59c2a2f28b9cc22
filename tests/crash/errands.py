# SPDX-License-Identifier: Apache-2.0
"""What an administrator does while others write: indexes come and go, tables are restored to a moment and imported,
items put in bulk."""

import json
import time

from crash import bank, bulk
from crash.owned_items import TABLE
from crash.wire import Gone, Refused, pages

BUCKET = "imports"
IMPORTED = 300
INDEX = "by_version"


def imported_item(number):
    return {"pk": {"S": f"{number:04}"}, "text": {"S": "imported " * (number % 9)}}


def prepare(data):
    """The file that imports read."""
    folder = data / "s3" / BUCKET / "in"
    folder.mkdir(parents=True)
    lines = (json.dumps({"Item": imported_item(number)}) + "\n" for number in range(IMPORTED))
    (folder / "items.json").write_text("".join(lines))


def now_ms():
    return time.time_ns() // 1_000_000


class Errands:
    def __init__(self, chance, data):
        self.chance = chance
        self.made = 0
        self.began_ms = None
        self.bulk_puts = bulk.BulkPuts(data)
        self.done = {"backfills": 0, "restores": 0, "imports": 0, "bulk puts": 0}

    def begin_again(self, call):
        """With new tables of the same names. What is imported and put in bulk gets other names than before."""
        self.began_ms = None
        self.bulk_puts.begin_again(call)

    def run(self, call):
        self.began_ms = self.began_ms or now_ms()
        try:
            while True:
                self.chance.choice([self._change_index, self._change_index, self._restore, self._import,
                                    self.bulk_puts.start])(call)
                time.sleep(self.chance.uniform(0, 0.1))
        except Gone:
            pass

    def _try(self, call, operation, **request):
        try:
            call(operation, **request)
        except Refused as refusal:  # What came before is under way.
            if refusal.name not in ("ResourceInUseException", "LimitExceededException"):
                raise

    def _change_index(self, call):
        there = [index["IndexName"] for index in describe(call, TABLE)["GlobalSecondaryIndexes"]]
        if INDEX in there:
            change = {"Delete": {"IndexName": INDEX}}
        else:
            change = {"Create": {"IndexName": INDEX, "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}],
                                 "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n"]}}}
        self._try(call, "UpdateTable", TableName=TABLE, GlobalSecondaryIndexUpdates=[change],
                  AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in (
                      ("pk", "S"), ("sk", "S"), ("group", "S"), ("at", "N"), ("v", "S"))])

    def _restore(self, call):
        self.made += 1
        moment = {"UseLatestRestorableTime": True}
        if self.chance.random() < 0.7:
            moment = {"RestoreDateTime": max(self.began_ms, now_ms() - self.chance.randint(0, 1000)) / 1000}
        self._try(call, "RestoreTableToPointInTime", SourceTableName=bank.TABLE, TargetTableName=f"restored{self.made}",
                  **moment)

    def _import(self, call):
        self.made += 1
        self._try(call, "ImportTable", S3BucketSource={"S3Bucket": BUCKET, "S3KeyPrefix": "in"},
                  InputFormat="DYNAMODB_JSON", ClientToken=f"import{self.made}", TableCreationParameters={
                      "TableName": f"imported{self.made}", "BillingMode": "PAY_PER_REQUEST",
                      "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                      "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]})

    def check(self, call):
        """After a restart: what was begun comes to its end, and is right. Its tables go."""
        self.bulk_puts.check(call)
        self.done["bulk puts"] = len(self.bulk_puts.done)
        for name in call("ListTables")["TableNames"]:
            description = wait_until_active(call, name)
            if name == TABLE:
                self.done["backfills"] += INDEX in map(lambda i: i["IndexName"], description["GlobalSecondaryIndexes"])
            elif name.startswith("restored"):
                bank.check_accounts(call, name)
                self.done["restores"] += 1
            elif name.startswith("imported"):
                found = sorted(pages(call, "Scan", "Items", TableName=name), key=lambda item: item["pk"]["S"])
                assert found == [imported_item(number) for number in range(IMPORTED)], f"{name}: not what was imported"
                self.done["imports"] += 1
            if name.startswith(("restored", "imported")):
                call("DeleteTable", TableName=name)


def describe(call, name):
    return call("DescribeTable", TableName=name)["Table"]


def wait_until_active(call, name, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while True:
        description = describe(call, name)
        indexes = description.get("GlobalSecondaryIndexes", [])
        states = [description["TableStatus"], *(index["IndexStatus"] for index in indexes)]
        restoring = description.get("RestoreSummary", {}).get("RestoreInProgress", False)
        if set(states) == {"ACTIVE"} and not restoring:
            return description
        assert time.monotonic() < deadline, f"{name} stays {states}"
        time.sleep(0.01)
