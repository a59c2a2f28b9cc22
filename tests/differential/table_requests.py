# SPDX-License-Identifier: Apache-2.0
"""CreateTable and UpdateTable, of tables that nothing else uses."""

from differential.tables import PREFIX, Index, Table, drop_table, key_schema, make_tables

MADE = PREFIX + "made"
CHANGED = Table(PREFIX + "changed", {"pk": "S", "sk": "S", "k1": "S"}, sort="sk",
                indexes=(Index("global-all", "k1", included=None),))


class TableRequests:
    def __init__(self, random):
        self.random = random

    def create(self):
        r = self.random
        types = {name: r.choice("SNB") for name in ("pk", "sk", "k1", "k2", "k3")}
        sort = r.choice(["sk", None])
        indexes = [self.index(types, number) for number in range(r.choice([0, 0, 1, 2, 3]))]
        if sort is None:
            indexes = [index for index in indexes if not index.local]
        used = {"pk", sort, *(name for index in indexes for name in (index.partition, index.sort))}
        table = Table(MADE, {name: kind for name, kind in types.items() if name in used}, sort=sort, indexes=tuple(indexes))
        request = table.definition()
        self.provision(request)
        if r.random() < 0.2:
            request["StreamSpecification"] = r.choice([
                {"StreamEnabled": True, "StreamViewType": r.choice(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE"])},
                {"StreamEnabled": False}])
        if r.random() < 0.1:
            request["DeletionProtectionEnabled"] = False
        return "CreateTable", request

    def index(self, types, number):
        r = self.random
        name = f"index-{number}"
        included = r.choice([None, (), ("a",), ("a", "b", "k3")])
        if r.random() < 0.4:
            return Index(name, "pk", r.choice(["k1", "k2", "k3"]), local=True, included=included)
        partition = r.choice(["k1", "k2", "pk", "sk"])
        return Index(name, partition, r.choice([None, "k3", "pk" if partition != "pk" else "k2"]), included=included)

    def provision(self, request):
        if self.random.random() < 0.7:
            return
        del request["BillingMode"]
        throughput = {"ReadCapacityUnits": self.random.randint(1, 5), "WriteCapacityUnits": self.random.randint(1, 5)}
        if self.random.random() < 0.3:
            request["BillingMode"] = "PROVISIONED"
        request["ProvisionedThroughput"] = throughput
        for index in request.get("GlobalSecondaryIndexes", []):
            index["ProvisionedThroughput"] = throughput

    def update(self):
        r = self.random
        request = {"TableName": CHANGED.name}
        if r.random() < 0.4:
            request["AttributeDefinitions"] = [{"AttributeName": "k2", "AttributeType": "N"}]
            request["GlobalSecondaryIndexUpdates"] = [{"Create": {
                "IndexName": r.choice(["global-new", "global-all"]), "KeySchema": key_schema("k2", r.choice([None, "pk"])),
                "Projection": {"ProjectionType": r.choice(["ALL", "KEYS_ONLY"])}}}]
        elif r.random() < 0.5:
            request["GlobalSecondaryIndexUpdates"] = [{"Delete": {"IndexName": r.choice(["global-all", "global-nope"])}}]
        if r.random() < 0.3:
            request["BillingMode"] = r.choice(["PAY_PER_REQUEST", "PROVISIONED"])
        if r.random() < 0.3:
            request["ProvisionedThroughput"] = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 3}
        if r.random() < 0.2:
            request["StreamSpecification"] = r.choice([
                {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}, {"StreamEnabled": False}])
        if r.random() < 0.1:
            request["DeletionProtectionEnabled"] = False
        return "UpdateTable", request


def undo(endpoints, operation):
    """Has the tables as they were before such a request, which some endpoint accepted."""
    for endpoint in endpoints:
        if operation == "CreateTable":
            drop_table(endpoint, MADE)
        else:
            make_tables(endpoint, [CHANGED])
