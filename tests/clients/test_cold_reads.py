# SPDX-License-Identifier: Apache-2.0
"""What is read is complete, however little of it is in memory: a directory of many small table files is
opened cold, again and again, and paged through in every way there is."""

import random

import boto3
import pytest

from connect import make_client
from server_process import ServerProcess, make_cold

ITEMS = 1200
ROUNDS = 5
TABLE = "cold"
SMALL_FILES = ("--memtable-kb", "64", "--table-file-kb", "16", "--cache-mb", "1")


def key(number):
    return {"pk": {"S": f"p{number % 3}"}, "sk": {"S": f"{number:05}"}}


def item(number, generation):
    noise = random.Random(number * 100 + generation).randbytes(150)
    return {**key(number), "all": {"S": "one"}, "at": {"S": f"{(number * 7) % ITEMS:05}"}, "noise": {"B": noise}}


def create(client):
    string = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "all", "at")]

    def keys(partition, sort):
        return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]

    client.create_table(
        TableName=TABLE, KeySchema=keys("pk", "sk"), AttributeDefinitions=string, BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[{"IndexName": "global", "KeySchema": keys("all", "at"),
                                 "Projection": {"ProjectionType": "ALL"}}],
        LocalSecondaryIndexes=[{"IndexName": "local", "KeySchema": keys("pk", "at"),
                                "Projection": {"ProjectionType": "ALL"}}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})


def put(client, model, records, generation, step):
    numbers = range(0, ITEMS, step)
    for first in range(0, len(numbers), 25):
        batch = [item(number, generation) for number in numbers[first:first + 25]]
        left = {TABLE: [{"PutRequest": {"Item": entry}} for entry in batch]}
        while left:
            left = client.batch_write_item(RequestItems=left)["UnprocessedItems"]
        for entry in batch:
            model[entry["pk"]["S"], entry["sk"]["S"]] = entry
            records.append((entry["sk"]["S"], entry["noise"]["B"]))


def pages(operation, limit, **request):
    if limit:
        request["Limit"] = limit
    found = []
    while True:
        answer = operation(TableName=TABLE, **request)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def by_partition(client, limit, index=None, forward=True):
    found = []
    for partition in ("p0", "p1", "p2"):
        request = {"IndexName": index} if index else {}
        found += pages(client.query, limit, KeyConditionExpression="pk = :p", ScanIndexForward=forward,
                       ExpressionAttributeValues={":p": {"S": partition}}, **request)
    return found


def by_statement(client, limit):
    request = {"Statement": f'SELECT * FROM "{TABLE}"'}
    if limit:
        request["Limit"] = limit
    found = []
    while True:
        answer = client.execute_statement(**request)
        found += answer["Items"]
        if "NextToken" not in answer:
            return found
        request["NextToken"] = answer["NextToken"]


def by_global_index(client, limit, forward=True):
    return pages(client.query, limit, IndexName="global", KeyConditionExpression="#a = :one",
                 ScanIndexForward=forward, ExpressionAttributeNames={"#a": "all"},
                 ExpressionAttributeValues={":one": {"S": "one"}})


def in_segments(client, limit):
    return [entry for segment in range(4) for entry in pages(client.scan, limit, Segment=segment, TotalSegments=4)]


WAYS = {
    "query": by_partition,
    "query backward": lambda client, limit: by_partition(client, limit, forward=False),
    "local index": lambda client, limit: by_partition(client, limit, "local"),
    "global index": by_global_index,
    "global index backward": lambda client, limit: by_global_index(client, limit, forward=False),
    "scan": lambda client, limit: pages(client.scan, limit),
    "scan of an index": lambda client, limit: pages(client.scan, limit, IndexName="global"),
    "segments": in_segments,
    "PartiQL": by_statement,
}


def stream_records(endpoint, limit):
    streams = make_client(endpoint, lambda service, **options: boto3.client("dynamodbstreams", **options))
    arn = streams.list_streams(TableName=TABLE)["Streams"][0]["StreamArn"]
    found = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"],
                                              ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            answer = streams.get_records(ShardIterator=iterator, Limit=limit)
            found += answer["Records"]
            iterator = answer.get("NextShardIterator") if answer["Records"] else None
    return [(record["dynamodb"]["Keys"]["sk"]["S"], record["dynamodb"]["NewImage"]["noise"]["B"])
            for record in found]


def check(found, model, what):
    keys = [(entry["pk"]["S"], entry["sk"]["S"]) for entry in found]
    assert len(keys) == len(set(keys)), f"{what}: something came twice"
    assert set(keys) == set(model), f"{what}: {len(keys)} of {len(model)}"
    assert all(entry == model[pair] for pair, entry in zip(keys, found)), f"{what}: an old value"


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_everything_is_read_once_after_cold_starts(tmp_path, end):
    model, records = {}, []
    with ServerProcess(tmp_path / "data", *SMALL_FILES) as server:
        create(make_client(server.endpoint))
        for generation in range(ROUNDS):
            put(make_client(server.endpoint), model, records, generation, 1 + generation)
            getattr(server, end)()
            server.start()
        assert len(list(server.data.glob("*.sst"))) > 20
        for limit in (40, 1000, 7, None, 1):
            for name, read in WAYS.items():
                if limit == 1 and name not in ("query", "scan"):
                    continue
                getattr(server, end)()
                make_cold(server.data)
                server.start()
                client = make_client(server.endpoint)
                check(read(client, limit), model, f"{name}, Limit {limit}, cold")
                if limit != 1:
                    check(read(client, limit), model, f"{name}, Limit {limit}, again")
        for limit in (1000, 40):
            getattr(server, end)()
            make_cold(server.data)
            server.start()
            assert sorted(stream_records(server.endpoint, limit)) == sorted(records), f"stream, Limit {limit}"
