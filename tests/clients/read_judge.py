# SPDX-License-Identifier: Apache-2.0
"""Random reads of random items, judged by a model: every item that is there must come once, in order, however the
read is made and cut into pages. The long form, with more rounds (from tests/):

    python3 -m clients.read_judge --rounds 200 --seed 1
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from decimal import Decimal

from connect import make_client
from server_process import ServerProcess, make_cold

TABLE = "judged"
PAGE = 1 << 20
SMALL_FILES = ("--memtable-kb", "256", "--table-file-kb", "64", "--cache-mb", "1", "--expiry-interval-ms", "200")
MOVING = Decimal("0.125")  # What the sort keys of moving items end with.
# Partition key and sort key of the table and of each index, and what entries hold beside keys (None: all).
SOURCES = {
    None: ("pk", "sk", None),
    "local": ("pk", "at", ()),
    "local_some": ("pk", "n", ("kind",)),
    "global": ("kind", "at", None),
    "global_keys": ("n", None, ()),
}
LATER = ("kind", "n", ("at",))  # An index that comes and goes.
TYPES = {"pk": "S", "sk": "N", "at": "S", "n": "N", "kind": "S"}
KINDS = ("red", "green", "blue")


def plain(value):
    [(kind, inner)] = value.items()
    return Decimal(inner) if kind == "N" else inner


def sort_value(item, name):
    value = plain(item[name])
    return value.encode() if isinstance(value, str) else value


def key_of(item):
    return item["pk"]["S"], Decimal(item["sk"]["N"])


def size_of(item):
    """Nearly: numbers are counted as their text."""
    return sum(len(name) + len(next(iter(value.values()))) for name, value in item.items())


class Judge:
    def __init__(self, server, seed):
        self.server = server
        self.chance = random.Random(seed)
        self.model = {}
        self.reads = 0
        self.items = 0
        self.refusals = 0
        self.cold_page = None  # In front of the page with this number the server is started anew, once.

    def start_cold(self, end):
        getattr(self.server, end)()
        make_cold(self.server.data)
        self.server.start()

    # Writing.

    def create(self):
        def keys(source):
            partition, sort, _ = source
            schema = [{"AttributeName": partition, "KeyType": "HASH"}]
            return schema + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])

        def index(name):
            others = SOURCES[name][2]
            projection = {"ProjectionType": "ALL" if others is None else "INCLUDE" if others else "KEYS_ONLY"}
            if others:
                projection["NonKeyAttributes"] = list(others)
            return {"IndexName": name, "KeySchema": keys(SOURCES[name]), "Projection": projection}

        self.client.create_table(
            TableName=TABLE, KeySchema=keys(SOURCES[None]), BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in TYPES.items()],
            LocalSecondaryIndexes=[index("local"), index("local_some")],
            GlobalSecondaryIndexes=[index("global"), index("global_keys")])
        self.client.update_time_to_live(TableName=TABLE, TimeToLiveSpecification={"Enabled": True, "AttributeName": "gone"})

    @property
    def client(self):
        return make_client(self.server.endpoint)

    def new_item(self, key=None):
        chance = self.chance
        pk, sk = key or (f"p{chance.randint(0, 2)}", Decimal(chance.choice((1, -1)) * chance.randint(0, 400)) / 4)
        item = {"pk": {"S": pk}, "sk": {"N": str(sk)}}
        if chance.random() < 0.8:
            item["at"] = {"S": chance.choice("abcé") * chance.randint(1, 3) + str(chance.randint(0, 99))}
        if chance.random() < 0.8:
            item["n"] = {"N": str(chance.randint(-3, 3))}
        if chance.random() < 0.8:
            item["kind"] = {"S": chance.choice(KINDS)}
        if chance.random() < 0.1:  # It may go at any time.
            item["gone"] = {"N": str(int(time.time()) - chance.choice((100, 1000)))}
        item["fill"] = {"S": "x" * chance.choice((0, 10, 100, 1000, 10_000, 20_000, 100_000))}
        return item

    def put_one(self, client):
        item = self.new_item()
        client.put_item(TableName=TABLE, Item=item)
        self.model[key_of(item)] = item

    def put_many(self, client):
        items = {key_of(item): item for item in (self.new_item() for _ in range(self.chance.randint(1, 25)))}
        left = {TABLE: [{"PutRequest": {"Item": item}} for item in items.values()]}
        while left:
            left = client.batch_write_item(RequestItems=left)["UnprocessedItems"]
        self.model.update(items)

    def delete_one(self, client):
        if not self.model:
            return
        key = self.chance.choice(sorted(self.model))
        client.delete_item(TableName=TABLE, Key={"pk": {"S": key[0]}, "sk": {"N": str(key[1])}})
        del self.model[key]

    def change_one(self, client):
        if not self.model:
            return
        key = self.chance.choice(sorted(self.model))
        name, value = self.chance.choice((("at", {"S": "moved"}), ("n", {"N": "5"}), ("kind", {"S": "red"})))
        request = {"UpdateExpression": "SET #a = :v REMOVE gone", "ExpressionAttributeValues": {":v": value}}
        if self.chance.random() < 0.4:
            request = {"UpdateExpression": "REMOVE #a, gone"}
        new = client.update_item(TableName=TABLE, Key={"pk": {"S": key[0]}, "sk": {"N": str(key[1])}},
                                 ExpressionAttributeNames={"#a": name}, ReturnValues="ALL_NEW", **request).get("Attributes")
        if new:
            self.model[key] = new
        else:  # It had gone by itself.
            del self.model[key]

    def move_items(self, stop):
        """Puts and deletes items beside those of the model, which no read may leave out for that."""
        client = make_client(self.server.endpoint, attempts=10)
        chance = random.Random(1)
        while not stop.is_set():
            key = {"pk": {"S": f"p{chance.randint(0, 2)}"}, "sk": {"N": str(chance.randint(0, 100) + MOVING)}}
            if chance.random() < 0.5:
                client.delete_item(TableName=TABLE, Key=key)
            else:
                client.put_item(TableName=TABLE, Item={
                    **key, "at": {"S": chance.choice("abc")}, "n": {"N": str(chance.randint(-3, 3))},
                    "kind": {"S": chance.choice(KINDS)}, "fill": {"S": "y" * chance.randint(0, 1000)}})

    def write(self, count):
        client = self.client
        for _ in range(count):
            self.chance.choice((self.put_one, self.put_many, self.delete_one, self.change_one))(client)

    # Reading.

    def condition_on(self, name, values):
        """A condition on a sort key, its values, and what it holds for."""
        one, other = sorted((self.chance.choice(values), self.chance.choice(values)))
        kind = TYPES[name]

        def wire(value):
            return {kind: value.decode() if kind == "S" else str(value)}

        forms = [("#s = :x", lambda v: v == one), ("#s < :x", lambda v: v < one), ("#s <= :x", lambda v: v <= one),
                 ("#s > :x", lambda v: v > one), ("#s >= :x", lambda v: v >= one),
                 ("#s BETWEEN :x AND :y", lambda v: one <= v <= other)]
        if kind == "S":
            one = self.chance.choice((one, one[:1])) if one[:1].isascii() else one
            forms.append(("begins_with(#s, :x)", lambda v: v.startswith(one)))
        text, holds = self.chance.choice(forms)
        bound = {":x": wire(one)}
        if ":y" in text:
            bound[":y"] = wire(other)
        return text, bound, holds

    def filter(self, index):
        """A filter, its values, and what it holds for; of what every source but KEYS_ONLY has."""
        if self.chance.random() < 0.5 or index in ("local", "local_some", "global_keys", "later"):
            return None, {}, lambda item: True
        return self.chance.choice((
            ("attribute_not_exists(gone)", {}, lambda item: "gone" not in item),
            ("size(fill) > :f", {":f": {"N": "500"}}, lambda item: len(item.get("fill", {}).get("S", "")) > 500),
            ("contains(fill, :f)", {":f": {"S": "nothing"}}, lambda item: False),
        ))

    def limit(self):
        return self.chance.choice((None, None, 1, 2, 7, 40, 300))

    def request(self, name, index):
        request = {"TableName": TABLE, "ConsistentRead": not str(index).startswith(("global", "later")) and self.chance.random() < 0.5}
        if index:
            request["IndexName"] = index
        limit = self.limit()
        if limit:
            request["Limit"] = limit
        if self.chance.random() < 0.3:
            request["ReturnConsumedCapacity"] = "TOTAL"
        if str(index).startswith("local") and self.chance.random() < 0.3:
            request["Select"] = "ALL_ATTRIBUTES"
        return request

    def pages(self, operation, request):
        """All items, and the pages that they came in."""
        found, pages = [], []
        for each in range(5000):
            if each == self.cold_page:
                self.start_cold(self.chance.choice(("stop", "kill")))
                self.cold_page = None
            answer = operation(**request)
            pages.append(answer)
            found += answer["Items"]
            assert answer["Count"] == len(answer["Items"]), (request, answer["Count"])
            assert "Limit" not in request or answer["ScannedCount"] <= request["Limit"], (request, answer["ScannedCount"])
            if "LastEvaluatedKey" not in answer:
                return found, pages
            # Why it ended here. (What a filter leaves out counts, too, and is not seen.)
            assert "FilterExpression" in request or answer["ScannedCount"] == request.get("Limit") or (
                size_of_page(answer) > PAGE // 2), (request, answer["ScannedCount"], size_of_page(answer))
            request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}
        raise AssertionError(f"{request}: this never ends")

    def in_source(self, source):
        partition, sort, _ = source
        return [item for item in self.model.values() if partition in item and (sort is None or sort in item)]

    def query(self):
        index = self.chance.choice(list(SOURCES))
        self.query_source(index, SOURCES[index])

    def query_source(self, index, source):
        partition, sort, _ = source
        items = self.in_source(source)
        if not items:
            return
        value = self.chance.choice(items)[partition]
        mine = [item for item in items if item[partition] == value]
        request = self.request("query", index)
        text, bound, holds = "#p = :p", {":p": value}, lambda v: True
        names = {"#p": partition}
        if sort and self.chance.random() < 0.6:
            more, values, holds = self.condition_on(sort, [sort_value(item, sort) for item in mine])
            text, names, bound = f"{text} AND {more}", {**names, "#s": sort}, {**bound, **values}
        filter_text, values, passes = self.filter(index)
        if filter_text:
            request["FilterExpression"] = filter_text
        forward = self.chance.random() < 0.5
        request.update(KeyConditionExpression=text, ExpressionAttributeNames=names, ScanIndexForward=forward,
                       ExpressionAttributeValues={**bound, **values})
        found, pages = self.pages(self.client.query, request)
        self.judge(found, [item for item in mine if (not sort or holds(sort_value(item, sort))) and passes(item)],
                   request, source)
        if sort:
            order = [sort_value(item, sort) for item in found]
            assert order == sorted(order, reverse=not forward), request
        self.judge_pages(pages, request, source)

    def scan(self):
        index = self.chance.choice(list(SOURCES))
        request = self.request("scan", index)
        text, values, passes = self.filter(index)
        if text:
            request["FilterExpression"] = text
        if values:
            request["ExpressionAttributeValues"] = values
        segments = self.chance.choice((1, 1, 2, 3, 16))
        found = []
        for segment in range(segments):
            part = {**request, "Segment": segment, "TotalSegments": segments} if segments > 1 else request
            items, pages = self.pages(self.client.scan, part)
            self.judge_pages(pages, part, SOURCES[index])
            found += items
        self.judge(found, [item for item in self.in_source(SOURCES[index]) if passes(item)], request, SOURCES[index])

    def statement(self):
        partitions = self.chance.sample(("p0", "p1", "p2"), self.chance.randint(1, 3))
        words = ", ".join(f"'{each}'" for each in partitions)
        forms = {
            f"pk IN [{words}]": lambda item: item["pk"]["S"] in partitions,
            f"pk IN [{words}] AND sk > 3": lambda item: item["pk"]["S"] in partitions and Decimal(item["sk"]["N"]) > 3,
            "sk < 0": lambda item: Decimal(item["sk"]["N"]) < 0,
            f"pk = '{partitions[0]}' AND begins_with(kind, 'r')":
                lambda item: item["pk"]["S"] == partitions[0] and item.get("kind", {}).get("S", "").startswith("r"),
        }
        source, table = SOURCES[None], f'"{TABLE}"'
        text, holds = self.chance.choice(list(forms.items()))
        if self.chance.random() < 0.3:
            source, table = SOURCES["global"], f'"{TABLE}"."global"'
            text, holds = "kind = 'red' AND \"at\" > 'b' ORDER BY \"at\" DESC", is_red_above_b
        request = {"Statement": f"SELECT * FROM {table} WHERE {text}"}
        limit = self.limit()
        if limit:
            request["Limit"] = limit
        found, more = [], {}
        for _ in range(5000):
            answer = self.client.execute_statement(**request, **more)
            found += answer["Items"]
            if "NextToken" not in answer:
                break
            more = {"NextToken": answer["NextToken"]}
        self.judge(found, [item for item in self.in_source(source) if holds(item)], request, source)
        if source[1] == "at":
            order = [sort_value(item, "at") for item in found]
            assert order == sorted(order, reverse=True), request

    def batch_get(self):
        if not self.model:
            return
        keys = self.chance.sample(sorted(self.model), min(len(self.model), self.chance.randint(1, 100)))
        asked = [{"pk": {"S": pk}, "sk": {"N": str(sk)}} for pk, sk in keys]
        left, found = {TABLE: {"Keys": asked, "ConsistentRead": self.chance.random() < 0.5}}, []
        while left:
            answer = self.client.batch_get_item(RequestItems=left)
            found += answer["Responses"].get(TABLE, [])
            left = answer["UnprocessedKeys"]
        self.judge(found, [self.model[key] for key in keys], "BatchGetItem", SOURCES[None])

    def read(self, count):
        stop = threading.Event()
        mover = threading.Thread(target=self.move_items, args=(stop,))
        mover.start()
        try:
            for _ in range(count):
                self.chance.choice((self.query, self.query, self.scan, self.statement, self.batch_get))()
                self.reads += 1
        finally:
            stop.set()
            mover.join()

    def add_index(self):
        """Reads an index from the moment that it is there: what answers must be complete."""
        client = self.client
        partition, sort, others = LATER
        client.update_table(
            TableName=TABLE,
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in TYPES.items()],
            GlobalSecondaryIndexUpdates=[{"Create": {
                "IndexName": "later", "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(others)},
                "KeySchema": [{"AttributeName": partition, "KeyType": "HASH"},
                              {"AttributeName": sort, "KeyType": "RANGE"}]}}])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.query_source("later", LATER)
                break
            except client.exceptions.ClientError as error:
                assert "backfilling" in error.response["Error"]["Message"], error
                self.refusals += 1
        else:
            raise AssertionError("the index is never filled")
        client.update_table(TableName=TABLE, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "later"}}])

    # Judging.

    def judge(self, found, expected, what, source):
        found = [item for item in found if key_of(item)[1] % 1 != MOVING]
        keys = [key_of(item) for item in found]
        assert len(keys) == len(set(keys)), f"{what}: something came twice"
        wanted = {key_of(item): item for item in expected}
        extra = set(keys) - set(wanted)
        assert not extra, f"{what}: {len(extra)} should not have come, {sorted(extra)[:3]}"
        missing = {key for key in set(wanted) - set(keys) if "gone" not in wanted[key]}
        assert not missing, f"{what}: {len(missing)} of {len(wanted)} are missing, {sorted(missing)[:3]}"
        for key, item in zip(keys, found):
            if source[2] is None:
                assert item == wanted[key], f"{what}: {key} is not as it was written"
            else:
                assert all(wanted[key].get(name) == value for name, value in item.items()), f"{what}: {key} is old"
        self.items += len(found)

    def judge_pages(self, pages, request, source):
        """A page of whole items that has no Limit ends at 1 MB and not before."""
        whole = source[2] is None or request.get("Select") == "ALL_ATTRIBUTES"
        if "Limit" in request or "FilterExpression" in request or not whole:
            return
        for page in pages:
            last = size_of(page["Items"][-1]) if page["Items"] else 0
            assert size_of_page(page) - last < PAGE * 1.01, (request, size_of_page(page))
            if "LastEvaluatedKey" in page:
                assert size_of_page(page) > PAGE * 0.99, (request, size_of_page(page))


def size_of_page(page):
    return sum(size_of(item) for item in page["Items"])


def is_red_above_b(item):
    return item["kind"]["S"] == "red" and item["at"]["S"] > "b"


def run(judge, rounds, writes, reads):
    judge.create()
    for each in range(rounds):
        judge.write(writes)
        judge.cold_page = 2
        judge.add_index()
        judge.read(reads)
        judge.start_cold("kill" if each % 2 else "stop")
        judge.read(reads)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory, ServerProcess(f"{directory}/data", *SMALL_FILES) as server:
        judge = Judge(server, options.seed)
        run(judge, options.rounds, writes=30, reads=40)
        print(f"{judge.reads} reads of {judge.items} items: each came once; "
              f"{judge.refusals} reads of indexes being filled were refused")


if __name__ == "__main__":
    sys.exit(main())
