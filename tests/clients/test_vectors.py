# SPDX-License-Identifier: Apache-2.0
"""Vector indexes over HTTP: made while items are written, searched, kept over a restart, removed.

Requests are raw, since not every boto3 that runs these tests knows SearchVectors."""

import random
import threading
import time

import boto3
import pytest

import raw_request
from connect import make_client
from transfers import Bucket, bulk_put, json_lines, wait

DIMENSIONS = 8


def call(endpoint, operation, **parameters):
    answer = raw_request.send(endpoint, operation, parameters)
    assert answer.status == 200, answer.body
    return answer.json


def numbers(vector):
    return [{"N": repr(number)} for number in vector]


def vector_of(n):
    """Vectors that differ by their direction."""
    return [random.Random(n * DIMENSIONS + at).randrange(-100, 101) / 128 for at in range(DIMENSIONS)]


def index(name="near", **more):
    return {"IndexName": name, "VectorAttribute": {"AttributeName": "v"}, "Dimensions": DIMENSIONS,
            "DistanceFunction": "EUCLIDEAN", "Projection": {"ProjectionType": "KEYS_ONLY"}, **more}


def create(endpoint, table, **more):
    call(endpoint, "CreateTable", TableName=table, BillingMode="PAY_PER_REQUEST",
         KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
         AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}], **more)
    wait_until_active(endpoint, table)


def description(endpoint, table):
    return call(endpoint, "DescribeTable", TableName=table)["Table"]


def wait_until_active(endpoint, table, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while True:
        table_now = description(endpoint, table)
        statuses = [table_now["TableStatus"]] + [
            each["IndexStatus"] for each in table_now.get("VectorIndexes", [])]
        if set(statuses) == {"ACTIVE"}:
            return table_now
        assert time.monotonic() < deadline, statuses
        time.sleep(0.02)


def put(endpoint, table, n, vector):
    call(endpoint, "PutItem", TableName=table, Item={"pk": {"S": str(n)}, "v": {"L": numbers(vector)}})


def search(endpoint, table, vector, top_k=3, name="near"):
    """The keys of the nearest items."""
    found = call(endpoint, "SearchVectors", TableName=table, IndexName=name, SearchVector=numbers(vector),
                 TopK=top_k)
    return [int(result["Item"]["pk"]["S"]) for result in found["SearchResults"]]


def nearest(vectors, vector, top_k=3):
    def distance(n):
        return sum((a - b) ** 2 for a, b in zip(vectors[n], vector))

    return sorted(vectors, key=distance)[:top_k]


def test_searches_find_what_was_just_written(endpoint, table_name, client):
    create(endpoint, table_name, VectorIndexes=[index()])
    vectors = {n: vector_of(n) for n in range(50)}
    for n, vector in vectors.items():
        put(endpoint, table_name, n, vector)
        assert search(endpoint, table_name, vector, 1) == [n]
    for n in range(20):
        assert search(endpoint, table_name, vectors[n], 5) == nearest(vectors, vectors[n], 5)
    client.delete_item(TableName=table_name, Key={"pk": {"S": "7"}})
    assert search(endpoint, table_name, vectors.pop(7), 1) != [7]


def test_an_index_is_filled_while_items_are_written(endpoint, table_name, client):
    create(endpoint, table_name)
    vectors = {n: vector_of(n) for n in range(400)}
    for n, vector in vectors.items():
        put(endpoint, table_name, n, vector)

    stop = threading.Event()
    failed = []

    def write(first):
        n = first
        while not stop.is_set() and n < 100_000:
            try:
                if n % 3 == 0:
                    client.delete_item(TableName=table_name, Key={"pk": {"S": str(n % 400)}})
                    vectors.pop(n % 400, None)
                else:
                    vector = vector_of(n + 1_000)
                    put(endpoint, table_name, n % 400, vector)
                    vectors[n % 400] = vector
            except Exception as error:
                failed.append(error)
                return
            n += 4  # 400 is a multiple of it: each writer has items of its own.

    writers = [threading.Thread(target=write, args=(first,)) for first in range(4)]
    for writer in writers:
        writer.start()
    created = call(endpoint, "UpdateTable", TableName=table_name, VectorIndexUpdates=[{"Create": index()}])
    [described] = created["TableDescription"]["VectorIndexes"]
    assert described["IndexStatus"] == "CREATING"
    early = raw_request.send(endpoint, "SearchVectors", {
        "TableName": table_name, "IndexName": "near", "SearchVector": numbers(vector_of(1)), "TopK": 1})
    assert early.status == 200 or early.error == "ValidationException", early.body
    wait_until_active(endpoint, table_name)
    time.sleep(0.2)
    stop.set()
    for writer in writers:
        writer.join()
    assert not failed

    for n in range(50):
        wanted = vector_of(n + 500_000)
        assert search(endpoint, table_name, wanted, 10) == nearest(vectors, wanted, 10)
    assert len(search(endpoint, table_name, vector_of(1), 100)) == 100


def test_a_removed_index_is_gone(endpoint, table_name):
    create(endpoint, table_name, VectorIndexes=[index(), index("other")])
    put(endpoint, table_name, 1, vector_of(1))
    call(endpoint, "UpdateTable", TableName=table_name, VectorIndexUpdates=[{"Delete": {"IndexName": "near"}}])
    deadline = time.monotonic() + 30
    while len(description(endpoint, table_name)["VectorIndexes"]) > 1:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    gone = raw_request.send(endpoint, "SearchVectors", {
        "TableName": table_name, "IndexName": "near", "SearchVector": numbers(vector_of(1)), "TopK": 1})
    assert gone.status == 400
    assert search(endpoint, table_name, vector_of(1), name="other") == [1]


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_index_is_there_after_a_restart(own_server, end):
    create(own_server.endpoint, "kept", VectorIndexes=[index()])
    vectors = {n: vector_of(n) for n in range(100)}
    for n, vector in vectors.items():
        put(own_server.endpoint, "kept", n, vector)
    before = description(own_server.endpoint, "kept")
    getattr(own_server, end)()
    own_server.start()
    assert description(own_server.endpoint, "kept") == before
    assert before["VectorIndexes"][0]["ItemCount"] == 100
    for n in range(20):
        assert search(own_server.endpoint, "kept", vectors[n], 7) == nearest(vectors, vectors[n], 7)


def test_filling_goes_on_after_a_crash(own_server):
    create(own_server.endpoint, "kept")
    client = make_client(own_server.endpoint)
    vectors = {n: vector_of(n) for n in range(2_000)}
    for first in range(0, 2_000, 25):
        client.batch_write_item(RequestItems={"kept": [
            {"PutRequest": {"Item": {"pk": {"S": str(n)}, "v": {"L": numbers(vectors[n])}}}}
            for n in range(first, first + 25)]})
    call(own_server.endpoint, "UpdateTable", TableName="kept", VectorIndexUpdates=[{"Create": index()}])
    own_server.kill()
    own_server.start()
    wait_until_active(own_server.endpoint, "kept")
    for n in range(20):
        assert search(own_server.endpoint, "kept", vectors[n], 7) == nearest(vectors, vectors[n], 7)


def items_of(vectors):
    return json_lines([{"pk": {"S": str(n)}, "v": {"L": numbers(vector)}} for n, vector in vectors.items()])


def test_items_put_in_bulk_are_found(own_server):
    create(own_server.endpoint, "filled", VectorIndexes=[index()])
    vectors = {n: vector_of(n) for n in range(50)}
    bucket = Bucket(own_server, "work")
    bucket.put("in", items_of(vectors) + json_lines([{"pk": {"S": "short"}, "v": {"L": numbers([1])}}]))
    done = bulk_put(own_server, "filled", bucket, "in")
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == (
        "COMPLETED_WITH_ERRORS", 51, 1)
    assert done["BulkOperationUsage"][0]["VectorIndexes"] == {
        "near": {"BulkPutVectorBytes": sum(4 * DIMENSIONS + len(f"pk{n}v") for n in vectors)}}
    for n in range(20):
        assert search(own_server.endpoint, "filled", vectors[n], 7) == nearest(vectors, vectors[n], 7)


def test_an_imported_table_can_be_searched(own_server):
    vectors = {n: vector_of(n) for n in range(50)}
    bucket = Bucket(own_server, "work")
    bucket.put("in", items_of(vectors))
    arn = call(own_server.endpoint, "ImportTable", InputFormat="DYNAMODB_JSON",
               ClientToken="vectors", S3BucketSource={"S3Bucket": "work"},
               TableCreationParameters={
                   "TableName": "imported", "BillingMode": "PAY_PER_REQUEST", "VectorIndexes": [index()],
                   "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                   "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]},
               )["ImportTableDescription"]["ImportArn"]
    done = wait(lambda: call(own_server.endpoint, "DescribeImport", ImportArn=arn)["ImportTableDescription"],
                "ImportStatus")
    assert done["ImportStatus"] == "COMPLETED", done
    assert done["TableCreationParameters"]["VectorIndexes"] == [index()]
    for n in range(20):
        assert search(own_server.endpoint, "imported", vectors[n], 7) == nearest(vectors, vectors[n], 7)


@pytest.mark.skipif(not hasattr(boto3.client("dynamodb", region_name="us-east-1"), "search_vectors"),
                    reason="this boto3 does not know SearchVectors")
def test_boto3_sends_searches_to_the_endpoint_it_was_given(endpoint, table_name, client):
    create(endpoint, table_name, VectorIndexes=[index()])
    put(endpoint, table_name, 1, vector_of(1))
    found = client.search_vectors(TableName=table_name, IndexName="near", TopK=1,
                                  SearchVector=numbers(vector_of(1)))
    assert found["SearchResults"] == [{"Item": {"pk": {"S": "1"}}, "Score": 0.0}]
