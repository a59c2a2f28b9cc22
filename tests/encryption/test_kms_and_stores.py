# SPDX-License-Identifier: Apache-2.0
"""Materials of AWS KMS and of a MetaStore, both ways with Amazon's client for Python. moto's server is the KMS."""

import base64

import boto3
import pytest

from test_python_client import ACTIONS, ITEM, KEY, comparable, plain


@pytest.fixture(scope="module")
def kms_key(kms):
    client = boto3.client("kms", endpoint_url=kms, region_name="us-east-1",
                          aws_access_key_id="test", aws_secret_access_key="test")
    return client.create_key()["KeyMetadata"]["Arn"]


@pytest.fixture(params=["kms", "most recent with kms", "most recent with static keys"])
def request_of(request, keys, kms, kms_key, make_table, endpoint, client):
    provider = {"type": "kms", "endpoint": kms, "key_id": kms_key, "region": "us-east-1"}
    table = make_table("S", "N")
    if request.param.startswith("most recent"):
        inner = provider
        if request.param.endswith("static keys"):
            inner = {"type": "static", "signing_key": keys["hmacKey"], "encryption_key": keys["aesKey"]}
        store = f"{table}_store"
        client.create_table(
            TableName=store, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "N", "AttributeType": "S"},
                                  {"AttributeName": "V", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "N", "KeyType": "HASH"},
                       {"AttributeName": "V", "KeyType": "RANGE"}])
        client.get_waiter("table_exists").wait(TableName=store, WaiterConfig={"Delay": 1})
        provider = {"type": "most_recent", "store_table": store, "material_name": "books",
                    "inner": inner, "endpoint": endpoint}
    yield lambda way, **more: {"way": way, "provider": provider, "table": table,
                               "partition_key": "pk", "sort_key": "sk", "actions": ACTIONS, **more}
    if "store_table" in provider:
        client.delete_table(TableName=provider["store_table"])


def stored_item(client, table):
    stored = client.get_item(TableName=table, Key=KEY, ConsistentRead=True)["Item"]
    return {name: plain(value) for name, value in stored.items()}


def test_what_amazons_client_writes_is_read(request_of, ours, theirs, client):
    put = request_of("put", item=ITEM)
    assert theirs(put) == {}
    stored = stored_item(client, put["table"])
    assert stored["text"].keys() == {"B"}
    assert comparable(ours(request_of("decrypt", item=stored))) == comparable(ITEM)

    stored["sk"] = {"N": "1966"}
    assert ours(request_of("decrypt", item=stored))["error"] in (
        "SignatureVerificationError", "UnwrappingError")


def test_what_is_written_is_read_by_amazons_client(request_of, ours, theirs, client):
    stored = ours(request_of("encrypt", item=ITEM))
    assert stored["text"].keys() == {"B"}, stored
    table = request_of("encrypt")["table"]
    as_bytes = {name: {"B": base64.b64decode(value["B"])} if "B" in value else value
                for name, value in stored.items()}
    client.put_item(TableName=table, Item=as_bytes)
    assert comparable(theirs(request_of("get", key=KEY))) == comparable(ITEM)


def test_a_key_that_is_not_there_is_named(ours, kms):
    provider = {"type": "kms", "endpoint": kms, "region": "us-east-1",
                "key_id": "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"}
    answer = ours({"way": "encrypt", "provider": provider, "table": "T", "partition_key": "pk",
                   "sort_key": None, "actions": ACTIONS, "item": ITEM})
    assert answer["error"] == "WrappingError" and "NotFoundException" in answer["message"], answer
