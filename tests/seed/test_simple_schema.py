# SPDX-License-Identifier: Apache-2.0
"""One table with one key: made twice, filled, asked for what is there and what is not."""

import pytest


def test_simple_schema(dynamodb, table_name):
    schema = dict(
        TableName=table_name,
        KeySchema=[{"AttributeName": "IndexKey", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "IndexKey", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": 10},
    )
    dynamodb.create_table(**schema)
    dynamodb.get_waiter("table_exists").wait(TableName=table_name)
    with pytest.raises(dynamodb.exceptions.ResourceInUseException) as second:
        dynamodb.create_table(**schema)
    assert f"Table already exists: {table_name}" in str(second.value)

    item = {"IndexKey": {"S": "first"}, "Value": {"S": "a value"}}
    assert dynamodb.put_item(TableName=table_name, Item=item)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert dynamodb.get_item(TableName=table_name, Key={"IndexKey": {"S": "first"}})["Item"] == item
    assert "Item" not in dynamodb.get_item(TableName=table_name, Key={"IndexKey": {"S": "other"}})

    everything = dynamodb.scan(TableName=table_name)
    assert everything["Items"] == [item]
    assert (everything["Count"], everything["ScannedCount"]) == (1, 1)
