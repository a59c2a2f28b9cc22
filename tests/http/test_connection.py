# SPDX-License-Identifier: Apache-2.0
"""Connections: kept, pipelined, encrypted, too large, cut off."""

import gzip
import json
import random
import ssl
import threading
import time
import zlib

import pytest

from connect import make_client
from raw_connection import RawConnection
from raw_request import sign
from server_process import ServerProcess

CALL = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
        "X-Amz-Date": "20260101T000000Z"}


def call_bytes(body=b"{}", **headers):
    lines = [f"{n}: {v}" for n, v in {**CALL, "Host": "localhost", "Content-Length": len(body), **headers}.items()]
    return ("POST / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + body


def test_requests_in_a_row_are_answered_in_order(raw):
    raw.send(call_bytes() + b"GET / HTTP/1.1\r\nHost: one\r\n\r\n" + call_bytes(b"x") +
             b"GET / HTTP/1.1\r\nHost: two\r\nConnection: close\r\n\r\n")
    assert "TableNames" in json.loads(raw.answer().body)
    assert raw.answer().body == b"healthy: one "
    assert raw.answer().status == 400
    assert raw.answer().body == b"healthy: two "
    assert raw.ended()


def test_requests_may_come_byte_by_byte(raw):
    for byte in call_bytes():
        raw.send(bytes([byte]))
    assert raw.answer().status == 200


def test_chunked_bodies(raw):
    headers = "".join(f"{n}: {v}\r\n" for n, v in CALL.items())
    raw.send(f"POST / HTTP/1.1\r\nHost: localhost\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"
             '5\r\n{"Lim\r\n5;x=y\r\nit":1\r\n1\r\n}\r\n0\r\n\r\n')
    assert raw.answer().status == 200
    assert raw.request("GET").status == 200


def test_who_asks_is_told_to_continue(raw):
    raw.send(call_bytes(Expect="100-continue")[:-2])
    assert raw.answer(has_body=False).status == 100
    raw.send(b"{}")
    assert raw.answer().status == 200


def test_http_1_0_ends_the_connection(raw):
    raw.send("GET / HTTP/1.0\r\nHost: old\r\n\r\n")
    assert raw.answer().body == b"healthy: old "
    assert raw.ended()


@pytest.mark.parametrize("lengths", ["Content-Length: 17825792\r\n", "Content-Length: 52428800\r\n"])
def test_bodies_beyond_16_mb(server, lengths):
    with RawConnection(server.port) as raw:
        raw.send(f"POST / HTTP/1.1\r\nHost: x\r\n{lengths}\r\n")
        for _ in range(int(lengths.split()[1]) // 1048576):
            raw.send(b" " * 1048576)
        answer = raw.answer()
        assert answer.status == 413
        assert answer.headers["transfer-encoding"] == "chunked"
        assert raw.ended()


def test_chunks_beyond_16_mb(raw):
    raw.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(17):
        raw.send(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
    assert raw.answer().status == 413


def test_exactly_16_mb_are_read(raw):
    body = b"{" + b" " * (16 * 1024 * 1024 - 2) + b"}"
    raw.send(call_bytes(body))
    assert raw.answer().status == 200


@pytest.mark.parametrize("request_bytes", [
    b"GET / HTTP/1.1\r\nA: " + b"a" * 9000 + b"\r\nB: " + b"b" * 9000 + b"\r\n\r\n",
    b"GET /" + b"x" * 17000 + b" HTTP/1.1\r\n\r\n",
    b"nonsense\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
])
def test_requests_that_cannot_be_read(raw, request_bytes):
    raw.send(request_bytes)
    assert raw.answer().status == 400
    assert raw.ended()


@pytest.mark.parametrize("coding,compress", [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_requests(raw, coding, compress):
    raw.send(call_bytes(compress(b'{"Limit": 1}'), **{"Content-Encoding": coding}))
    assert raw.answer().status == 200
    raw.send(call_bytes(compress(b'{"Limit": 0}'), **{"Content-Encoding": coding}))
    assert raw.answer().status == 400


@pytest.mark.parametrize("coding,body", [
    ("gzip", b"{}"), ("deflate", b"{}"), ("gzip", b""), ("garbage", b"{}"), ("gzip", gzip.compress(b"{}")[:-1]),
    ("gzip", gzip.compress(b"{}") + b"junk"), ("gzip", zlib.compress(b"{}"))])
def test_requests_that_cannot_be_decompressed(raw, coding, body):
    raw.send(call_bytes(body, **{"Content-Encoding": coding}))
    answer = raw.answer()
    assert answer.status == 500
    assert json.loads(answer.body)["__type"].endswith("#InternalServerError")


def test_two_gzip_members_are_one_body(raw):
    raw.send(call_bytes(gzip.compress(b'{"Lim') + gzip.compress(b'it": 1}'), **{"Content-Encoding": "gzip"}))
    assert raw.answer().status == 200


def test_what_grows_beyond_16_mb_is_refused(raw):
    raw.send(call_bytes(gzip.compress(b"{" + b" " * (20 << 20) + b"}"), **{"Content-Encoding": "gzip"}))
    assert raw.answer().status == 413


def test_large_answers_are_compressed(server):
    client, text = make_client(server.endpoint), "x" * 5000
    client.create_table(TableName="large", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                        BillingMode="PAY_PER_REQUEST")
    client.get_waiter("table_exists").wait(TableName="large", WaiterConfig={"Delay": 1})
    client.put_item(TableName="large", Item={"pk": {"S": "a"}, "text": {"S": text}})
    body = json.dumps({"TableName": "large", "Key": {"pk": {"S": "a"}}}).encode()
    headers = {**CALL, "X-Amz-Target": "DynamoDB_20120810.GetItem"}
    with RawConnection(server.port) as raw:
        for accepted, inflate in [("gzip", gzip.decompress), ("deflate", zlib.decompress), ("br", bytes)]:
            answer = raw.request(headers={**headers, "Accept-Encoding": accepted}, body=body).check_transport()
            assert answer.headers.get("content-encoding", "br") == accepted
            assert json.loads(inflate(answer.body))["Item"]["text"]["S"] == text
    client.delete_table(TableName="large")


def test_tls(certificate, tmp_path):
    cert, key = certificate
    with TlsServer(tmp_path / "data", "--tls-cert", cert, "--tls-key", key) as server:
        trusting = ssl.create_default_context(cafile=str(cert))
        trusting.set_alpn_protocols(["h2", "http/1.1"])
        with RawConnection(server.port, tls=trusting) as raw:
            assert raw.socket.selected_alpn_protocol() == "http/1.1"
            for _ in range(3):
                raw.send(call_bytes())
                assert raw.answer().check_transport().status == 200
            answer = raw.request("GET", headers={"Connection": "close"})
            assert answer.status == 200
            assert raw.ended()
        with RawConnection(server.port, tls=trusting) as raw:
            raw.send(f"POST / HTTP/1.1\r\nContent-Length: {20 << 20}\r\n\r\n")
            for _ in range(20):
                raw.send(b" " * (1 << 20))
            assert raw.answer().status == 413
        with RawConnection(server.port) as raw:
            raw.send(call_bytes())
            answer = raw.answer()
            assert answer.status == 400
            assert answer.body == b"The plain HTTP request was sent to HTTPS port"
            assert raw.ended()
        with RawConnection(server.port) as raw:
            raw.send(b"neither TLS nor HTTP\r\n\r\n")
            assert raw.ended()


class TlsServer(ServerProcess):
    def answers(self):
        try:
            context = ssl._create_unverified_context()
            with RawConnection(self.port, tls=context, timeout_s=1) as raw:
                return raw.request("GET").status == 200
        except (OSError, EOFError):
            return False


def test_clients_that_leave_do_no_harm(own_server):
    """Connections closed at random moments, durable writes under way among them."""
    client = make_client(own_server.endpoint)
    client.create_table(TableName="items", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
                        BillingMode="PAY_PER_REQUEST")
    client.get_waiter("table_exists").wait(TableName="items", WaiterConfig={"Delay": 1})

    def one(seed):
        chance = random.Random(seed)
        for i in range(60):
            body = json.dumps({"TableName": "items", "Item": {"p": {"S": str(i)}}}).encode()
            message = call_bytes(body, **{"X-Amz-Target": "DynamoDB_20120810.PutItem"}) * 3
            with RawConnection(own_server.port) as raw:
                raw.send(message[:chance.randrange(1, len(message) + 1)])
                if chance.random() < 0.3:
                    time.sleep(chance.random() * 0.005)

    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.put_item(TableName="items", Item={"p": {"S": "last"}})
    assert "Item" in client.get_item(TableName="items", Key={"p": {"S": "last"}}, ConsistentRead=True)
    assert own_server.stop() == 0
