# SPDX-License-Identifier: Apache-2.0
"""What a client sends: the requests of botocore for the same inputs, through TLS and proxies, with credentials that
expire and a clock that is wrong. Servers are ours (stand_in.py)."""

import base64
import gzip
import json
import ssl
import subprocess
import tempfile
import zlib
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from email.utils import format_datetime

import pytest

from server_process import ServerProcess
from stand_in import StandIn, TunnelProxy
from test_credentials import sts_answer

KEYS = {"region": "eu-central-1", "access_key": "AKIDEXAMPLE", "secret_key": "secret/key+"}
ITEM = {"pk": {"S": "\u00fc \U0001f600 \"quoted\" \\ \n"}, "n": {"N": "-12.50"}, "big": {"N": "1E+30"},
        "b": {"B": "AAECAwQ="}, "t": {"BOOL": True}, "nil": {"NULL": True}, "ss": {"SS": ["a", "b"]},
        "ns": {"NS": ["1", "2.5"]}, "bs": {"BS": ["AQ==", "Ag=="]}, "l": {"L": [{"S": ""}, {"M": {}}]},
        "m": {"M": {"inner": {"L": []}}}}
KEY = {"pk": {"S": "a"}}
CALLS = [
    ("PutItem", {"TableName": "T", "Item": ITEM, "ReturnValues": "ALL_OLD", "ConditionExpression":
                 "attribute_not_exists(#p)", "ExpressionAttributeNames": {"#p": "pk"},
                 "ReturnConsumedCapacity": "INDEXES"}),
    ("PutItem", {"TableName": "T", "Item": KEY, "Expected": {"a": {"Exists": False}}}),
    ("GetItem", {"TableName": "T", "Key": KEY, "ConsistentRead": True, "ProjectionExpression": "a, b[0].c"}),
    ("GetItem", {"TableName": "arn:aws:dynamodb:eu-central-1:111122223333:table/T", "Key": KEY}),
    ("UpdateItem", {"TableName": "T", "Key": KEY, "UpdateExpression": "SET a = :a ADD n :n",
                    "ExpressionAttributeValues": {":a": {"S": "x"}, ":n": {"N": "1"}}}),
    ("UpdateItem", {"TableName": "T", "Key": KEY,
                    "AttributeUpdates": {"a": {"Value": {"S": "x"}, "Action": "PUT"}}}),
    ("DeleteItem", {"TableName": "T", "Key": KEY, "ReturnItemCollectionMetrics": "SIZE"}),
    ("Query", {"TableName": "T", "IndexName": "Index", "KeyConditionExpression": "pk = :p", "Limit": 7,
               "ExpressionAttributeValues": {":p": {"S": "a"}}, "ScanIndexForward": False,
               "ExclusiveStartKey": KEY, "Select": "COUNT"}),
    ("Scan", {"TableName": "T", "Segment": 0, "TotalSegments": 4, "FilterExpression": "a = :a",
              "ExpressionAttributeValues": {":a": {"N": "1"}}}),
    ("BatchGetItem", {"RequestItems": {"T": {"Keys": [KEY], "ConsistentRead": True},
                                       "U": {"Keys": [KEY, {"pk": {"S": "b"}}]}}}),
    ("BatchWriteItem", {"RequestItems": {"T": [{"PutRequest": {"Item": ITEM}},
                                               {"DeleteRequest": {"Key": KEY}}]}}),
    ("TransactWriteItems", {"ClientRequestToken": "token", "TransactItems": [
        {"Put": {"TableName": "T", "Item": ITEM}},
        {"Update": {"TableName": "T", "Key": KEY, "UpdateExpression": "REMOVE a"}},
        {"Delete": {"TableName": "T", "Key": KEY}},
        {"ConditionCheck": {"TableName": "T", "Key": KEY, "ConditionExpression": "a = :a",
                            "ExpressionAttributeValues": {":a": {"BOOL": False}},
                            "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}]}),
    ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "T", "Key": KEY}}]}),
    ("ExecuteStatement", {"Statement": "SELECT * FROM T WHERE pk = ?", "Parameters": [{"S": "a"}],
                          "NextToken": "x", "Limit": 3}),
    ("BatchExecuteStatement", {"Statements": [{"Statement": "SELECT 1", "ConsistentRead": True}]}),
    ("ExecuteTransaction", {"TransactStatements": [{"Statement": "UPDATE T SET a=1"}],
                            "ClientRequestToken": "token"}),
    ("CreateTable", {"TableName": "T", "BillingMode": "PROVISIONED",
                     "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                     "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                     "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
                     "GlobalSecondaryIndexes": [{
                         "IndexName": "Index", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                         "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x"]}}],
                     "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
                     "Tags": [{"Key": "k", "Value": "v"}], "DeletionProtectionEnabled": True}),
    ("UpdateTable", {"TableName": "T", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "Index"}}]}),
    ("DescribeTable", {"TableName": "T"}),
    ("DeleteTable", {"TableName": "T"}),
    ("ListTables", {}),
    ("ListTables", {"Limit": 3, "ExclusiveStartTableName": "abc"}),
    ("DescribeLimits", {}),
    ("UpdateTimeToLive", {"TableName": "T",
                          "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}),
    ("TagResource", {"ResourceArn": "arn:aws:dynamodb:eu-central-1:111122223333:table/T",
                     "Tags": [{"Key": "k", "Value": ""}]}),
    ("CreateBackup", {"TableName": "T", "BackupName": "nightly"}),
    ("RestoreTableToPointInTime", {"SourceTableName": "Source", "TargetTableName": "Target",
                                   "RestoreDateTime": 1700000000.5}),
    ("ExportTableToPointInTime", {"TableArn": "arn:aws:dynamodb:eu-central-1:111122223333:table/T",
                                  "S3Bucket": "bucket", "ExportTime": 1700000000, "ClientToken": "c"}),
    ("GetShardIterator", {"StreamArn": "arn:aws:dynamodb:eu-central-1:111122223333:table/T/stream/1",
                          "ShardId": "shardId-00000000000000000000-aaaaaaaa",
                          "ShardIteratorType": "AT_SEQUENCE_NUMBER", "SequenceNumber": "123"}),
    ("GetRecords", {"ShardIterator": "x" * 40, "Limit": 10}),
]


def empty(request):
    return 200, "{}"


def meaning(value):
    """A body without what means nothing: the order of a set's members, the way a number is written."""
    if isinstance(value, list):
        return [meaning(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"N"}:
        return {"N": Decimal(value["N"])}
    if set(value) == {"NS"}:
        return {"NS": sorted(Decimal(one) for one in value["NS"])}
    if len(value) == 1 and set(value) <= {"SS", "BS"}:
        return {kind: sorted(held) for kind, held in value.items()}
    return {name: meaning(one) for name, one in value.items()}


def compared_headers(request):
    """Those that say something of the request, without those of the moment and of the program."""
    return {name: value for name, value in request.headers.items()
            if name in ("content-type", "host", "x-amz-target", "x-amz-security-token", "content-encoding")}


@pytest.mark.parametrize("token", [None, "a/session+token=="])
def test_requests_are_those_of_botocore(our_calls, their_calls, their_signatures, token):
    with StandIn(empty) as server:
        options = {**KEYS, "endpoint": server.url, **({"session_token": token} if token else {})}
        assert [answer.get("answer") for answer in our_calls(options, CALLS)] == [{}] * len(CALLS)
        mine, server.requests[:] = list(server.requests), []
        their_calls(options, CALLS)
        peers = list(server.requests)
    assert len(mine) == len(peers) == len(CALLS)
    signed = []
    for (operation, _), a, b in zip(CALLS, mine, peers):
        assert (a.method, a.target) == (b.method, b.target) == ("POST", "/"), operation
        assert meaning(json.loads(a.body)) == meaning(json.loads(b.body)), operation
        assert compared_headers(a) == compared_headers(b), operation
        parts_a, parts_b = (one.headers["authorization"].split(", ") for one in (a, b))
        assert parts_a[0].split("/")[0] == parts_b[0].split("/")[0], operation  # whose
        assert parts_a[0].split("/")[2:] == parts_b[0].split("/")[2:], operation  # region and service
        assert parts_a[1] == parts_b[1], operation  # SignedHeaders
        signed.append({"url": server.url + "/", "headers": a.headers, "body": a.body, "token": token,
                       "access_key": KEYS["access_key"], "secret_key": KEYS["secret_key"],
                       "region": KEYS["region"], "service": "dynamodb"})
    assert their_signatures(signed) == [{"authorization": one.headers["authorization"]} for one in mine]


LIST = [("ListTables", {})]


def test_bodies_are_compressed_both_ways_where_that_is_asked_for(our_calls):
    packed = gzip.compress(b"{}")
    put = ("PutItem", {"TableName": "T", "Item": {**KEY, "text": {"S": "x" * 5000}}})

    def answer(request):
        assert request.headers["accept-encoding"] == "gzip"
        return 200, packed, {"Content-Encoding": "gzip", "x-amz-crc32": str(zlib.crc32(packed))}

    with StandIn(answer) as server:
        options = {**KEYS, "endpoint": server.url, "gzip_answers": True, "gzip_above": 1000}
        assert our_calls(options, [put, *LIST]) == [{"answer": {}}] * 2
        large, small = server.requests
        assert large.headers["content-encoding"] == "gzip"
        assert json.loads(gzip.decompress(large.raw))["Item"] == put[1]["Item"]
        assert "content-encoding" not in small.headers and small.body == "{}"


def test_the_checksum_of_a_compressed_answer_is_that_of_what_was_sent(our_calls):
    def answer(request):
        return 200, gzip.compress(b"{}"), {"Content-Encoding": "gzip", "x-amz-crc32": str(zlib.crc32(b"{}"))}

    with StandIn(answer) as server:
        options = {**KEYS, "endpoint": server.url, "gzip_answers": True, "max_attempts": 1}
        (line,) = our_calls(options, LIST)
        assert line["error"] == "Checksum", line


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """certificate(name): files of a certificate for this machine, and of its key."""
    folder = tmp_path_factory.mktemp("certificates")

    def make(name):
        files = folder / f"{name}.pem", folder / f"{name}.key"
        if not files[0].exists():
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                            "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                            "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        return str(files[0]), str(files[1])

    return make


def server_context(certificate, client_certificate=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate("server"))
    if client_certificate:
        context.load_verify_locations(client_certificate)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def test_tls_is_spoken_with_a_server_whose_certificate_is_known(our_calls, certificate):
    with StandIn(empty, server_context(certificate)) as server:
        options = {**KEYS, "endpoint": server.url, "max_attempts": 1}
        assert our_calls({**options, "ca_file": certificate("server")[0]}, LIST) == [{"answer": {}}]
        assert our_calls(options, LIST)[0]["error"] == "Tls"
        assert our_calls({**options, "ca_file": certificate("another")[0]}, LIST)[0]["error"] == "Tls"
        assert len(server.requests) == 1


def test_a_client_may_have_a_certificate(our_calls, certificate):
    mine, key = certificate("client")
    with StandIn(empty, server_context(certificate, mine)) as server:
        options = {**KEYS, "endpoint": server.url, "ca_file": certificate("server")[0], "max_attempts": 1}
        assert our_calls({**options, "certificate_file": mine, "key_file": key}, LIST) == [{"answer": {}}]
        assert "error" in our_calls(options, LIST)[0]
        other, other_key = certificate("another")
        assert "error" in our_calls({**options, "certificate_file": other, "key_file": other_key}, LIST)[0]
        assert len(server.requests) == 1


def test_plain_requests_go_through_a_proxy_as_they_are(our_calls):
    with StandIn(empty) as proxy:
        options = {**KEYS, "endpoint": "http://db.example:8000", "proxy": proxy.url, "proxy_user": "me",
                   "proxy_password": "p:w"}
        assert our_calls(options, LIST) == [{"answer": {}}]
        (request,) = proxy.requests
    assert request.target == "http://db.example:8000/"
    assert request.headers["host"] == "db.example:8000"
    assert base64.b64decode(request.headers["proxy-authorization"].split()[1]) == b"me:p:w"


def test_tls_goes_through_a_tunnel_of_a_proxy(our_calls, certificate):
    with StandIn(empty, server_context(certificate)) as server, TunnelProxy() as proxy:
        options = {**KEYS, "endpoint": f"https://localhost:{server.port}", "proxy": proxy.url,
                   "proxy_user": "me", "proxy_password": "secret", "ca_file": certificate("server")[0]}
        assert our_calls(options, LIST * 3) == [{"answer": {}}] * 3
        (request, *_) = server.requests
    assert proxy.heads[0].startswith(f"CONNECT localhost:{server.port} HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0" in proxy.heads[0]
    assert "proxy-authorization" not in request.headers


def test_a_proxy_that_wants_another_login_is_named(our_calls):
    with TunnelProxy(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as proxy:
        options = {**KEYS, "endpoint": "https://db.example", "proxy": proxy.url, "max_attempts": 1}
        (answer,) = our_calls(options, LIST)
    assert answer["error"] == "Proxy" and "407" in answer["message"], answer


def signed_at(request):
    return datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)


@pytest.mark.parametrize("hours", [-3, 5])
def test_a_clock_that_is_wrong_is_corrected_by_the_servers(our_calls, hours):
    def answer(request):
        now = datetime.now(timezone.utc) + timedelta(hours=hours)
        if abs(signed_at(request) - now) > timedelta(minutes=5):
            return 400, json.dumps({"__type": "com.amazon.coral.service#InvalidSignatureException",
                                    "message": "Signature expired"}), {"Date": format_datetime(now, usegmt=True)}
        return 200, "{}"

    with StandIn(answer) as server:
        assert our_calls({**KEYS, "endpoint": server.url}, LIST * 3) == [{"answer": {}}] * 3
        assert len(server.requests) == 4  # the second call knows the time


def test_a_signature_that_is_wrong_is_no_matter_of_the_clock(our_calls):
    def answer(request):
        return 400, json.dumps({"__type": "com.amazon.coral.service#InvalidSignatureException", "message": "no"})

    with StandIn(answer) as server:
        (answer,) = our_calls({**KEYS, "endpoint": server.url}, LIST)
        assert answer["service_code"] == "InvalidSignatureException" and answer["attempts"] == 1
        assert len(server.requests) == 1


def access_key(request):
    return request.headers["authorization"].split("Credential=")[1].split("/")[0]


def test_a_role_of_the_options_is_assumed(our_calls):
    with StandIn(sts_answer) as sts, StandIn(empty) as server:
        options = {**KEYS, "endpoint": server.url, "role_arn": "arn:aws:iam::1:role/7", "external_id": "e/x",
                   "role_session_name": "me", "mfa_serial": "arn:aws:iam::1:mfa/me", "mfa_code": "654321"}
        env = {"AWS_ENDPOINT_URL_STS": sts.url}
        assert our_calls(options, LIST * 2, env) == [{"answer": {}}] * 2
        (assumed,) = sts.requests
        assert {name: assumed.form[name] for name in
                ("Action", "RoleArn", "ExternalId", "RoleSessionName", "SerialNumber", "TokenCode")} == {
            "Action": "AssumeRole", "RoleArn": "arn:aws:iam::1:role/7", "ExternalId": "e/x",
            "RoleSessionName": "me", "SerialNumber": "arn:aws:iam::1:mfa/me", "TokenCode": "654321"}
        assert access_key(assumed) == "AKIDEXAMPLE"
        for request in server.requests:
            assert access_key(request) == "AKIDEXAMPLE+7"
            assert request.headers["x-amz-security-token"] == "tok=="

        without = {name: value for name, value in options.items() if name != "mfa_code"}
        (refused,) = our_calls(without, LIST, env)
        assert refused["error"] == "Credentials", refused


def test_credentials_that_the_service_calls_expired_are_fetched_anew(our_calls):
    assumed = []

    def sts_of(request):
        status, text = sts_answer(request)
        assumed.append(1)
        return status, text.replace("+7<", f"+7.{len(assumed)}<")

    def answer(request):
        if access_key(request).endswith(".1"):
            return 400, json.dumps({"__type": "com.amazon.coral.service#ExpiredTokenException",
                                    "message": "The security token included in the request is expired"})
        return 200, "{}"

    with StandIn(sts_of) as sts, StandIn(answer) as server:
        options = {**KEYS, "endpoint": server.url, "role_arn": "arn:aws:iam::1:role/7"}
        assert our_calls(options, LIST * 2, {"AWS_ENDPOINT_URL_STS": sts.url}) == [{"answer": {}}] * 2
        assert [access_key(request) for request in server.requests] == [
            "AKIDEXAMPLE+7.1", "AKIDEXAMPLE+7.2", "AKIDEXAMPLE+7.2"]


def test_a_profile_of_the_environment_that_does_not_exist_is_named_before_the_region(our_calls):
    (answer,) = our_calls({}, LIST, {"AWS_PROFILE": "ghost"})
    assert answer["error"] == "Credentials" and "there is no profile 'ghost'" in answer["message"], answer
    (answer,) = our_calls({}, LIST)
    assert "Missing Region (set `region` in ClientOptions, AWS_REGION, or" in answer["message"], answer


def test_a_server_is_reached_through_its_unix_socket(our_calls):
    # Not in tmp_path, which may be longer than the path of a socket may be.
    with tempfile.TemporaryDirectory(prefix="magneto-") as folder:
        with ServerProcess(f"{folder}/data", "--socket", f"{folder}/socket"):
            made = ("CreateTable", {"TableName": "Songs", "BillingMode": "PAY_PER_REQUEST",
                                    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                                    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
            calls = [made, ("DescribeTable", {"TableName": "Songs"})]
            assert our_calls({"endpoint": f"unix:{folder}/socket"}, calls) == [{"answer": {}}] * 2
            env = {"AWS_ENDPOINT_URL_DYNAMODB": f"unix://{folder}/socket", "AWS_REGION": "eu-central-1"}
            assert our_calls({}, calls[1:], env) == [{"answer": {}}]
        (answer,) = our_calls({"endpoint": f"unix:{folder}/socket", "max_attempts": 1}, LIST)
        assert answer["error"] == "Connect" and f"unix:{folder}/socket" in answer["message"], answer


def test_a_local_endpoint_needs_no_credentials_but_hides_no_mistake(our_calls, tmp_path):
    (tmp_path / ".aws").mkdir()
    config = tmp_path / ".aws/config"
    with StandIn(empty) as server:
        options = {"endpoint": server.url, "region": "eu-central-1"}
        env = {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "false"}
        assert our_calls(options, LIST, env) == [{"answer": {}}]
        assert access_key(server.requests[0]) == "local"
        config.write_text("[default]\ncredential_process = sh -c 'echo wrong >&2; exit 3'\n")
        (answer,) = our_calls(options, LIST, env)
        assert answer["error"] == "Credentials" and "default" in answer["message"], answer
        config.write_text("[default]\naws_access_key_id = MINE\naws_secret_access_key = x\n")
        assert our_calls(options, LIST, env) == [{"answer": {}}]
        assert access_key(server.requests[-1]) == "MINE"
