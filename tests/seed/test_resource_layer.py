# SPDX-License-Identifier: Apache-2.0
"""boto3's resource layer: a table's attributes, and the life of one item."""

import datetime
from decimal import Decimal

import pytest

from users import INDEX, PEOPLE, create_users


@pytest.fixture
def table(dynamodb_resource, table_name):
    return create_users(dynamodb_resource, table_name)


def test_attributes_of_a_table(dynamodb_resource, table):
    again = dynamodb_resource.Table(table.name)
    assert again.item_count == 0
    now = datetime.datetime.now(datetime.timezone.utc)
    assert abs(now - again.creation_date_time) < datetime.timedelta(minutes=5)
    assert again.key_schema == [
        {"AttributeName": "username", "KeyType": "HASH"},
        {"AttributeName": "last_name", "KeyType": "RANGE"},
    ]
    assert sorted(d["AttributeName"] + " " + d["AttributeType"] for d in again.attribute_definitions) == [
        "internal_brain_id N", "last_name S", "username S"]
    [index] = again.global_secondary_indexes
    assert index["IndexName"] == INDEX
    assert index["IndexStatus"] == "ACTIVE"
    assert index["ProvisionedThroughput"]["WriteCapacityUnits"] == 5
    assert again.table_status == "ACTIVE"


def test_life_of_an_item(table):
    person = PEOPLE[0]
    key = {"username": person["username"], "last_name": person["last_name"]}
    table.put_item(Item=person)
    assert table.get_item(Key=key)["Item"] == person
    table.update_item(Key=key, UpdateExpression="SET age = :val1", ExpressionAttributeValues={":val1": 26})
    assert table.get_item(Key=key)["Item"]["age"] == Decimal(26)
    table.delete_item(Key=key)
    assert "Item" not in table.get_item(Key=key)
