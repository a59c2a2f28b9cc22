# SPDX-License-Identifier: Apache-2.0
"""boto3: one table with a global secondary index from its creation to its end."""

import time

import pytest

from music import INDEX, create_table_request, songs


@pytest.fixture
def music(client, table_name):
    client.create_table(**create_table_request(table_name))
    client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
    for song in songs():
        client.put_item(TableName=table_name, Item=song)
    return table_name


def titles(items):
    return [(item["Artist"]["S"], item["Title"]["S"]) for item in items]


def test_created_table_is_described(client, table_name):
    created = client.create_table(**create_table_request(table_name))["TableDescription"]
    assert created["TableStatus"] in ("CREATING", "ACTIVE")
    client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
    table = client.describe_table(TableName=table_name)["Table"]
    assert table["TableStatus"] == "ACTIVE"
    assert table["TableId"] == created["TableId"]
    assert table["TableArn"].endswith(f":table/{table_name}")
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    [index] = table["GlobalSecondaryIndexes"]
    assert index["IndexStatus"] == "ACTIVE"
    assert index["IndexArn"] == f"{table['TableArn']}/index/{INDEX}"
    assert table_name in client.list_tables()["TableNames"]


def test_item_comes_back_as_it_was_put(client, music):
    [song] = [s for s in songs() if s["Artist"]["S"] == "Bert" and s["Title"]["S"] == "Song 2"]
    key = {"Artist": song["Artist"], "Title": song["Title"]}
    got = client.get_item(TableName=music, Key=key, ConsistentRead=True)["Item"]
    got["Tags"]["SS"].sort()
    assert got == song


def test_query_gives_one_artist_in_title_order_both_ways(client, music):
    request = dict(
        TableName=music,
        KeyConditionExpression="Artist = :a AND begins_with(Title, :t)",
        ExpressionAttributeValues={":a": {"S": "Cleo"}, ":t": {"S": "Song"}},
    )
    forwards = titles(client.query(**request)["Items"])
    assert forwards == [("Cleo", f"Song {n}") for n in range(4)]
    assert titles(client.query(ScanIndexForward=False, **request)["Items"]) == forwards[::-1]


def test_index_query_orders_numbers_by_value(client, music):
    client.put_item(
        TableName=music,
        Item={"Artist": {"S": "Old"}, "Title": {"S": "x"}, "Genre": {"S": "Jazz"}, "Year": {"N": "800"}},
    )
    found = client.query(
        TableName=music,
        IndexName=INDEX,
        KeyConditionExpression="Genre = :g AND #y < :limit",
        ExpressionAttributeNames={"#y": "Year"},
        ExpressionAttributeValues={":g": {"S": "Jazz"}, ":limit": {"N": "1993"}},
    )["Items"]
    assert [item["Year"]["N"] for item in found] == ["800", "1991", "1991", "1991"]


def test_update_moves_the_item_in_the_index(client, music):
    key = {"Artist": {"S": "Ada"}, "Title": {"S": "Song 0"}}
    updated = client.update_item(
        TableName=music,
        Key=key,
        UpdateExpression="SET Genre = :rock, Plays = if_not_exists(Plays, :zero) + :one REMOVE Credits.writers[1] DELETE Tags :calm",
        ConditionExpression="attribute_exists(Artist) AND size(Cover) = :two",
        ExpressionAttributeValues={
            ":rock": {"S": "Rock"}, ":zero": {"N": "0"}, ":one": {"N": "1"}, ":two": {"N": "2"},
            ":calm": {"SS": ["calm"]},
        },
        ReturnValues="ALL_NEW",
    )["Attributes"]
    assert updated["Genre"] == {"S": "Rock"}
    assert updated["Plays"] == {"N": "1"}
    assert updated["Tags"] == {"SS": ["no0"]}
    assert updated["Credits"] == {"M": {"writers": {"L": [{"S": "Ada"}]}}}

    def in_genre(genre):
        return titles(client.query(
            TableName=music, IndexName=INDEX, KeyConditionExpression="Genre = :g",
            ExpressionAttributeValues={":g": {"S": genre}})["Items"])

    assert in_genre("Rock") == [("Ada", "Song 0")]
    assert ("Ada", "Song 0") not in in_genre("Folk")


def test_failed_condition_is_an_exception_with_the_item(client, music):
    with pytest.raises(client.exceptions.ConditionalCheckFailedException) as failure:
        client.put_item(
            TableName=music,
            Item={"Artist": {"S": "Ada"}, "Title": {"S": "Song 1"}},
            ConditionExpression="attribute_not_exists(Artist)",
        )
    assert failure.value.response["Error"]["Message"] == "The conditional request failed"
    assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("page_size", [1, 5, 12, 100])
def test_pages_of_a_scan_hold_every_item_once(client, music, page_size):
    pages = client.get_paginator("scan").paginate(
        TableName=music, PaginationConfig={"PageSize": page_size})
    found = [title for page in pages for title in titles(page["Items"])]
    assert sorted(found) == sorted(titles(songs()))


def test_pages_of_an_index_query_go_on_where_they_stopped(client, music):
    found, start = [], {}
    while True:
        page = client.query(
            TableName=music, IndexName=INDEX, Limit=2, KeyConditionExpression="Genre = :g",
            ExpressionAttributeValues={":g": {"S": "Folk"}}, **start)
        assert len(page["Items"]) <= 2
        found += titles(page["Items"])
        if "LastEvaluatedKey" not in page:
            break
        assert set(page["LastEvaluatedKey"]) == {"Artist", "Title", "Genre", "Year"}
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert sorted(found) == sorted(titles(s for s in songs() if s["Genre"]["S"] == "Folk"))


def test_segments_of_a_parallel_scan_divide_the_table(client, music):
    parts = [
        titles(client.scan(TableName=music, Segment=n, TotalSegments=4)["Items"]) for n in range(4)
    ]
    assert sorted(sum(parts, [])) == sorted(titles(songs()))


def test_batches_write_and_read(client, music):
    client.batch_write_item(RequestItems={music: [
        {"DeleteRequest": {"Key": {"Artist": {"S": "Ada"}, "Title": {"S": "Song 0"}}}},
        {"PutRequest": {"Item": {"Artist": {"S": "Dora"}, "Title": {"S": "New"}}}},
    ]})
    keys = [{"Artist": {"S": a}, "Title": {"S": t}}
            for a, t in (("Ada", "Song 0"), ("Dora", "New"), ("Bert", "Song 1"))]
    answer = client.batch_get_item(RequestItems={music: {
        "Keys": keys, "ProjectionExpression": "Artist, Title"}})
    assert answer["UnprocessedKeys"] == {}
    assert sorted(titles(answer["Responses"][music])) == [("Bert", "Song 1"), ("Dora", "New")]


def test_transaction_writes_all_or_nothing(client, music):
    put = {"Put": {"TableName": music, "Item": {"Artist": {"S": "Eve"}, "Title": {"S": "1"}}}}
    check = {"ConditionCheck": {
        "TableName": music, "Key": {"Artist": {"S": "Nobody"}, "Title": {"S": "0"}},
        "ConditionExpression": "attribute_exists(Artist)"}}
    with pytest.raises(client.exceptions.TransactionCanceledException) as failure:
        client.transact_write_items(TransactItems=[put, check])
    reasons = failure.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]
    key = {"Artist": {"S": "Eve"}, "Title": {"S": "1"}}
    get = {"Get": {"TableName": music, "Key": key}}
    assert client.transact_get_items(TransactItems=[get])["Responses"] == [{}]
    client.transact_write_items(TransactItems=[put])
    assert client.transact_get_items(TransactItems=[get])["Responses"] == [{"Item": key}]


def test_index_added_later_is_filled(client, music):
    client.update_table(
        TableName=music,
        AttributeDefinitions=[{"AttributeName": "Year", "AttributeType": "N"}],
        GlobalSecondaryIndexUpdates=[{"Create": {
            "IndexName": "ByYear",
            "KeySchema": [{"AttributeName": "Year", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }}])
    client.get_waiter("table_exists").wait(TableName=music, WaiterConfig={"Delay": 1})
    wait_until_active(client, music, "ByYear")
    found = client.query(
        TableName=music, IndexName="ByYear", KeyConditionExpression="#y = :y",
        ExpressionAttributeNames={"#y": "Year"}, ExpressionAttributeValues={":y": {"N": "1992"}})["Items"]
    assert sorted(titles(found)) == [(artist, "Song 2") for artist in ("Ada", "Bert", "Cleo")]
    assert all(set(item) == {"Artist", "Title", "Year"} for item in found)


def wait_until_active(client, table, index):
    deadline = time.monotonic() + 30
    while True:
        indexes = client.describe_table(TableName=table)["Table"]["GlobalSecondaryIndexes"]
        if [i["IndexStatus"] for i in indexes if i["IndexName"] == index] == ["ACTIVE"]:
            return
        assert time.monotonic() < deadline, indexes
        time.sleep(0.1)


def test_dropped_table_is_gone(client, music):
    assert client.delete_table(TableName=music)["TableDescription"]["TableStatus"] == "DELETING"
    client.get_waiter("table_not_exists").wait(TableName=music, WaiterConfig={"Delay": 1})
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_item(TableName=music, Key={"Artist": {"S": "Ada"}, "Title": {"S": "Song 0"}})
    client.create_table(**create_table_request(music))
    client.get_waiter("table_exists").wait(TableName=music, WaiterConfig={"Delay": 1})
    assert client.scan(TableName=music)["Count"] == 0
