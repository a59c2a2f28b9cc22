# SPDX-License-Identifier: Apache-2.0
"""Items that Amazon's client for Python wrote to our server are read by ours, and the other way round."""

import base64

import pytest

ITEM = {
    "pk": {"S": "978-3-16-148410-0"},
    "sk": {"N": "1965"},
    "text": {"S": "Grüße 😀"},
    "empty": {"S": ""},
    "number": {"N": "-12.5"},
    "long": {"N": "12345678901234567890123456"},
    "binary": {"B": base64.b64encode(bytes(range(256))).decode()},
    "flag": {"BOOL": True},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b", "ü"]},
    "numbers": {"NS": ["1", "2.5", "30"]},
    "binaries": {"BS": ["AQ==", "/w=="]},
    "list": {"L": [{"S": "in"}, {"N": "1"}, {"M": {"deep": {"BOOL": False}}}]},
    "map": {"M": {"b": {"N": "2"}, "a": {"SS": ["x", "y"]}}},
    "signed": {"S": "readable, and protected"},
    "signed_set": {"NS": ["9", "10"]},
    "free": {"S": "readable, and not protected"},
}
ACTIONS = {"default": "encrypt",
           "override": {"pk": "sign", "sk": "sign", "signed": "sign", "signed_set": "sign",
                        "free": "nothing"}}
KEY = {"pk": ITEM["pk"], "sk": ITEM["sk"]}
# Kind, and the names of its keys: of encryption or wrapping, of decryption or unwrapping, of signing.
PROVIDERS = {
    "static AES and HMAC": ("static", "aesKey", "aesKey", "hmacKey"),
    "static AES and RSA": ("static", "aesKey", "aesKey", "rsaSignPriv"),
    "wrapped AES and HMAC": ("wrapped", "aesKey", "aesKey", "hmacKey"),
    "wrapped RSA and HMAC": ("wrapped", "rsaEncPub", "rsaEncPriv", "hmacKey"),
    "wrapped RSA and RSA": ("wrapped", "rsaEncPub", "rsaEncPriv", "rsaSignPriv"),
}


def plain(value):
    """As DynamoDB's JSON has it: boto3 gives bytes."""
    ((kind, held),) = value.items()
    if kind == "B":
        return {"B": base64.b64encode(held).decode()}
    if kind == "BS":
        return {"BS": [base64.b64encode(one).decode() for one in held]}
    return value


def comparable(item):
    return {name: sorted_sets(value) for name, value in item.items()}


def sorted_sets(value):
    ((kind, held),) = value.items()
    if kind in ("SS", "NS", "BS"):
        return {kind: sorted(held)}
    if kind == "L":
        return {kind: [sorted_sets(one) for one in held]}
    if kind == "M":
        return {kind: {name: sorted_sets(one) for name, one in held.items()}}
    return value


@pytest.fixture(params=PROVIDERS)
def request_of(request, keys, make_table):
    kind, forward, back, signing = PROVIDERS[request.param]
    provider = {"type": kind, "signing_key": keys[signing]}
    if kind == "static":
        provider["encryption_key"] = keys[forward]
    else:
        provider.update(wrapping_key=keys[forward], unwrapping_key=keys[back])
    table = make_table("S", "N")
    return lambda way, **more: {"way": way, "provider": provider, "table": table,
                                "partition_key": "pk", "sort_key": "sk", "actions": ACTIONS,
                                **more}


def test_what_amazons_client_writes_is_read(request_of, ours, theirs, client):
    put = request_of("put", item=ITEM)
    assert theirs(put) == {}
    stored = client.get_item(TableName=put["table"], Key=KEY, ConsistentRead=True)["Item"]
    assert "Grüße" not in str(stored)
    stored = {name: plain(value) for name, value in stored.items()}
    assert comparable(ours(request_of("decrypt", item=stored))) == comparable(ITEM)

    stored["signed"] = {"S": "changed"}
    assert ours(request_of("decrypt", item=stored)) ["error"] == "SignatureVerificationError"


def test_what_is_written_is_read_by_amazons_client(request_of, ours, theirs, client):
    stored = ours(request_of("encrypt", item=ITEM))
    assert stored["text"].keys() == {"B"} and stored["signed"] == ITEM["signed"]
    table = request_of("encrypt")["table"]
    as_bytes = {name: {"B": base64.b64decode(value["B"])} if "B" in value else value
                for name, value in stored.items()}
    client.put_item(TableName=table, Item=as_bytes)
    assert comparable(theirs(request_of("get", key=KEY))) == comparable(ITEM)

    client.update_item(TableName=table, Key=KEY, UpdateExpression="SET signed = :changed",
                       ExpressionAttributeValues={":changed": {"S": "changed"}})
    assert theirs(request_of("get", key=KEY))["error"] == "SignatureVerificationError"
