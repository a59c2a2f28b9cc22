# SPDX-License-Identifier: Apache-2.0
"""Streams as a consumer reads them: what records say, places in a stream, restarts, and expiry."""

import threading
import time

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import ClientError

from connect import ACCESS_KEY, REGION, SECRET_KEY, make_client
from server_process import ServerProcess


def streams_client(endpoint):
    return boto3.client("dynamodbstreams", endpoint_url=endpoint, region_name=REGION,
                        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)


@pytest.fixture(scope="module")
def streams(endpoint):
    return streams_client(endpoint)


def create(client, name, view_type="NEW_AND_OLD_IMAGES"):
    """Creates a table with a stream and returns the stream's ARN."""
    table = client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view_type})["TableDescription"]
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    return table["LatestStreamArn"]


def item(key, **attributes):
    return {"pk": {"S": key}} | {name: {"S": value} for name, value in attributes.items()}


def shards(streams, arn):
    return streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]


def iterator(streams, arn, kind="TRIM_HORIZON", **place):
    shard = shards(streams, arn)[-1]["ShardId"]
    return streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind,
                                      **place)["ShardIterator"]


def read(streams, place, **parameters):
    """Records from an iterator on, up to an empty page, and where to go on."""
    records = []
    while place:
        page = streams.get_records(ShardIterator=place, **parameters)
        place = page.get("NextShardIterator")
        if not page["Records"]:
            break
        records += page["Records"]
    return records, place


def read_all(streams, arn):
    return read(streams, iterator(streams, arn))[0]


def code_and_text(error):
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_records_say_what_happened(client, streams, table_name):
    arn = create(client, table_name)
    client.put_item(TableName=table_name, Item=item("a", x="1"))
    client.put_item(TableName=table_name, Item=item("a", x="1"))
    client.update_item(TableName=table_name, Key=item("a"), UpdateExpression="SET x = :x",
                       ExpressionAttributeValues={":x": {"S": "2"}})
    client.delete_item(TableName=table_name, Key=item("a"))
    client.delete_item(TableName=table_name, Key=item("a"))

    records = read_all(streams, arn)
    assert [r["eventName"] for r in records] == ["INSERT", "MODIFY", "REMOVE"]
    data = [r["dynamodb"] for r in records]
    assert [d.get("OldImage") for d in data] == [None, item("a", x="1"), item("a", x="2")]
    assert [d.get("NewImage") for d in data] == [item("a", x="1"), item("a", x="2"), None]
    assert all(d["Keys"] == item("a") and d["StreamViewType"] == "NEW_AND_OLD_IMAGES" for d in data)
    assert [d["SizeBytes"] for d in data] == [8, 13, 8]
    assert all(abs(d["ApproximateCreationDateTime"].timestamp() - time.time()) < 60 for d in data)
    numbers = [d["SequenceNumber"] for d in data]
    assert numbers == sorted(set(numbers)) and all(len(n) == 21 for n in numbers)
    assert len({r["eventID"] for r in records}) == 3
    assert all(r["eventSource"] == "aws:dynamodb" and r["eventVersion"] == "1.1"
               and r["awsRegion"] == REGION and "userIdentity" not in r for r in records)
    assert read_all(streams, arn) == records


def test_a_transaction_stands_together(client, streams, table_name):
    arn = create(client, table_name, "NEW_IMAGE")
    client.transact_write_items(TransactItems=[
        {"Put": {"TableName": table_name, "Item": item(str(n))}} for n in range(10)])
    with pytest.raises(ClientError):
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": table_name, "Item": item("new")}},
            {"ConditionCheck": {"TableName": table_name, "Key": item("0"),
                                "ConditionExpression": "attribute_not_exists(pk)"}}])
    assert {r["dynamodb"]["NewImage"]["pk"]["S"] for r in read_all(streams, arn)} == set("0123456789")


def test_every_place_in_a_shard_can_be_read_from(client, streams, table_name):
    arn = create(client, table_name, "KEYS_ONLY")
    latest_before = iterator(streams, arn, "LATEST")
    for n in range(5):
        client.put_item(TableName=table_name, Item=item(str(n)))
    latest = iterator(streams, arn, "LATEST")
    client.put_item(TableName=table_name, Item=item("5"))

    records = read_all(streams, arn)
    numbers = [r["dynamodb"]["SequenceNumber"] for r in records]

    def keys(place, **parameters):
        return "".join(r["dynamodb"]["Keys"]["pk"]["S"] for r in read(streams, place, **parameters)[0])

    assert keys(latest_before) == "012345"
    assert keys(latest_before, Limit=1) == "012345"
    assert keys(latest) == "5"
    assert keys(iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=numbers[3])) == "345"
    assert keys(iterator(streams, arn, "AFTER_SEQUENCE_NUMBER", SequenceNumber=numbers[3])) == "45"
    start = shards(streams, arn)[0]["SequenceNumberRange"]["StartingSequenceNumber"]
    assert keys(iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=start)) == "012345"

    with pytest.raises(ClientError) as error:
        iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=str(int(start) - 1))
    assert code_and_text(error) == ("ValidationException", "Invalid SequenceNumber for the shard")
    with pytest.raises(ClientError) as error:
        streams.get_records(ShardIterator=latest[:-8] + "AAAAAAA=")
    assert code_and_text(error) == ("ValidationException", "Invalid ShardIterator")


def test_a_stream_that_is_turned_off_can_be_read_on_and_one_turned_on_again_is_new(
        client, streams, table_name):
    first = create(client, table_name, "KEYS_ONLY")
    client.put_item(TableName=table_name, Item=item("1"))
    open_place = iterator(streams, first)
    client.update_table(TableName=table_name, StreamSpecification={"StreamEnabled": False})
    client.put_item(TableName=table_name, Item=item("2"))

    description = streams.describe_stream(StreamArn=first)["StreamDescription"]
    assert description["StreamStatus"] == "DISABLED"
    assert all("EndingSequenceNumber" in s["SequenceNumberRange"] for s in description["Shards"])
    records, place = read(streams, open_place)
    assert [r["dynamodb"]["Keys"]["pk"]["S"] for r in records] == ["1"]
    assert place is None
    assert "StreamSpecification" not in client.describe_table(TableName=table_name)["Table"]

    second = client.update_table(
        TableName=table_name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    )["TableDescription"]["LatestStreamArn"]
    client.put_item(TableName=table_name, Item=item("3"))
    assert second != first
    assert [r["dynamodb"]["NewImage"] for r in read_all(streams, second)] == [item("3")]
    assert len(read_all(streams, first)) == 1
    listed = streams.list_streams(TableName=table_name)["Streams"]
    assert [s["StreamArn"] for s in listed] == [first, second]


def test_the_stream_of_a_deleted_table_can_be_read(client, streams, table_name):
    arn = create(client, table_name, "KEYS_ONLY")
    client.put_item(TableName=table_name, Item=item("1"))
    client.delete_table(TableName=table_name)
    assert len(read_all(streams, arn)) == 1
    assert [s["StreamArn"] for s in streams.list_streams(TableName=table_name)["Streams"]] == [arn]


def test_a_consumer_that_follows_writers_has_the_table(client, streams, table_name, endpoint):
    arn = create(client, table_name)

    def write(number):
        own = make_client(endpoint)
        for n in range(150):
            key = str((n * 7 + number) % 20)
            if n % 5 == 4:
                own.delete_item(TableName=table_name, Key=item(key))
            else:
                own.put_item(TableName=table_name, Item=item(key, by=f"{number}-{n}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    replayed, place = {}, iterator(streams, arn)
    going = True
    while going:
        going = any(writer.is_alive() for writer in writers)
        records, place = read(streams, place)
        for record in records:
            data = record["dynamodb"]
            key = data["Keys"]["pk"]["S"]
            assert replayed.get(key) == data.get("OldImage")
            replayed[key] = data.get("NewImage")
    for writer in writers:
        writer.join()
    table = {i["pk"]["S"]: i for i in client.scan(TableName=table_name)["Items"]}
    assert {k: v for k, v in replayed.items() if v} == table


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_places_and_records_outlive_a_restart(own_server, end):
    client, streams = make_client(own_server.endpoint), streams_client(own_server.endpoint)
    arn = create(client, "music")
    for n in range(50):
        client.put_item(TableName="music", Item=item(str(n)))
    page = streams.get_records(ShardIterator=iterator(streams, arn), Limit=20)
    before = read_all(streams, arn)
    getattr(own_server, end)()
    own_server.start()
    client.put_item(TableName="music", Item=item("after"))
    rest, _ = read(streams, page["NextShardIterator"])
    assert page["Records"] + rest[:30] == before
    assert [r["dynamodb"]["Keys"] for r in rest[30:]] == [item("after")]


def test_expired_items_go_and_the_stream_says_who_took_them(tmp_path):
    with ServerProcess(tmp_path / "data", "--expiry-interval-ms", "50") as server:
        client, streams = make_client(server.endpoint), streams_client(server.endpoint)
        arn = create(client, "music")
        now = int(time.time())
        for key, at in (("past", now - 60), ("future", now + 600), ("ancient", now - 200_000_000)):
            client.put_item(TableName="music", Item=item(key) | {"time": {"N": str(at)}})
        client.put_item(TableName="music", Item=item("text", time=str(now - 60)))
        time.sleep(0.3)
        assert client.describe_table(TableName="music")["Table"]["ItemCount"] == 4
        client.update_time_to_live(TableName="music", TimeToLiveSpecification={
            "AttributeName": "time", "Enabled": True})

        deadline = time.monotonic() + 20
        while "Item" in client.get_item(TableName="music", Key=item("past")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        left = client.scan(TableName="music")["Items"]
        assert {i["pk"]["S"] for i in left} == {"future", "ancient", "text"}
        removed = read_all(streams, arn)[-1]
        assert removed["eventName"] == "REMOVE"
        assert removed["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
        assert TypeDeserializer().deserialize(removed["dynamodb"]["OldImage"]["time"]) == now - 60
