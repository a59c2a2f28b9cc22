# SPDX-License-Identifier: Apache-2.0
"""Items that only one writer writes: what the table and its stream must say of them is known to the byte."""

import uuid

from crash.wire import Gone

TABLE = "items"
KEYS_EACH = 80
PARTITIONS = 4


def create(call):
    def keys(partition, sort):
        return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]

    call("CreateTable", TableName=TABLE, KeySchema=keys("pk", "sk"), BillingMode="PAY_PER_REQUEST",
         AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind}
                               for name, kind in (("pk", "S"), ("sk", "S"), ("group", "S"), ("at", "N"))],
         GlobalSecondaryIndexes=[{"IndexName": "by_group", "KeySchema": keys("group", "at"),
                                  "Projection": {"ProjectionType": "ALL"}}],
         LocalSecondaryIndexes=[{"IndexName": "by_at", "KeySchema": keys("pk", "at"),
                                 "Projection": {"ProjectionType": "ALL"}}],
         StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})


class Pending:
    """A request that was not answered."""

    def __init__(self, changes, request=None):
        self.changes = changes  # Pairs of a key and the item that it would have.
        self.request = request  # Of a transaction: it is all or nothing, and can be sent again.


class OwnedItems:
    def __init__(self, number, chance):
        self.number, self.chance = number, chance
        self.keys = [(f"p{key % PARTITIONS}", f"{number}-{key:03}") for key in range(KEYS_EACH)]
        self.items = dict.fromkeys(self.keys)
        self.records = {key: [] for key in self.keys}  # Pairs of an old and a new image.
        self.transactions = {}  # The number of records that each has in the stream.
        self.pending = None
        self.again = None
        self.version = 0
        self.acknowledged = 0

    # What a request would do.

    def _put(self, key):
        chance = self.chance
        length = chance.choice([20, 20, 100, 100, 2000])
        item = {"pk": {"S": key[0]}, "sk": {"S": key[1]}, "v": self._version_value(), "n": {"N": "1"},
                "noise": {"S": ("%x" % chance.getrandbits(4 * length))}}
        if chance.random() < 0.9:
            item["group"] = {"S": f"{self.number}.{chance.randint(0, 2)}"}
        if chance.random() < 0.9:
            item["at"] = {"N": str(chance.randint(-1000, 1000))}
        return item

    def _update(self, key):
        """The request's members, and the item afterwards."""
        at = {"N": str(self.chance.randint(-1000, 1000))}
        item = dict(self.items[key] or {"pk": {"S": key[0]}, "sk": {"S": key[1]}})
        item |= {"v": self._version_value(), "at": at, "n": {"N": str(int(item.get("n", {"N": "0"})["N"]) + 1)}}
        text = "SET v = :v, #at = :at ADD n :one"
        names = {"#at": "at"}
        if self.chance.random() < 0.2:
            item.pop("group", None)
            text += " REMOVE #group"
            names["#group"] = "group"
        return {"Key": self._key(key), "UpdateExpression": text, "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": {":v": item["v"], ":at": at, ":one": {"N": "1"}}}, item

    def _version_value(self):
        return {"S": f"{self.number}-{self.version}"}

    @staticmethod
    def _key(key):
        return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}

    def _some_keys(self, most):
        return self.chance.sample(self.keys, self.chance.randint(2, most))

    # Requests.

    def act(self, call):
        """One random request. Gone leaves it pending."""
        self.version += 1
        kinds = [(self._put_item, 25), (self._update_item, 25), (self._delete_item, 10), (self._batch, 10),
                 (self._transaction, 15), (self._read_item, 10), (self._read_group, 5)]
        self.chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0](call)

    def _put_item(self, call):
        key = self.chance.choice(self.keys)
        item = self._put(key)
        self._write(call, "PutItem", [(key, item)], TableName=TABLE, Item=item)

    def _update_item(self, call):
        key = self.chance.choice(self.keys)
        request, item = self._update(key)
        self._write(call, "UpdateItem", [(key, item)], TableName=TABLE, **request)

    def _delete_item(self, call):
        key = self.chance.choice(self.keys)
        self._write(call, "DeleteItem", [(key, None)], TableName=TABLE, Key=self._key(key))

    def _batch(self, call):
        changes = [(key, self._put(key) if self.chance.random() < 0.8 else None) for key in self._some_keys(25)]
        requests = [{"PutRequest": {"Item": item}} if item else {"DeleteRequest": {"Key": self._key(key)}}
                    for key, item in changes]
        answer = self._write(call, "BatchWriteItem", changes, RequestItems={TABLE: requests})
        assert not answer["UnprocessedItems"], answer

    def _transaction(self, call):
        changes, actions = [], []
        for key in self._some_keys(8):
            kind = self.chance.choice(["Put", "Update", "Delete"])
            request, item = {"Key": self._key(key)}, None
            if kind == "Put":
                item = self._put(key)
                request = {"Item": item}
            elif kind == "Update":
                request, item = self._update(key)
            changes.append((key, item))
            actions.append({kind: {"TableName": TABLE, **request}})
        request = {"ClientRequestToken": str(uuid.UUID(int=self.chance.getrandbits(128))), "TransactItems": actions}
        self.pending = Pending(changes, request)
        call("TransactWriteItems", **request)
        self._settle(changes, whole=True)
        if self.chance.random() < 0.2:
            call("TransactWriteItems", **request)  # Changes nothing.

    def _write(self, call, operation, changes, **request):
        self.pending = Pending(changes)
        answer = call(operation, **request)
        self._settle(changes)
        return answer

    def _settle(self, changes, whole=False):
        """They have happened."""
        self.pending = None
        self.acknowledged += len(changes)
        made = 0
        for key, item in changes:
            if self.items[key] != item:
                self.records[key].append((self.items[key], item))
                self.items[key] = item
                made += 1
        if whole:
            self.transactions[f"{self.number}-{self.version}"] = made

    # Reads while others write: nobody else writes these items.

    def _read_item(self, call):
        key = self.chance.choice(self.keys)
        item = call("GetItem", TableName=TABLE, Key=self._key(key)).get("Item")
        assert item == self.items[key], f"GetItem gave {item} instead of {self.items[key]}"

    def _read_group(self, call):
        group = {"S": f"{self.number}.{self.chance.randint(0, 2)}"}
        answer = call("Query", TableName=TABLE, IndexName="by_group", KeyConditionExpression="#g = :g",
                      ExpressionAttributeNames={"#g": "group"}, ExpressionAttributeValues={":g": group})
        expected = [item for item in self.items.values() if item and item.get("group") == group and "at" in item]
        found = answer["Items"]
        assert sorted(found, key=by_sort_key) == sorted(expected, key=by_sort_key), f"group {group} differs"

    # After a restart.

    def resolve(self, found):
        """Says whether what was pending has happened, from the items that were found. A part of a transaction is an
        error."""
        if not self.pending:
            return
        changes = [(key, item) for key, item in self.pending.changes if self.items[key] != item]
        happened = [(key, item) for key, item in changes if found.get(key) == item]
        pending, request = self.pending, self.pending.request
        if request and len(happened) not in (0, len(changes)):
            raise AssertionError(f"a part of a transaction: {happened} of {changes}")
        self._settle(happened, whole=bool(happened and request))
        self.again = request
        if request and not happened:
            self.pending = pending

    def repeat(self, call):
        """Sends a transaction again that was not answered: then it must have happened, and once."""
        request, self.again = self.again, None
        if not request:
            return
        call("TransactWriteItems", **request)
        if self.pending:
            self._settle(self.pending.changes, whole=True)

    def run(self, call):
        """Until the server is gone."""
        try:
            self.repeat(call)
            while True:
                self.act(call)
        except Gone:
            pass


def by_sort_key(item):
    return item["sk"]["S"]
