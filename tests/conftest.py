# SPDX-License-Identifier: Apache-2.0
"""What all tests with real clients share: a running server and clients for it.

The server is build/release/magneto (MAGNETO_BINARY names another) on a free port with a directory of its
own. With MAGNETO_ENDPOINT the tests run against that endpoint instead, which is how they are
themselves checked against other implementations; tests that start and stop a server are then skipped.
"""

import os

import boto3
import pytest

from connect import ACCESS_KEY, REGION, SECRET_KEY, make_client
from server_process import ServerProcess


# Losing a write once is losing a write: no test of these folders is repeated when it fails.
NEVER_REPEATED = {"crash", "differential", "recorded", "requests", "soak"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name in NEVER_REPEATED:
            item.add_marker(pytest.mark.flaky(reruns=0))


def pytest_terminal_summary(terminalreporter):
    """A line for each test that was repeated, with why it failed before: scripts/tally.py reads them."""
    for report in terminalreporter.stats.get("rerun", []):
        reasons = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
        terminalreporter.write_line(f"REPEATED {report.nodeid}: {reasons[0] if reasons else 'no reason given'}")


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory):
    """The URL of a running server, shared by all tests of the session."""
    if "MAGNETO_ENDPOINT" in os.environ:
        yield os.environ["MAGNETO_ENDPOINT"]
        return
    with ServerProcess(tmp_path_factory.mktemp("data")) as server:
        yield server.endpoint


@pytest.fixture
def own_server(tmp_path):
    """A server of the test's own, which it may stop, kill and start again."""
    if "MAGNETO_ENDPOINT" in os.environ:
        pytest.skip("needs a server of its own")
    with ServerProcess(tmp_path / "data") as server:
        yield server


@pytest.fixture(scope="session")
def client(endpoint):
    return make_client(endpoint)


@pytest.fixture(scope="session")
def resource(endpoint):
    return make_client(endpoint, boto3.resource)


@pytest.fixture
def client_environment(endpoint, tmp_path):
    """Environment variables under which other programs reach the server."""
    return {
        "PATH": "/usr/bin:/bin:" + os.environ["PATH"],
        "HOME": str(tmp_path),
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "MAGNETO_ENDPOINT": endpoint,
    }


@pytest.fixture
def table_name(request, client):
    """A name that is free, and whose table is dropped after the test."""
    name = "".join(c if c.isalnum() else "_" for c in request.node.name)[:200] + f"_{os.getpid()}"
    yield name
    try:
        client.delete_table(TableName=name)
    except client.exceptions.ResourceNotFoundException:
        pass


@pytest.fixture
def make_table(client, table_name):
    """make_table(partition="S", sort="N", **more): creates the table `table_name` with the keys `pk` and `sk`
    of these types and returns its name."""

    def make(partition="S", sort=None, **more):
        definitions = more.pop("AttributeDefinitions", [])
        keys = [("pk", partition, "HASH")] + ([("sk", sort, "RANGE")] if sort else [])
        more.setdefault("BillingMode", "PAY_PER_REQUEST")
        client.create_table(
            TableName=table_name,
            KeySchema=[{"AttributeName": n, "KeyType": k} for n, _, k in keys],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t, _ in keys]
            + definitions,
            **more,
        )
        client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
        return table_name

    return make
