# SPDX-License-Identifier: Apache-2.0
"""One event loop, and somebody whose request is a lot of work: others are answered meanwhile. What counts is the
order of the answers, not the time."""

import json
import select
import socket
import time

import pytest

from crash.wire import Refused, Wire
from server_process import ServerProcess
from test_limits import CALL, resident_mb

ITEMS = 12_000
GETS = 30


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with ServerProcess(tmp_path_factory.mktemp("fair") / "data", "--threads", "1") as running:
        with Wire(running.port) as wire:
            wire.call("CreateTable", TableName="items", BillingMode="PAY_PER_REQUEST",
                      KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                      AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}])
            for first in range(0, ITEMS, 25):
                wire.call("BatchWriteItem", RequestItems={"items": [
                    {"PutRequest": {"Item": {"p": {"S": str(n)}, "n": {"N": "7"}}}} for n in range(first, first + 25)]})
        yield running


def scan_with_a_long_filter():
    terms = " OR ".join(f"n = :v{number}" for number in range(149))
    values = {f":v{number}": {"N": str(1000 + number)} for number in range(149)}
    return "Scan", {"TableName": "items", "FilterExpression": terms, "ExpressionAttributeValues": values}


def put_of_a_large_set():
    members = [str(number) for number in range(1_000_000, 0, -1)]
    return "PutItem", {"TableName": "items", "Item": {"p": {"S": "set"}, "set": {"SS": members}}}


def put_of_deep_json():
    return "PutItem", {"TableName": "items", "Item": {"p": {"S": "deep"}, "l": {"L": [{"L": []}] * 1_200_000}}}


def message(port, operation, body):
    body = json.dumps(body).encode()
    headers = {**CALL, "X-Amz-Target": f"DynamoDB_20120810.{operation}", "Host": f"127.0.0.1:{port}",
               "Content-Length": len(body)}
    return ("POST / HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n").encode() + body


def is_answered(connection):
    return bool(select.select([connection], [], [], 0)[0])


@pytest.mark.parametrize("heavy", [scan_with_a_long_filter, put_of_a_large_set, put_of_deep_json])
def test_others_are_answered_during_a_request_that_takes_long(server, heavy):
    request = message(server.port, *heavy())
    assert len(request) < 16 * 1024 * 1024
    with Wire(server.port) as others, socket.create_connection(("127.0.0.1", server.port), 60) as connection:
        for _ in range(2):  # Once it may have been too early: before the loop saw the request.
            connection.sendall(request)
            for _ in range(GETS):
                assert others.call("GetItem", TableName="items", Key={"p": {"S": "1"}})["Item"]["n"] == {"N": "7"}
                assert not is_answered(connection), "the long request came first"
            assert connection.recv(1 << 20).startswith(b"HTTP/1.1 ")


def put_in_spite_of_refusals(port):
    """A large item. Who holds memory is closed for others once it has been slow for a moment; until then the answer
    is 503, and every client tries again."""
    for _ in range(60):
        try:
            with Wire(port) as wire:
                return wire.call("PutItem", TableName="items",
                                 Item={"p": {"S": "large"}, "text": {"S": "x" * 390_000}})
        except Refused as refused:
            assert refused.status == 503
            time.sleep(0.5)
    raise AssertionError("refused for half a minute")


def test_many_half_sent_bodies_neither_take_the_memory_nor_shut_others_out(server):
    """40 of 15 MB would be 600 MB; the bound for all that is being received is 512 MB."""
    head = message(server.port, "PutItem", {}).replace(b"Content-Length: 2", b"Content-Length: 16000000")[:-2]
    connections = []
    try:
        for _ in range(40):
            connection = socket.create_connection(("127.0.0.1", server.port), 60)
            connections.append(connection)
            connection.sendall(head)
            connection.setblocking(False)
        left = dict.fromkeys(connections, 15_000_000)
        block = b" " * (1 << 18)
        while left:
            ready = select.select([], list(left), [], 1.5)[1]
            if not ready:
                break  # The server reads no more of them.
            for connection in ready:
                try:
                    left[connection] -= connection.send(block[:left[connection]])
                except OSError:
                    left[connection] = 0  # Closed for others.
                if left[connection] <= 0:
                    del left[connection]
        assert resident_mb(server) < 512 + 200
        put_in_spite_of_refusals(server.port)
    finally:
        for connection in connections:
            connection.close()
