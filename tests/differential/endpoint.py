# SPDX-License-Identifier: Apache-2.0
"""One server, as requests see it."""

import http.client
import ipaddress
import json
import urllib.parse
from dataclasses import dataclass

HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=differential/20260101/us-east-1/dynamodb/aws4_request, "
                     f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}",
}


@dataclass(frozen=True)
class Answer:
    """What came back: `error` is the exception's name without its namespace, empty for an answer that is none."""

    status: int
    body: dict
    error: str = ""
    message: str = ""

    @property
    def ok(self):
        return not self.error

    def summary(self):
        return f"{self.error}: {self.message}" if self.error else "ok"


def make_answer(status, text):
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Answer(status, {}, "(no JSON)", text.decode(errors="replace")[:500])
    if status == 200:
        return Answer(status, body)
    name = body.get("__type", "(no type)").rpartition("#")[2]
    return Answer(status, body, name, body.get("message", body.get("Message", "")) or "")


class ServerGone(Exception):
    """The server ended, or never was there."""


class Endpoint:
    """Sends requests to a server of this machine, and to no other, over one connection that it keeps."""

    def __init__(self, name, url):
        parts = urllib.parse.urlsplit(url)
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
        if parts.scheme != "http" or not ipaddress.ip_address(host or "0.0.0.0").is_loopback:
            raise ValueError(f"{url} is not a server of this machine")
        self.name = name
        self.address = (host, parts.port or 80)
        self.connection = None

    def call(self, operation, body):
        """Raises ServerGone if there is no answer."""
        data = json.dumps(body)
        headers = {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        for connection in (self.connection, None):  # One that was idle may have been closed: then on a new one.
            try:
                self.connection = connection or http.client.HTTPConnection(*self.address, timeout=60)
                self.connection.request("POST", "/", data, headers)
                answer = self.connection.getresponse()
                return make_answer(answer.status, answer.read())
            except (http.client.HTTPException, OSError) as error:
                cause = error
        raise ServerGone(f"{self.name} does not answer ({cause}) to {operation} {data}")

    def must(self, operation, body):
        """The answer to a request of the runner's own."""
        answer = self.call(operation, body)
        if not answer.ok:
            raise RuntimeError(f"{self.name}: {operation}: {answer.summary()}")
        return answer.body
