# SPDX-License-Identifier: Apache-2.0
"""Each bad request gets the service's error, changes nothing, and leaves the server as it was."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from raw_request import send

KEY = {"pk": {"S": "kept"}, "sk": {"N": "1"}}


@pytest.fixture
def table(client, make_table):
    """A table with one item, which the test must leave as it is."""
    name = make_table("S", "N")
    item = KEY | {"value": {"S": "untouched"}}
    client.put_item(TableName=name, Item=item)
    yield name
    assert client.scan(TableName=name, ConsistentRead=True)["Items"] == [item]


def refused(answer, error, text=""):
    assert answer.status == 400, answer.body
    assert answer.error == error, answer.body
    assert text in (answer.message or ""), answer.body


def test_unknown_operation(endpoint):
    refused(send(endpoint, "FlyToTheMoon", {}), "UnknownOperationException")
    refused(send(endpoint, "ListTables", {}, service="DynamoDB_20111205"), "UnknownOperationException")


@pytest.mark.parametrize("body", [
    "", "{", '{"TableName":', "[]", '"text"', "\x00", '{"TableName":"t",}', "{'a':1}",
    b'{"TableName":"\xff\xfe"}', "[" * 100_000, '{"a":' * 100_000,
], ids=lambda body: ascii(body)[:20])
def test_broken_json(endpoint, body):
    refused(send(endpoint, "DescribeTable", body), "SerializationException")


@pytest.mark.parametrize("operation, members", [
    ("PutItem", {"TableName": 23}),
    ("PutItem", {"TableName": ["t"]}),
    ("PutItem", {"Item": "text"}),
    ("PutItem", {"Item": {"pk": "text"}}),
    ("PutItem", {"Item": {"pk": {"S": 5}}}),
    ("PutItem", {"Item": {"pk": {"N": 5}}}),
    ("PutItem", {"Item": {"pk": {"B": "no base64!"}}}),
    ("PutItem", {"Item": {"pk": {"BOOL": "perhaps"}}}),
    ("PutItem", {"Item": {"pk": {"L": {}}}}),
    ("PutItem", {"Item": {"pk": {"M": []}}}),
    ("PutItem", {"Item": {"pk": {"SS": "text"}}}),
    ("PutItem", {"ExpressionAttributeNames": []}),
    ("Query", {"Limit": "ten"}),
    ("Query", {"ScanIndexForward": "perhaps"}),
    ("BatchGetItem", {"RequestItems": []}),
    ("CreateTable", {"KeySchema": {}}),
], ids=lambda value: json.dumps(value)[:40])
def test_wrong_json_types(endpoint, operation, members):
    refused(send(endpoint, operation, {"TableName": "some_table"} | members), "SerializationException")


@pytest.mark.parametrize("operation, members, missing", [
    ("GetItem", {"Key": KEY}, "tableName"),
    ("GetItem", {"TableName": "some_table"}, "key"),
    ("PutItem", {"TableName": "some_table"}, "item"),
    ("CreateTable", {"TableName": "some_table", "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]},
     "keySchema"),
    ("BatchWriteItem", {}, "requestItems"),
    ("TransactWriteItems", {}, "transactItems"),
])
def test_missing_parameters(endpoint, operation, members, missing):
    answer = send(endpoint, operation, members)
    refused(answer, "ValidationException")
    assert missing.lower() in answer.message.lower(), answer.body


def test_missing_table(endpoint):
    refused(send(endpoint, "GetItem", {"TableName": "no_such_table", "Key": KEY}),
            "ResourceNotFoundException", "Requested resource not found")


@pytest.mark.parametrize("key", [
    {"pk": {"S": "kept"}},
    {"pk": {"S": "kept"}, "sk": {"S": "1"}},
    {"pk": {"N": "1"}, "sk": {"N": "1"}},
    {"pk": {"S": "kept"}, "other_key": {"N": "1"}},
    KEY | {"more": {"S": "x"}},
], ids=json.dumps)
@pytest.mark.parametrize("operation", ["GetItem", "DeleteItem"])
def test_wrong_key_types(endpoint, table, operation, key):
    refused(send(endpoint, operation, {"TableName": table, "Key": key}),
            "ValidationException", "The provided key element does not match the schema")


@pytest.mark.parametrize("item, text", [
    ({"pk": {"N": "1"}, "sk": {"N": "1"}},
     "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"),
    ({"pk": {"S": "x"}},
     "One or more parameter values were invalid: Missing the key sk in the item"),
    ({"pk": {"S": ""}, "sk": {"N": "1"}},
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"),
    ({"pk": {"S": "x" * 2049}, "sk": {"N": "1"}},
     "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"),
    (KEY | {"set": {"SS": []}}, "One or more parameter values were invalid: An string set  may not be empty"),
    (KEY | {"set": {"NS": []}}, "One or more parameter values were invalid: An number set  may not be empty"),
    (KEY | {"set": {"SS": ["a", "a"]}}, "contains duplicates"),
    (KEY | {"n": {"N": "1" * 39}}, "Attempting to store more than 38 significant digits in a Number"),
    (KEY | {"n": {"N": "1e126"}}, "Number overflow"),
    (KEY | {"n": {"N": "1e-131"}}, "Number underflow"),
    (KEY | {"n": {"N": "one"}}, "The parameter cannot be converted to a numeric value: one"),
    (KEY | {"n": {"N": "1", "S": "1"}}, "Supplied AttributeValue has more than one datatypes set"),
    (KEY | {"n": {}}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    (KEY | {"n": {"NULL": False}}, "Null attribute value types must have the value of true"),
], ids=lambda value: value[-30:] if isinstance(value, str) else "")
def test_items_that_are_not_accepted(endpoint, table, item, text):
    refused(send(endpoint, "PutItem", {"TableName": table, "Item": item}), "ValidationException", text)
    batch = {"RequestItems": {table: [{"PutRequest": {"Item": {"pk": {"S": "other"}, "sk": {"N": "1"}}}},
                                      {"PutRequest": {"Item": item}}]}}
    assert send(endpoint, "BatchWriteItem", batch).status == 400


def test_item_of_one_byte_too_many(endpoint, client, table):
    other = {"pk": {"S": "other"}, "sk": {"N": "1"}}
    # "pk" "other" "sk" and two bytes of number make 11, the name "v" one more.
    fits = other | {"v": {"S": "x" * (409_600 - 12)}}
    assert send(endpoint, "PutItem", {"TableName": table, "Item": fits}).status == 200
    client.delete_item(TableName=table, Key=other)
    too_large = other | {"v": {"S": "x" * (409_601 - 12)}}
    refused(send(endpoint, "PutItem", {"TableName": table, "Item": too_large}),
            "ValidationException", "Item size has exceeded the maximum allowed size")
    refused(send(endpoint, "TransactWriteItems", {"TransactItems": [
        {"Delete": {"TableName": table, "Key": KEY}}, {"Put": {"TableName": table, "Item": too_large}}]}),
        "ValidationException", "Item size has exceeded the maximum allowed size")
    refused(send(endpoint, "UpdateItem", {
        "TableName": table, "Key": KEY, "UpdateExpression": "SET v = :v",
        "ExpressionAttributeValues": {":v": {"S": "x" * 409_600}}}),
        "ValidationException", "Item size to update has exceeded the maximum allowed size")


def nested(levels):
    value = {"S": "deep"}
    for n in range(levels):
        value = {"M": {"a": value}} if n % 2 else {"L": [value]}
    return value


def test_nesting(endpoint, client, table):
    other = {"pk": {"S": "other"}, "sk": {"N": "1"}}
    assert send(endpoint, "PutItem", {"TableName": table, "Item": other | {"v": nested(31)}}).status == 200
    client.delete_item(TableName=table, Key=other)
    refused(send(endpoint, "PutItem", {"TableName": table, "Item": other | {"v": nested(32)}}),
            "ValidationException", "Nesting Levels have exceeded supported limits")
    deep = '{"L":[' * 50_000 + ']}' * 50_000
    body = '{"TableName":"%s","Item":{"pk":{"S":"x"},"sk":{"N":"1"},"v":%s}}' % (table, deep)
    answer = send(endpoint, "PutItem", body)
    assert answer.status == 400 and answer.error in ("ValidationException", "SerializationException")


@pytest.mark.parametrize("condition", [
    "(" * 10_000 + "attribute_exists(pk)" + ")" * 10_000,
    "NOT " * 10_000 + "attribute_exists(pk)",
    "(" * 2_000 + "attribute_exists(pk)" + ")" * 2_000,
    "attribute_exists(" + "pk." * 1_300 + "pk)",
    "size(" * 700 + "pk" + ")" * 700,
], ids=lambda condition: condition[:4] + str(len(condition)))
def test_condition_nested_too_deep(endpoint, table, condition):
    answer = send(endpoint, "PutItem", {
        "TableName": table, "Item": KEY, "ConditionExpression": condition})
    refused(answer, "ValidationException", "Invalid ConditionExpression: ")


def test_body_of_17_mb(endpoint, table):
    url = urlsplit(endpoint)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    connection.putrequest("POST", "/")
    connection.putheader("X-Amz-Target", "DynamoDB_20120810.PutItem")
    connection.putheader("Content-Type", "application/x-amz-json-1.0")
    connection.putheader("Content-Length", str(17 << 20))
    connection.endheaders()
    try:
        for _ in range(17):
            connection.send(b" " * (1 << 20))
    except (BrokenPipeError, ConnectionResetError):
        pass  # It need not read what it has refused.
    try:
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass
    connection.close()


def test_server_still_answers(endpoint):
    assert send(endpoint, "ListTables", {}).status == 200
