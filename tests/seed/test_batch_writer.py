# SPDX-License-Identifier: Apache-2.0
"""batch_writer: more items than fit in one request, and several writes of one key."""

import pytest


@pytest.fixture
def table(dynamodb_resource, table_name):
    table = dynamodb_resource.create_table(
        TableName=table_name,
        KeySchema=[{"AttributeName": "partition_key", "KeyType": "HASH"},
                   {"AttributeName": "sort_key", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "partition_key", "AttributeType": "S"},
                              {"AttributeName": "sort_key", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    return table


def test_a_hundred_items_arrive(table):
    with table.batch_writer() as batch:
        for n in range(100):
            batch.put_item(Item={"partition_key": f"p{n % 7}", "sort_key": f"s{n:03}", "number": n})
    items = table.scan()["Items"]
    assert sorted(int(item["number"]) for item in items) == list(range(100))


def test_last_write_of_a_key_wins(table):
    table.put_item(Item={"partition_key": "p1", "sort_key": "gone", "other": "there before"})
    with table.batch_writer(overwrite_by_pkeys=["partition_key", "sort_key"]) as batch:
        batch.put_item(Item={"partition_key": "p1", "sort_key": "s1", "other": "111"})
        batch.put_item(Item={"partition_key": "p1", "sort_key": "s1", "other": "222"})
        batch.put_item(Item={"partition_key": "p1", "sort_key": "gone", "other": "again"})
        batch.delete_item(Key={"partition_key": "p1", "sort_key": "gone"})
        batch.delete_item(Key={"partition_key": "p1", "sort_key": "s2"})
        batch.put_item(Item={"partition_key": "p1", "sort_key": "s2", "other": "444"})
    items = sorted(table.scan()["Items"], key=lambda item: item["sort_key"])
    assert items == [
        {"partition_key": "p1", "sort_key": "s1", "other": "222"},
        {"partition_key": "p1", "sort_key": "s2", "other": "444"},
    ]
