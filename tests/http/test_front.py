# SPDX-License-Identifier: Apache-2.0
"""What the server says to requests that are no calls of the API, and to calls that are none quite."""

import json
import os
import random
import zlib

import pytest

from connect import make_client
from raw_connection import RawConnection
from raw_request import send

JSON = {"Content-Type": "application/json"}
AMAZON_JSON = {"Content-Type": "application/x-amz-json-1.0"}
LIST_TABLES = {"X-Amz-Target": "DynamoDB_20120810.ListTables"}
NOT_FOUND = b"<UnknownOperationException/>\n"


def error(name, message=None):
    body = {"__type": f"com.amazon.coral.service#{name}"}
    if message is not None:
        body["message"] = message
    return json.dumps(body, separators=(",", ":")).encode()


def test_health_names_the_host(raw):
    answer = raw.request("GET", "/", host="dynamodb.us-east-1.amazonaws.com").check_transport()
    assert answer.status == 200
    assert answer.body == b"healthy: dynamodb.us-east-1.amazonaws.com "
    assert int(answer.headers["x-amz-crc32"]) == 3128867991


@pytest.mark.parametrize("method,path", [
    ("GET", "/abc"), ("GET", "/index.htm"), ("PUT", "/"), ("DELETE", "/"), ("OPTIONS", "/"), ("POST", "/x")])
def test_what_is_not_there(raw, method, path):
    answer = raw.request(method, path, headers=AMAZON_JSON).check_transport()
    assert (answer.status, answer.body) == (404, NOT_FOUND)
    assert int(answer.headers["x-amz-crc32"]) == 3552371480


def test_wrong_paths_get_a_hint(raw):
    assert "POST /" in raw.request("POST", "/v1/tables", headers=AMAZON_JSON).headers["x-magneto-hint"]


@pytest.mark.parametrize("path", ["/", "/metrics"])
def test_head_is_get_without_the_body(raw, path):
    answer = raw.request("HEAD", path)
    assert answer.status == 200
    assert int(answer.headers["content-length"]) > 0
    assert raw.request("GET", path).status == 200
    assert raw.request("HEAD", "/x").status == 404


def test_targets_may_be_absolute(raw):
    assert raw.request("GET", "http://one/", host="two").body == b"healthy: one "
    assert raw.request("GET", "http://localhost/metrics").status == 200
    assert raw.request(path="http://localhost:8000/", headers={**AMAZON_JSON, **LIST_TABLES}, body=b"x").status == 400


@pytest.mark.parametrize("content_type", [
    None, "whatever", "application/x-amz-json-1.1", "application/jsonasdf"])
def test_wrong_content_types(raw, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    answer = raw.request(headers=headers, body=b"hi").check_transport()
    assert (answer.status, answer.body) == (404, NOT_FOUND)


@pytest.mark.parametrize("content_type,answered", [
    ("application/json", "application/json"),
    ("application/json;", "application/json"),
    ("application/json  ;   asfd", "application/json"),
    ("application/x-amz-json-1.0", "application/x-amz-json-1.0"),
    ("application/x-amz-json-1.0;blahblah", "application/x-amz-json-1.0"),
])
def test_a_body_that_is_no_json_is_noticed_first(raw, content_type, answered):
    answer = raw.request(headers={"Content-Type": content_type}, body=b"hi").check_transport()
    assert (answer.status, answer.body) == (400, error("SerializationException"))
    assert int(answer.headers["x-amz-crc32"]) == 3948637019
    assert answer.headers["content-type"] == answered


@pytest.mark.parametrize("target", [
    None, "whatever", "DynamoDB_20120810.ListTable", "DynamoDB_20120810.", "ListTables", "DynamoDB_20120810.listtables"])
def test_unknown_operations(raw, target):
    headers = {**AMAZON_JSON, **({"X-Amz-Target": target} if target else {})}
    answer = raw.request(headers=headers, body=b"{}").check_transport()
    assert (answer.status, answer.body) == (400, error("UnknownOperationException"))
    assert int(answer.headers["x-amz-crc32"]) == 1368724161


@pytest.mark.parametrize("authorization", [None, "AWS4", "Bearer x"])
def test_a_call_needs_a_token(raw, authorization):
    headers = {**JSON, **LIST_TABLES, **({"Authorization": authorization} if authorization else {})}
    answer = raw.request(headers=headers, body=b"{}").check_transport()
    assert answer.status == 400
    assert answer.body == error("MissingAuthenticationTokenException", "Request is missing Authentication Token")
    assert int(answer.headers["x-amz-crc32"]) == 2088342776


def test_incomplete_tokens(raw):
    headers = {**JSON, **LIST_TABLES, "Authorization": "AWS4- Signature=b,Credential=a", "Date": "a"}
    answer = raw.request(headers=headers, body=b"{}").check_transport()
    assert answer.body == error(
        "IncompleteSignatureException",
        "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4- Signature=b,Credential=a")
    assert int(answer.headers["x-amz-crc32"]) == 1159703774


def test_both_kinds_of_token(raw):
    headers = {**JSON, **LIST_TABLES, "Authorization": "X"}
    answer = raw.request(path="/?X-Amz-Algorithm", headers=headers, body=b"{}").check_transport()
    assert int(answer.headers["x-amz-crc32"]) == 2139606068


def test_incomplete_presigned_calls(raw):
    answer = raw.request(path="/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d",
                         headers={**JSON, **LIST_TABLES}, body=b"{}").check_transport()
    assert int(answer.headers["x-amz-crc32"]) == 3712057481


def test_an_empty_body_is_no_json(server):
    answer = send(server.endpoint, "ListTables", b"")
    assert (answer.status, answer.body) == (400, error("SerializationException"))


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_without_an_origin_nothing_is_said_of_origins(raw, method):
    answer = raw.request(method)
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_this_machine_are_allowed(raw, method):
    asked = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "dog",
             "Access-Control-Request-Headers": "cat"}
    answer = raw.request(method, headers=asked).check_transport()
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert answer.headers["vary"] == "Origin"
    assert "x-amzn-RequestId" in answer.headers["access-control-expose-headers"]
    for name in ("max-age", "allow-methods", "allow-headers"):
        assert f"access-control-{name}" not in answer.headers


def test_preflights_get_what_they_ask_for(raw):
    answer = raw.request("OPTIONS", headers={
        "Origin": "http://127.0.0.1:5173", "Access-Control-Request-Method": "dog",
        "Access-Control-Request-Headers": "cat, meerkat, mouse"}).check_transport()
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["access-control-allow-origin"] == "http://127.0.0.1:5173"
    assert answer.headers["access-control-max-age"] == "172800"
    assert answer.headers["access-control-allow-methods"] == "dog"
    assert answer.headers["access-control-allow-headers"] == "cat, meerkat, mouse"


def test_calls_are_answered_in_kind(server):
    answer = send(server.endpoint, "ListTables", {})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-amz-json-1.0"
    assert int(answer.headers["x-amz-crc32"]) == zlib.crc32(answer.body)


def test_metrics_count_calls(server, raw):
    send(server.endpoint, "ListTables", {})
    send(server.endpoint, "DescribeTable", {"TableName": "not_there"})
    page = raw.request("GET", "/metrics").body.decode()
    samples = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert int(samples['magneto_requests_total{operation="ListTables",status="2xx"}']) >= 1
    assert int(samples['magneto_requests_total{operation="DescribeTable",status="4xx"}']) >= 1
    assert int(samples['magneto_request_seconds_count{operation="ListTables"}']) >= 1
    assert int(samples["magneto_connections"]) >= 1
    assert "magneto_engine_flushes_total" in samples


def test_metrics_tell_of_the_disk_and_of_work_that_is_behind(own_server):
    client = make_client(own_server.endpoint)
    client.create_table(TableName="table", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
                        BillingMode="PAY_PER_REQUEST")
    client.get_waiter("table_exists").wait(TableName="table", WaiterConfig={"Delay": 1})
    chance = random.Random(1)
    for number in range(4):
        client.put_item(TableName="table", Item={"p": {"S": str(number)}, "text": {"S": f"{chance.getrandbits(1_200_000):0300000x}"}})
    with RawConnection(own_server.port) as raw:
        page = raw.request("GET", "/metrics").body.decode()
    samples = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert int(samples["magneto_engine_disk_bytes"]) > 4 * 300_000
    assert int(samples["magneto_engine_log_bytes"]) > 4 * 300_000
    assert int(samples["magneto_engine_stalls_total"]) >= int(samples["magneto_engine_stalled"])
    disk = os.statvfs(own_server.data)
    assert 0 < int(samples["magneto_disk_free_bytes"]) <= disk.f_blocks * disk.f_frsize
    for nothing in ("magneto_indexes_filling", "magneto_background_failures_total"):
        assert samples[nothing] == "0", nothing
