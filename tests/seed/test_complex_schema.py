# SPDX-License-Identifier: Apache-2.0
"""A table and a global secondary index on another attribute, written by the client, read by both layers."""

import pytest

INDEX = "AttributeTwoIndexName"


@pytest.fixture
def table(dynamodb, table_name):
    units = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}
    dynamodb.create_table(
        TableName=table_name,
        KeySchema=[{"AttributeName": "AttributeOneKey", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "AttributeOneKey", "AttributeType": "S"},
            {"AttributeName": "AttributeTwoKey", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[{
            "IndexName": INDEX,
            "KeySchema": [{"AttributeName": "AttributeTwoKey", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": units,
        }],
        ProvisionedThroughput=units,
    )
    dynamodb.get_waiter("table_exists").wait(TableName=table_name)
    for one, two in (("one-1", "two-1"), ("one-2", "two-1"), ("one-3", "two-2")):
        dynamodb.put_item(TableName=table_name, Item={
            "AttributeOneKey": {"S": one}, "AttributeTwoKey": {"S": two},
            "Status": {"S": "new"}, "LastUpdated": {"S": "2020-01-01"}})
    return table_name


def test_update_answers_with_what_it_set(dynamodb, table):
    answer = dynamodb.update_item(
        TableName=table,
        Key={"AttributeOneKey": {"S": "one-1"}},
        UpdateExpression="SET #LU = :lu, #S = :s",
        ExpressionAttributeNames={"#LU": "LastUpdated", "#S": "Status"},
        ExpressionAttributeValues={":lu": {"S": "2026-11-20"}, ":s": {"S": "done"}},
        ReturnValues="UPDATED_NEW",
    )
    assert answer["Attributes"] == {"LastUpdated": {"S": "2026-11-20"}, "Status": {"S": "done"}}
    found = dynamodb.query(
        TableName=table, IndexName=INDEX, KeyConditionExpression="AttributeTwoKey = :two",
        FilterExpression="#S = :s", ExpressionAttributeNames={"#S": "Status"},
        ExpressionAttributeValues={":two": {"S": "two-1"}, ":s": {"S": "done"}})
    assert [item["AttributeOneKey"]["S"] for item in found["Items"]] == ["one-1"]
    assert found["ScannedCount"] == 2


@pytest.mark.parametrize("two, count", [("two-1", 1), ("two-2", 0)])
def test_query_by_the_first_key_filters_by_the_second(dynamodb, table, two, count):
    found = dynamodb.query(
        TableName=table, KeyConditionExpression="AttributeOneKey = :one", FilterExpression="#S = :two",
        ExpressionAttributeNames={"#S": "AttributeTwoKey"},
        ExpressionAttributeValues={":one": {"S": "one-1"}, ":two": {"S": two}})
    assert (found["Count"], found["ScannedCount"]) == (count, 1)


def test_query_of_the_index_finds_all_with_the_second_key(dynamodb, table):
    found = dynamodb.query(
        TableName=table, IndexName=INDEX, KeyConditionExpression="AttributeTwoKey = :two",
        ExpressionAttributeValues={":two": {"S": "two-1"}})
    assert sorted(item["AttributeOneKey"]["S"] for item in found["Items"]) == ["one-1", "one-2"]
    assert all(item["Status"] == {"S": "new"} for item in found["Items"])


def test_resource_reads_the_same_table(dynamodb_resource, table):
    item = dynamodb_resource.Table(table).get_item(Key={"AttributeOneKey": "one-3"})["Item"]
    assert item == {"AttributeOneKey": "one-3", "AttributeTwoKey": "two-2",
                    "Status": "new", "LastUpdated": "2020-01-01"}
