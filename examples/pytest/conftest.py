# SPDX-License-Identifier: Apache-2.0
"""A Magneto for a test session, and an empty table for each test. Copy this into your tests.

MAGNETO names the program; by default it is looked for on the PATH.
"""

import os
import socket
import subprocess
import time
import urllib.request

import boto3
import pytest


@pytest.fixture(scope="session")
def dynamodb():
    """A boto3 resource whose server lives as long as the session and keeps nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([os.environ.get("MAGNETO", "magneto"), "serve", "--in-memory", "--port", str(port)])
    try:
        wait_for(server, endpoint)
        yield boto3.resource("dynamodb", endpoint_url=endpoint, region_name="us-east-1",
                             aws_access_key_id="anything", aws_secret_access_key="anything")
    finally:
        server.terminate()
        server.wait()


def wait_for(server, endpoint, timeout_s=20):
    deadline = time.monotonic() + timeout_s
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(endpoint, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("magneto did not start")


@pytest.fixture
def songs(dynamodb):
    """An empty table of songs."""
    table = dynamodb.create_table(
        TableName="Songs",
        KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"}, {"AttributeName": "Title", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "Artist", "AttributeType": "S"},
                              {"AttributeName": "Title", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    yield table
    table.delete()
    table.wait_until_not_exists()
