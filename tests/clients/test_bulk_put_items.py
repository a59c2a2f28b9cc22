# SPDX-License-Identifier: Apache-2.0
"""StartBulkPutItems with a real server: files in its S3 directory go into a table that is in use."""

import pytest

from connect import make_client
from raw_request import send
from transfers import Bucket, bulk_put, by_key, call, json_lines, scan, wait


@pytest.fixture
def client(own_server):
    client = make_client(own_server.endpoint)
    client.create_table(
        TableName="target", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                              {"AttributeName": "g", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{"IndexName": "by_g", "Projection": {"ProjectionType": "ALL"},
                                 "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}]}])
    return client


@pytest.fixture
def bucket(own_server):
    return Bucket(own_server, "work")


def report(bucket, folder):
    return [line for key in bucket.keys() if f"/{folder}/" in key for line in bucket.lines(key)]


def test_items_are_put_and_counted(own_server, client, bucket):
    client.put_item(TableName="target", Item={"pk": {"S": "0"}, "old": {"S": "replaced"}})
    items = [{"pk": {"S": str(n)}, "g": {"S": "all"}} for n in range(100)]
    bucket.put("in/1.json", json_lines(items[:50]))
    bucket.put("in/2.json", json_lines(items[50:]))
    done = bulk_put(own_server, "target", bucket, "in/")
    size = sum(len(bucket.read(key)) for key in ("in/1.json", "in/2.json"))
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == ("COMPLETED", 100, 0)
    assert done["ProcessedInputBytes"] == done["TotalInputBytes"] == size
    assert done["BulkOperationUsage"] == [{
        "TableName": done["TableDetails"][0]["TableName"], "BulkPutBytes": 200 * 1024,
        "Table": {"BulkPutBytes": 100 * 1024}, "GlobalSecondaryIndexes": {"by_g": {"BulkPutBytes": 100 * 1024}}}]
    assert by_key(scan(client, "target")) == by_key(items)
    operations = call(own_server, "ListBulkOperations")["BulkOperationsSummaryList"]
    assert [each["BulkOperationArn"] for each in operations] == [done["BulkOperationArn"]]


def test_conditions_are_judged_one_by_one(own_server, client, bucket):
    client.put_item(TableName="target", Item={"pk": {"S": "old"}, "v": {"N": "5"}})
    lines = (json_lines([{"pk": {"S": "old"}, "v": {"N": "1"}}], ConditionExpression="attribute_not_exists(pk)") +
             json_lines([{"pk": {"S": "new"}, "v": {"N": "1"}}], ConditionExpression="attribute_not_exists(pk)") +
             json_lines([{"pk": {"S": "new"}, "v": {"N": "2"}}], ConditionExpression="#v < :v",
                        ExpressionAttributeNames={"#v": "v"}, ExpressionAttributeValues={":v": {"N": "2"}}))
    bucket.put("in", lines)
    done = bulk_put(own_server, "target", bucket, "in")
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == ("COMPLETED", 3, 0)
    assert by_key(scan(client, "target")) == [{"pk": {"S": "new"}, "v": {"N": "2"}},
                                              {"pk": {"S": "old"}, "v": {"N": "5"}}]
    assert report(bucket, "condition-check-failure") == [{
        "itemS3Pointer": {"bucket": "work", "key": "in", "itemIndex": 0},
        "Item": {"pk": {"S": "old"}, "v": {"N": "1"}}, "ExistingItem": {"pk": {"S": "old"}, "v": {"N": "5"}}}]
    assert report(bucket, "error") == []


def test_what_cannot_be_put_is_reported(own_server, client, bucket):
    bucket.put("in/a", json_lines([{"pk": {"S": "good"}}, {"none": {"S": "key"}}, {"pk": {"N": "1"}}]) +
               json_lines([{"pk": {"S": "x"}}], ConditionExpression="rubbish (") + "no json\n" +
               json_lines([{"pk": {"S": "behind"}}]))
    bucket.put("in/b", json_lines([{"pk": {"S": "other"}}]))
    done = bulk_put(own_server, "target", bucket, "in/", output_type=["ERROR"])
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == (
        "COMPLETED_WITH_ERRORS", 6, 4)
    assert {item["pk"]["S"] for item in scan(client, "target")} == {"good", "other"}
    errors = report(bucket, "error")
    assert [each["itemS3Pointer"]["itemIndex"] for each in errors] == [1, 2, 3, 4]
    assert errors[0]["errorMessages"] == [
        "One or more parameter values were invalid: Missing the key pk in the item"]
    assert errors[3]["record"] == "no json"
    summary = [key for key in bucket.keys() if key.endswith("/manifest-summary.json")]
    assert len(summary) == 1 and summary[0].startswith("out/AWSDynamoDB/")


def test_a_missing_bucket_fails(own_server, client):
    class Nowhere:
        name = "nowhere"
    done = bulk_put(own_server, "target", Nowhere)
    assert (done["BulkOperationStatus"], done["FailureCode"]) == ("FAILED", "S3NoSuchBucket")


def start_slow(server, bucket, count):
    bucket.put("in", json_lines(({"pk": {"S": str(n)}} for n in range(count)),
                                ConditionExpression="attribute_not_exists(pk)"))
    started = call(server, "StartBulkPutItems", TableName="target", MaxWriteRequestUnits=1024,
                   InputS3Configuration={"S3Bucket": bucket.name, "S3KeyPrefix": "in", "InputFormat": "DYNAMODB_JSON"},
                   OutputS3Configuration={"S3Bucket": bucket.name, "S3KeyPrefix": "out",
                                          "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]})
    return started["BulkOperationDescription"]["BulkOperationArn"]


def describe(server, arn):
    return call(server, "DescribeBulkOperation", BulkOperationArn=arn)["BulkOperationDescription"]


def test_a_cancelled_operation_stops_and_what_is_written_stays(own_server, client, bucket):
    arn = start_slow(own_server, bucket, 20_000)
    wait(lambda: describe(own_server, arn), "ProcessedItemCount", passing=(0,))
    answer = call(own_server, "CancelBulkOperation", BulkOperationArn=arn)
    assert answer == {"BulkOperationArn": arn, "BulkOperationStatus": "CANCELLING"}
    done = wait(lambda: describe(own_server, arn), "BulkOperationStatus")
    assert done["BulkOperationStatus"] == "CANCELLED" and done["FailureCode"] and done["FailureMessage"]
    assert 0 < done["ProcessedItemCount"] < 20_000
    assert len(scan(client, "target")) == done["ProcessedItemCount"]
    refused = send(own_server.endpoint, "CancelBulkOperation", {"BulkOperationArn": arn})
    assert (refused.status, refused.error) == (400, "ValidationException")


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_operation_goes_on_where_it_was(own_server, client, bucket, end):
    # A condition that was true once would fail if an item were put twice.
    arn = start_slow(own_server, bucket, 3_000)
    wait(lambda: describe(own_server, arn), "ProcessedItemCount", passing=(0,))
    getattr(own_server, end)()
    own_server.start()
    done = wait(lambda: describe(own_server, arn), "BulkOperationStatus")
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"]) == ("COMPLETED", 3_000)
    assert report(bucket, "condition-check-failure") == []
    assert len(scan(client, "target")) == 3_000
