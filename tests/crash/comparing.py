# SPDX-License-Identifier: Apache-2.0
"""What the server has after a restart, compared with what it said before."""

import collections

from crash.errands import describe
from crash.owned_items import PARTITIONS, TABLE
from crash.wire import STREAMS_API, pages

LIMITS = [None, 1, 3, 10, 40, 100, 317, 1000]


def key_of(item):
    return item["pk"]["S"], item["sk"]["S"]


def by_key(items, what):
    found = {key_of(item): item for item in items}
    assert len(found) == len(items), f"{what}: something came twice"
    return found


def assert_same(found, expected, what):
    if found == expected:
        return
    different = [key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)]
    raise AssertionError(f"{what}: {len(different)} differ, {len(found)} of {len(expected)} are there; the first: "
                         f"{found.get(different[0])} instead of {expected.get(different[0])}")


def compare_items(call, owners, chance):
    """Every item, every index, and pages of all sizes."""
    found = by_key(pages(call, "Scan", "Items", chance.choice(LIMITS[2:] + LIMITS[:1]), TableName=TABLE), "Scan")
    for owner in owners:
        owner.resolve(found)
    expected = {key: item for owner in owners for key, item in owner.items.items() if item}
    assert_same(found, expected, "the table")
    description = describe(call, TABLE)
    assert description["ItemCount"] == len(found), f"ItemCount {description['ItemCount']} of {len(found)}"
    for index in description["GlobalSecondaryIndexes"] + description["LocalSecondaryIndexes"]:
        compare_index(call, index, expected, chance.choice(LIMITS[2:] + LIMITS[:1]))
    for read in chance.sample([by_partition, backward, by_local_index, in_segments], 2):
        limit = chance.choice(LIMITS)
        assert_same(by_key(read(call, limit), read.__name__), expected_of(read, expected), f"{read.__name__} ({limit})")


def compare_index(call, index, items, limit):
    attributes = [key["AttributeName"] for key in index["KeySchema"]]
    kept = None
    if index["Projection"]["ProjectionType"] == "INCLUDE":
        kept = {"pk", "sk", *attributes, *index["Projection"]["NonKeyAttributes"]}
    expected = {key: {name: value for name, value in item.items() if kept is None or name in kept}
                for key, item in items.items() if all(name in item for name in attributes)}
    name = index["IndexName"]
    entries = pages(call, "Scan", "Items", limit, TableName=TABLE, IndexName=name)
    assert_same(by_key(entries, name), expected, f"the index {name}")
    assert index["ItemCount"] == len(expected), f"{name}: ItemCount {index['ItemCount']} of {len(expected)}"


def by_partition(call, limit, **more):
    return [item for partition in range(PARTITIONS) for item in pages(
        call, "Query", "Items", limit, TableName=TABLE, KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": f"p{partition}"}}, **more)]


def backward(call, limit):
    return by_partition(call, limit, ScanIndexForward=False)


def by_local_index(call, limit):
    return by_partition(call, limit, IndexName="by_at")


def in_segments(call, limit):
    return [item for segment in range(5) for item in pages(
        call, "Scan", "Items", limit, TableName=TABLE, Segment=segment, TotalSegments=5)]


def expected_of(read, items):
    return {key: item for key, item in items.items() if read is not by_local_index or "at" in item}


def read_stream(call, limit):
    arn = describe(call, TABLE)["LatestStreamArn"]
    records = []
    for shard in call("DescribeStream", api=STREAMS_API, StreamArn=arn)["StreamDescription"]["Shards"]:
        place = call("GetShardIterator", api=STREAMS_API, StreamArn=arn, ShardId=shard["ShardId"],
                     ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while place:
            answer = call("GetRecords", api=STREAMS_API, ShardIterator=place, Limit=limit)
            records += [record["dynamodb"] for record in answer["Records"]]
            place = answer.get("NextShardIterator") if answer["Records"] else None
    return records


def compare_stream(call, owners, limit=1000):
    """Every change of every item, in its order, once; transactions in one piece. Gives the number of records."""
    found = collections.defaultdict(list)
    places = collections.defaultdict(list)
    last = 0
    records = read_stream(call, limit)
    for place, record in enumerate(records):
        number = int(record["SequenceNumber"])
        assert number > last, f"sequence number {number} stands behind {last}"
        last = number
        found[key_of(record["Keys"])].append((record.get("OldImage"), record.get("NewImage")))
        if "NewImage" in record:
            places[record["NewImage"]["v"]["S"]].append(place)
    for owner in owners:
        for key, expected in owner.records.items():
            if found[key] != expected:
                raise AssertionError(f"the stream's records of {key}: {len(found[key])} instead of {len(expected)}; "
                                     f"{first_difference(found[key], expected)}")
        for version, count in owner.transactions.items():
            span = places[version][-1] - places[version][0] + 1 if places[version] else 0
            assert span <= count, f"the {count} records of transaction {version} are spread over {span}"
    return len(records)


def first_difference(found, expected):
    for place, (one, other) in enumerate(zip(found, expected)):
        if one != other:
            return f"number {place} is {one} instead of {other}"
    return "the rest is missing" if len(found) < len(expected) else f"too much: {found[len(expected)]}"
