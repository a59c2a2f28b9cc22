# SPDX-License-Identifier: Apache-2.0
"""What a scan consumes depends on what it reads, not on what it returns."""

import pytest
from boto3.dynamodb.conditions import Attr


@pytest.fixture
def table(resource, make_table):
    # Of a table with little provisioned throughput, which lies in one partition: each partition rounds up.
    table = resource.Table(make_table("S", BillingMode="PROVISIONED",
                                      ProvisionedThroughput={"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}))
    with table.batch_writer() as batch:
        for n in range(50):
            batch.put_item(Item={"pk": f"key {n:02}", "number": n, "text": "x" * 400})
    return table


def test_projection_and_filter_consume_the_same_as_none(table):
    plain = table.scan(ReturnConsumedCapacity="TOTAL")
    projected = table.scan(ReturnConsumedCapacity="TOTAL", ProjectionExpression="pk")
    filtered = table.scan(ReturnConsumedCapacity="TOTAL", FilterExpression=Attr("number").eq(1))
    assert plain["Count"] == 50
    assert filtered["Count"] == 1
    assert set(projected["Items"][0]) == {"pk"}
    # An item has 8 bytes of key, 8 or 9 of number and 404 of text: 50 have between 21,000 and 21,100, and
    # an eventually consistent read takes half a unit for each 4 KB begun.
    expected = {"TableName": table.name, "CapacityUnits": 3.0}
    assert plain["ConsumedCapacity"] == expected
    assert projected["ConsumedCapacity"] == expected
    assert filtered["ConsumedCapacity"] == expected
    consistent = table.scan(ReturnConsumedCapacity="TOTAL", ConsistentRead=True)
    assert consistent["ConsumedCapacity"]["CapacityUnits"] == 6.0
