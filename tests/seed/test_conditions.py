# SPDX-License-Identifier: Apache-2.0
"""boto3's condition objects, in queries and scans."""

import pytest
from boto3.dynamodb.conditions import Attr, Key

from users import INDEX, PEOPLE, create_users


@pytest.fixture(scope="module")
def table(resource):
    table = create_users(resource, "seed_conditions")
    with table.batch_writer() as batch:
        for person in PEOPLE:
            batch.put_item(Item=person)
    yield table
    table.delete()


def names(answer):
    return sorted(item["username"] for item in answer["Items"])


def test_query_by_key(table):
    assert table.query(KeyConditionExpression=Key("username").eq("johndoe"))["Items"] == [PEOPLE[1]]


def test_limited_index_query_says_where_it_stopped(table):
    condition = Key("internal_brain_id").eq(7)
    first = table.query(IndexName=INDEX, KeyConditionExpression=condition, Limit=2)
    assert first["Count"] == 2
    assert set(first["LastEvaluatedKey"]) == {"username", "last_name", "internal_brain_id"}
    rest = table.query(IndexName=INDEX, KeyConditionExpression=condition, Limit=2,
                       ExclusiveStartKey=first["LastEvaluatedKey"])
    assert "LastEvaluatedKey" not in rest
    assert sorted(names(first) + names(rest)) == ["bob", "janedoe", "johndoe"]


@pytest.mark.parametrize("condition, expected", [
    (Attr("age").lt(27), ["bob", "janedoe"]),
    (Attr("first_name").begins_with("J") & Attr("account_type").eq("super_user"), ["johndoe"]),
    (Attr("address.state").eq("CA"), ["bob", "janedoe"]),
    (~Attr("address.state").eq("CA") | Attr("age").between(18, 18), ["alice", "bob", "johndoe"]),
    (Attr("age").is_in([25, 61]) & Attr("nickname").not_exists(), ["alice", "janedoe"]),
])
def test_scan_filters(table, condition, expected):
    answer = table.scan(FilterExpression=condition)
    assert names(answer) == expected
    assert answer["ScannedCount"] == len(PEOPLE)
