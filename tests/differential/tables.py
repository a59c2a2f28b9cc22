# SPDX-License-Identifier: Apache-2.0
"""The tables that the requests are about, and making and emptying them."""

import time
from dataclasses import dataclass, field

PREFIX = "differential-"


@dataclass(frozen=True)
class Index:
    name: str
    partition: str
    sort: str | None = None
    local: bool = False
    included: tuple | None = ()  # None: all attributes; (): keys only.

    def projection(self):
        if self.included is None:
            return {"ProjectionType": "ALL"}
        if not self.included:
            return {"ProjectionType": "KEYS_ONLY"}
        return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(self.included)}


@dataclass(frozen=True)
class Table:
    name: str
    types: dict  # Of all attributes that are in a key.
    partition: str = "pk"
    sort: str | None = None
    indexes: tuple = field(default=())

    @property
    def keys(self):
        return [self.partition] + ([self.sort] if self.sort else [])

    def definition(self):
        definition = {
            "TableName": self.name,
            "KeySchema": key_schema(self.partition, self.sort),
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": t} for n, t in self.types.items()],
            "BillingMode": "PAY_PER_REQUEST",
        }
        for member, local in (("LocalSecondaryIndexes", True), ("GlobalSecondaryIndexes", False)):
            indexes = [{"IndexName": i.name, "KeySchema": key_schema(i.partition, i.sort),
                        "Projection": i.projection()} for i in self.indexes if i.local == local]
            if indexes:
                definition[member] = indexes
        return definition


def key_schema(partition, sort):
    schema = [{"AttributeName": partition, "KeyType": "HASH"}]
    return schema + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


# Attributes of items: keys of indexes have one letter and a number, others a letter.
TABLES = [
    Table(PREFIX + "hash", {"pk": "S"}),
    Table(PREFIX + "range", {"pk": "S", "sk": "S", "k1": "S", "k2": "N", "k3": "S"}, sort="sk", indexes=(
        Index("local-all", "pk", "k1", local=True, included=None),
        Index("local-keys", "pk", "k2", local=True),
        Index("local-some", "pk", "k3", local=True, included=("a", "m")),
        Index("global-all", "k1", "k2", included=None),
        Index("global-keys", "k3"),
        Index("global-some", "k2", "k1", included=("a", "b")),
    )),
    Table(PREFIX + "number", {"pk": "N", "sk": "N", "k1": "N"}, sort="sk", indexes=(
        Index("global-all", "k1", included=None),
        Index("global-inverse", "sk", "pk"),
    )),
    Table(PREFIX + "binary", {"pk": "B", "sk": "B"}, sort="sk"),
]


def make_tables(endpoint, tables):
    """Makes them anew."""
    for table in tables:
        drop_table(endpoint, table.name)
        endpoint.must("CreateTable", table.definition())
    for table in tables:
        while endpoint.must("DescribeTable", {"TableName": table.name})["Table"]["TableStatus"] != "ACTIVE":
            time.sleep(0.02)


def drop_table(endpoint, name):
    endpoint.call("UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False})
    endpoint.call("DeleteTable", {"TableName": name})
    wait_until_gone(endpoint, name)


def wait_until_gone(endpoint, name, timeout_s=30):
    deadline = time.monotonic() + timeout_s
    while endpoint.call("DescribeTable", {"TableName": name}).ok:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{endpoint.name}: {name} is not deleted")
        time.sleep(0.02)


def clear_table(endpoint, table):
    """Deletes all items. The tables are small: one page."""
    request = {"TableName": table.name, "ConsistentRead": True}
    items = endpoint.must("Scan", request)["Items"]
    for start in range(0, len(items), 25):
        deletes = [{"DeleteRequest": {"Key": {name: item[name] for name in table.keys}}}
                   for item in items[start:start + 25]]
        endpoint.must("BatchWriteItem", {"RequestItems": {table.name: deletes}})
