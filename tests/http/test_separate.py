# SPDX-License-Identifier: Apache-2.0
"""--separate: calls that name other regions or access keys see other tables."""

import urllib.request
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from raw_request import send
from server_process import ServerProcess


def client(server, key="one", region="us-east-1", service="dynamodb"):
    return boto3.client(service, endpoint_url=server.endpoint, region_name=region, aws_access_key_id=key,
                        aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}))


def create(dynamodb, name="Songs"):
    return dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["TableDescription"]


def tables(dynamodb):
    return dynamodb.list_tables()["TableNames"]


@pytest.fixture
def server(tmp_path):
    with ServerProcess(tmp_path / "data", "--separate", "region,access-key") as running:
        yield running


def test_each_key_and_region_has_tables_of_its_own(server):
    everybody = [client(server, key, region) for key in ("one", "two") for region in ("us-east-1", "eu-west-1")]
    for number, dynamodb in enumerate(everybody):
        create(dynamodb)
        dynamodb.put_item(TableName="Songs", Item={"pk": {"S": str(number)}})
    for number, dynamodb in enumerate(everybody):
        assert dynamodb.scan(TableName="Songs")["Items"] == [{"pk": {"S": str(number)}}]
    everybody[0].delete_table(TableName="Songs")
    assert [tables(dynamodb) for dynamodb in everybody] == [[], ["Songs"], ["Songs"], ["Songs"]]


def test_arns_and_records_name_the_region_that_was_signed_for(server):
    dynamodb = client(server, region="ap-south-1")
    description = create(dynamodb)
    assert description["TableArn"] == "arn:aws:dynamodb:ap-south-1:000000000000:table/Songs"
    dynamodb.put_item(TableName="Songs", Item={"pk": {"S": "a"}})
    streams = client(server, region="ap-south-1", service="dynamodbstreams")
    arn = description["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    place = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    assert [record["awsRegion"] for record in streams.get_records(ShardIterator=place)["Records"]] == ["ap-south-1"]
    with pytest.raises(ClientError):
        client(server, service="dynamodbstreams").describe_stream(StreamArn=arn)


@pytest.mark.parametrize("what, key, region", [("access-key", "one", "eu-west-1"), ("region", "two", "us-east-1")])
def test_what_is_not_named_is_shared(tmp_path, what, key, region):
    with ServerProcess(tmp_path / "data", "--separate", what) as server:
        create(client(server))
        assert tables(client(server, key, region)) == ["Songs"]
        assert tables(client(server, "two", "eu-west-1")) == []


def test_everything_is_there_after_a_kill(server):
    for key in ("AKIA", "akia", "a/b", "ä_%", "..", "K" * 90):
        create(client(server, key.replace("/", "")))
        client(server, key.replace("/", "")).put_item(TableName="Songs", Item={"pk": {"S": key}})
    server.kill()
    server.start()
    for key in ("AKIA", "akia", "a/b", "ä_%", "..", "K" * 90):
        assert client(server, key.replace("/", "")).scan(TableName="Songs")["Items"] == [{"pk": {"S": key}}]
    assert [path.name for path in server.data.parent.iterdir() if path.is_dir()] == ["data"]
    with pytest.raises(ClientError) as error:
        tables(client(server, "K" * 128))
    assert error.value.response["Error"]["Code"] == "IncompleteSignatureException"


def test_many_may_come_at_once(server):
    """As the workers of a test run do: all first calls together, several of each key."""

    def work(number):
        dynamodb = client(server, f"worker{number % 8}")
        create(dynamodb, f"table{number}")
        for item in range(10):
            dynamodb.put_item(TableName=f"table{number}", Item={"pk": {"S": str(item)}})
        return dynamodb.scan(TableName=f"table{number}")["Count"]

    with ThreadPoolExecutor(24) as pool:
        assert list(pool.map(work, range(24))) == [10] * 24
    assert tables(client(server, "worker3")) == ["table11", "table19", "table3"]
    assert tables(client(server, "nobody")) == []


def test_each_begins_with_the_tables_that_are_given(tmp_path):
    (tmp_path / "songs.json").write_text(
        '{"TableName":"Songs","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],'
        '"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}')
    (tmp_path / "songs.jsonl").write_text('{"pk":{"S":"first"}}\n')
    files = f"{tmp_path}/songs.json,{tmp_path}/songs.jsonl"
    with ServerProcess(tmp_path / "data", "--separate", "access-key", "--tables", files) as server:
        client(server, "one").put_item(TableName="Songs", Item={"pk": {"S": "second"}})
        assert client(server, "one").scan(TableName="Songs")["Count"] == 2
        assert client(server, "two").scan(TableName="Songs")["Count"] == 1


def test_errors_are_those_of_the_service(server):
    assert send(server.endpoint, "NoSuchOperation", {}).error == "UnknownOperationException"
    assert send(server.endpoint, "ListTables", "{").error == "SerializationException"
    assert send(server.endpoint, "DescribeTable", {"TableName": "none"}).error == "ResourceNotFoundException"


def test_health_and_figures_are_of_all(server):
    create(client(server, "one"))
    create(client(server, "two"))
    assert server.answers()

    with urllib.request.urlopen(server.endpoint + "/metrics") as answer:
        assert "\nmagneto_tables 2\n" in answer.read().decode()
