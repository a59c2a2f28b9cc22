# SPDX-License-Identifier: Apache-2.0
"""What clients can take from the server: descriptors, memory, the time of the loops."""

import json
import os
import re
import resource
import socket
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from connect import make_client
from raw_connection import RawConnection
from raw_request import send
from server_process import ServerProcess

CALL = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
        "X-Amz-Date": "20260101T000000Z"}


class LimitedServer(ServerProcess):
    """May open 256 files."""

    def start(self, timeout_s=20):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        popen = subprocess.Popen

        def limited(*arguments, **options):
            return popen(*arguments, **options,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)))
        subprocess.Popen = limited
        try:
            super().start(timeout_s)
        finally:
            subprocess.Popen = popen
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def make_items(client):
    client.create_table(TableName="items", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
                        BillingMode="PAY_PER_REQUEST")
    client.get_waiter("table_exists").wait(TableName="items", WaiterConfig={"Delay": 1})


def test_idle_connections_do_not_end_writing(tmp_path):
    """240 of them where 256 files may be open, and enough writes that the engine needs new logs and files.

    The client's connection is the idlest when the others come. It may be closed just as the client sends a
    request on it, which clients repeat.
    """
    with LimitedServer(tmp_path / "data") as server:
        client = make_client(server.endpoint, attempts=5)
        make_items(client)
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(240)]
        try:
            text = "x" * 390_000
            for i in range(250):
                client.put_item(TableName="items", Item={"p": {"S": str(i)}, "text": {"S": text}})
            assert "Item" in client.get_item(TableName="items", Key={"p": {"S": "249"}})
            open_files = len(os.listdir(f"/proc/{server.process.pid}/fd"))
            assert open_files < 200, open_files
        finally:
            for connection in idle:
                connection.close()
        assert "connections at a time" in server.log.read_text()


def resident_mb(server):
    with open(f"/proc/{server.process.pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024


def test_answers_that_nobody_reads_are_bounded(own_server):
    """Each of the answers takes 23 MB; 60 of them would be 1.4 GB, and the bound is 512 MB."""
    client = make_client(own_server.endpoint)
    make_items(client)
    for i in range(10):
        client.put_item(TableName="items", Item={"p": {"S": str(i)}, "text": {"S": "\x01" * 390_000}})
    keys = [{"p": {"S": str(i)}} for i in range(10)]
    body = json.dumps({"RequestItems": {"items": {"Keys": keys}}}).encode()
    headers = {**CALL, "X-Amz-Target": "DynamoDB_20120810.BatchGetItem"}
    lines = [f"{n}: {v}" for n, v in {**headers, "Host": "localhost", "Content-Length": len(body)}.items()]
    message = ("POST / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + body
    silent = []
    try:
        for _ in range(60):
            silent.append(socket.create_connection(("127.0.0.1", own_server.port)))
            silent[-1].sendall(message)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with RawConnection(own_server.port) as raw:
                page = raw.request("GET", "/metrics").body.decode()
            answered = re.search(r'operation="BatchGetItem",status="2xx"} (\d+)', page)
            if answered and int(answered[1]) == 60:
                break
            time.sleep(0.1)
        assert resident_mb(own_server) < 512 + 300
        time.sleep(1.5)
        assert client.batch_get_item(RequestItems={"items": {"Keys": keys}})["Responses"]["items"]
    finally:
        for connection in silent:
            connection.close()
    deadline = time.monotonic() + 20
    while resident_mb(own_server) > 300 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert resident_mb(own_server) < 300, "memory is not given back"


def test_sdks_repeat_what_finds_no_memory_and_say_so_when_they_give_up(tmp_path):
    with ServerProcess(tmp_path / "data", "--request-memory-mb", "1") as server:
        client = make_client(server.endpoint, attempts=3)
        make_items(client)
        items = [{"PutRequest": {"Item": {"p": {"S": str(i)}, "text": {"S": "x" * 390_000}}}} for i in range(6)]
        with pytest.raises(ClientError) as raised:
            client.batch_write_item(RequestItems={"items": items})
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
        assert raised.value.response["ResponseMetadata"]["RetryAttempts"] == 2
        assert "The server is out of memory for requests. Try again later." in str(raised.value)
        client.batch_write_item(RequestItems={"items": items[:1]})  # There is room for a smaller one.


def test_a_large_body_of_an_unknown_key_is_not_received(tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("one secret\n")
    with ServerProcess(tmp_path / "data", "--auth", "keys", "--keys", keys) as server:
        with RawConnection(server.port) as raw:
            headers = {**CALL, "Content-Length": 16_000_000, "Host": "localhost"}
            raw.send("POST / HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n")
            answer = raw.answer()  # Before a byte of the body is sent.
            assert answer.status == 400
            assert b"Exception" in answer.body
        large = json.dumps({"Limit": 10, "ExclusiveStartTableName": "a" * 255, "More": "x" * 1_000_000})
        assert send(server.endpoint, "ListTables", large, access_key="nobody").error == "UnrecognizedClientException"
        assert send(server.endpoint, "ListTables", large, access_key="one", secret="wrong").error \
            == "InvalidSignatureException"
        assert send(server.endpoint, "ListTables", large, access_key="one", secret="secret").status == 200


def test_large_bodies_that_are_no_json(own_server):
    answer = send(own_server.endpoint, "ListTables", b"{" + b" " * 1_000_000)
    assert (answer.status, answer.error) == (400, "SerializationException")
