# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged is there after a restart, however the server ended."""

import subprocess
import threading
import time

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from connect import make_client
from grouped_table import create
from server_process import BINARY, free_port


def group(client, name, value):
    pages = client.get_paginator("query").paginate(
        TableName=name, IndexName="by_group", KeyConditionExpression="#g = :g",
        ExpressionAttributeNames={"#g": "group"}, ExpressionAttributeValues={":g": {"S": value}})
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_everything_is_there_after_a_restart(own_server, end):
    client = make_client(own_server.endpoint)
    create(client, "kept")
    create(client, "dropped")
    for n in range(200):
        item = {"pk": {"S": f"{n:03}"}, "group": {"S": str(n % 2)}, "bytes": {"B": bytes(300)}}
        client.put_item(TableName="kept", Item=item)
    client.delete_item(TableName="kept", Key={"pk": {"S": "007"}})
    client.update_item(TableName="kept", Key={"pk": {"S": "008"}}, UpdateExpression="SET #g = :g",
                       ExpressionAttributeNames={"#g": "group"}, ExpressionAttributeValues={":g": {"S": "1"}})
    client.delete_table(TableName="dropped")
    before = client.describe_table(TableName="kept")["Table"]
    items = client.scan(TableName="kept")["Items"]

    status = getattr(own_server, end)()
    assert status == (0 if end == "stop" else -9)
    own_server.start()

    assert client.list_tables()["TableNames"] == ["kept"]
    after = client.describe_table(TableName="kept")["Table"]
    assert after == before
    assert after["ItemCount"] == 199
    assert client.scan(TableName="kept")["Items"] == items
    assert len(group(client, "kept", "0")) == 99
    assert {"008", "009"} <= group(client, "kept", "1") and "007" not in group(client, "kept", "1")


class Writer(threading.Thread):
    """Puts pairs of items (one by one or in a transaction) until the server is gone, and remembers those
    that were acknowledged."""

    def __init__(self, endpoint, number):
        super().__init__()
        self.client = make_client(endpoint)
        self.number = number
        self.singles, self.pairs, self.added = [], [], 0

    def run(self):
        try:
            for n in range(100_000):
                name = f"{self.number}-{n}"
                self.client.put_item(TableName="kept", Item={"pk": {"S": f"single {name}"}, "group": {"S": "single"}})
                self.singles.append(f"single {name}")
                self.client.transact_write_items(TransactItems=[
                    {"Put": {"TableName": "kept", "Item": {"pk": {"S": f"{side} {name}"}, "group": {"S": side}}}}
                    for side in ("left", "right")])
                self.pairs.append(name)
                self.client.update_item(TableName="kept", Key={"pk": {"S": "counter"}}, UpdateExpression="ADD n :one",
                                        ExpressionAttributeValues={":one": {"N": "1"}})
                self.added += 1
        except (BotoCoreError, ClientError):
            pass


def test_nothing_acknowledged_is_lost_when_killed_under_load(own_server):
    client = make_client(own_server.endpoint)
    create(client, "kept")
    writers = [Writer(own_server.endpoint, n) for n in range(8)]
    for writer in writers:
        writer.start()
    time.sleep(2)
    own_server.kill()
    for writer in writers:
        writer.join(60)
    own_server.start()

    singles = group(client, "kept", "single")
    left, right = group(client, "kept", "left"), group(client, "kept", "right")
    assert {name.removeprefix("left ") for name in left} == {name.removeprefix("right ") for name in right}
    for writer in writers:
        assert len(writer.singles) > 10
        assert set(writer.singles) <= singles
        assert {f"left {name}" for name in writer.pairs} <= left
    added = sum(writer.added for writer in writers)
    counter = int(client.get_item(TableName="kept", Key={"pk": {"S": "counter"}})["Item"]["n"]["N"])
    assert added <= counter <= added + len(writers)
    scanned = client.get_paginator("scan").paginate(TableName="kept", Select="COUNT")
    count = sum(page["Count"] for page in scanned)
    assert count == len(singles) + len(left) + len(right) + 1
    assert client.describe_table(TableName="kept")["Table"]["ItemCount"] == count


def test_data_directory_of_a_running_server_is_refused(own_server):
    second = subprocess.run([BINARY, "serve", "--port", str(free_port()), "--data", own_server.data],
                            capture_output=True, text=True, timeout=20)
    assert second.returncode != 0
    assert str(own_server.data) in second.stdout + second.stderr
    assert own_server.answers()
