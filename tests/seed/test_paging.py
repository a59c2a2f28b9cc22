# SPDX-License-Identifier: Apache-2.0
"""Reading page by page: by hand, with paginators, and with tokens kept between programs."""

import pytest
from botocore.paginate import TokenEncoder

COUNT = 23


@pytest.fixture(scope="module")
def table(client):
    name = "seed_paging"
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "album", "KeyType": "HASH"}, {"AttributeName": "page", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "album", "AttributeType": "S"},
                              {"AttributeName": "page", "AttributeType": "N"}])
    client.get_waiter("table_exists").wait(TableName=name)
    for page in range(COUNT):
        client.put_item(TableName=name, Item={"album": {"S": "holiday"}, "page": {"N": str(page)}})
    yield name
    client.delete_table(TableName=name)


def query(table):
    return dict(TableName=table, KeyConditionExpression="album = :a",
                ExpressionAttributeValues={":a": {"S": "holiday"}})


def pages(items):
    return [int(item["page"]["N"]) for item in items]


def test_loop_over_last_evaluated_key(client, table):
    answer = client.scan(TableName=table, Limit=5)
    items = answer["Items"]
    while "LastEvaluatedKey" in answer:
        answer = client.scan(TableName=table, Limit=5, ExclusiveStartKey=answer["LastEvaluatedKey"])
        items += answer["Items"]
    assert pages(items) == list(range(COUNT))


def test_query_paginator(client, table):
    sizes = [answer["Count"] for answer in
             client.get_paginator("query").paginate(**query(table), PaginationConfig={"PageSize": 10})]
    assert sizes == [10, 10, 3]


def test_max_items_gives_a_token_that_goes_on(client, table):
    paginator = client.get_paginator("scan")
    first = paginator.paginate(
        TableName=table, PaginationConfig={"MaxItems": 8, "PageSize": 3}).build_full_result()
    assert pages(first["Items"]) == list(range(8))
    rest = paginator.paginate(
        TableName=table, PaginationConfig={"StartingToken": first["NextToken"]}).build_full_result()
    assert pages(rest["Items"]) == list(range(8, COUNT))
    assert "NextToken" not in rest


def test_token_made_from_a_key_resumes(client, table):
    stopped = client.query(**query(table), Limit=12)["LastEvaluatedKey"]
    token = TokenEncoder().encode({"ExclusiveStartKey": stopped})
    rest = client.get_paginator("query").paginate(
        **query(table), PaginationConfig={"StartingToken": token}).build_full_result()
    assert pages(rest["Items"]) == list(range(12, COUNT))
