# SPDX-License-Identifier: Apache-2.0
"""Requests as bytes, for what the SDKs would never send."""

import datetime
import hashlib
import hmac
import http.client
import json
from urllib.parse import urlsplit

CONTENT_TYPE = "application/x-amz-json-1.0"
SCOPE_END = "us-east-1/dynamodb/aws4_request"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        """The error's name without its namespace."""
        return self.json["__type"].split("#")[-1]

    @property
    def message(self):
        return self.json.get("message", self.json.get("Message"))


def sign(headers, body, access_key="testkey", secret="testsecret", when=None):
    """Adds X-Amz-Date and Authorization (Signature Version 4) for a POST to `/`."""
    when = when or datetime.datetime.now(datetime.timezone.utc)
    moment, day = when.strftime("%Y%m%dT%H%M%SZ"), when.strftime("%Y%m%d")
    headers["X-Amz-Date"] = moment
    lower = sorted((name.lower(), value) for name, value in headers.items())
    names = ";".join(name for name, _ in lower)
    canonical = "\n".join(
        ["POST", "/", "", *(f"{n}:{v}" for n, v in lower), "", names, hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{SCOPE_END}"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}")


def send(endpoint, operation, body, service="DynamoDB_20120810", timeout_s=60, send_instead=None,
         **signing):
    """POSTs `body` (bytes, text, or something that becomes JSON) to the operation. Another one can be sent
    with the signature of this one."""
    if not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    if isinstance(body, str):
        body = body.encode()
    url = urlsplit(endpoint)
    headers = {
        "Host": url.netloc,
        "Content-Type": CONTENT_TYPE,
        "X-Amz-Target": f"{service}.{operation}",
    }
    sign(headers, body, **signing)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=timeout_s)
    try:
        connection.request("POST", "/", send_instead or body, headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()
