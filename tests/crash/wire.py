# SPDX-License-Identifier: Apache-2.0
"""Calls over one connection that is kept open, with as little work as can be: no SDK, no retries, no signature (the
server runs with `--auth any`). One thread at a time."""

import json
import socket

ITEMS_API = "DynamoDB_20120810"
STREAMS_API = "DynamoDBStreams_20120810"


class Gone(Exception):
    """The connection ended before there was an answer: nobody knows whether the request took effect."""


class Refused(Exception):
    """An error answer. The body is a text where the HTTP layer refused the request, JSON otherwise."""

    def __init__(self, operation, status, body):
        super().__init__(f"{operation} was answered with {status} {body}")
        self.status = status
        self.name = body.get("__type", "").split("#")[-1] if isinstance(body, dict) else ""
        self.body = body


class Wire:
    def __init__(self, port, timeout_s=60):
        self.port = port
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout_s)
        except OSError as error:
            raise Gone(str(error)) from error
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    def call(self, operation, api=ITEMS_API, **request):
        """The answer's JSON. Raises Gone and Refused."""
        body = json.dumps(request).encode()
        head = (f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Amz-Target: {api}.{operation}\r\n"
                "Content-Type: application/x-amz-json-1.0\r\n"
                "Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
                "SignedHeaders=host, Signature=0\r\n"
                f"X-Amz-Date: 20260101T000000Z\r\nContent-Length: {len(body)}\r\n\r\n")
        try:
            self.socket.sendall(head.encode() + body)
            status, answer = self._receive()
        except TimeoutError:
            raise
        except OSError as error:
            raise Gone(str(error)) from error
        if status != 200:
            raise Refused(operation, status, answer)
        return answer

    def _receive(self):
        while (end := self.received.find(b"\r\n\r\n")) < 0:
            self._more()
        head = self.received[:end].decode().split("\r\n")
        lengths = [line.split(":")[1] for line in head if line.lower().startswith("content-length:")]
        whole = end + 4 + int(lengths[0])
        while len(self.received) < whole:
            self._more()
        body, self.received = self.received[end + 4:whole], self.received[whole:]
        plain = any(line.lower().startswith("content-type: text/plain") for line in head)
        return int(head[0].split()[1]), body.decode() if plain else json.loads(body) if body else {}

    def _more(self):
        part = self.socket.recv(1 << 18)
        if not part:
            raise Gone("the server closed the connection")
        self.received += part


def pages(call, operation, answer_key, limit=None, **request):
    """All of a Query's or Scan's pages."""
    if limit:
        request["Limit"] = limit
    found = []
    while True:
        answer = call(operation, **request)
        found += answer[answer_key]
        if "LastEvaluatedKey" not in answer:
            return found
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
