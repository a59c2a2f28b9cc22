# SPDX-License-Identifier: Apache-2.0
"""Backups, point-in-time recovery and restores, also when the server ends while they are under way."""

import threading
import time

import pytest
from botocore.exceptions import ClientError

from connect import make_client
from grouped_table import create


def put(client, name, keys, group):
    requests = [{"PutRequest": {"Item": {"pk": {"S": f"{key:04}"}, "group": {"S": group}}}} for key in keys]
    for first in range(0, len(requests), 25):
        client.batch_write_item(RequestItems={name: requests[first:first + 25]})


def items(client, name):
    pages = client.get_paginator("scan").paginate(TableName=name)
    return {item["pk"]["S"]: item["group"]["S"] for page in pages for item in page["Items"]}


def indexed(client, name, group):
    pages = client.get_paginator("query").paginate(
        TableName=name, IndexName="by_group", KeyConditionExpression="#g = :g",
        ExpressionAttributeNames={"#g": "group"}, ExpressionAttributeValues={":g": {"S": group}})
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


def wait_for(condition, timeout_s=30):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def create_backup(client, name):
    arn = client.create_backup(TableName=name, BackupName="first")["BackupDetails"]["BackupArn"]
    return arn


def wait_for_backup(client, arn):
    wait_for(lambda: client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
             ["BackupStatus"] == "AVAILABLE")


def wait_for_table(client, name):
    wait_for(lambda: client.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")
    assert client.describe_table(TableName=name)["Table"]["RestoreSummary"]["RestoreInProgress"] is False


def turn_recovery(client, name, on):
    return client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on})


def test_a_backup_has_what_was_there_while_others_write(own_server):
    client = make_client(own_server.endpoint)
    create(client, "source")
    put(client, "source", range(300), "before")
    done = threading.Event()

    def write():
        writer = make_client(own_server.endpoint)
        while not done.is_set():
            put(writer, "source", range(1000, 1020), "others")

    thread = threading.Thread(target=write)
    thread.start()
    time.sleep(0.1)
    arn = create_backup(client, "source")
    put(client, "source", range(300), "after")
    done.set()
    thread.join()
    wait_for_backup(client, arn)
    client.restore_table_from_backup(TargetTableName="restored", BackupArn=arn)
    wait_for_table(client, "restored")
    restored = items(client, "restored")
    assert {key: group for key, group in restored.items() if key < "1000"} == \
        {f"{key:04}": "before" for key in range(300)}
    assert indexed(client, "restored", "before") == {f"{key:04}" for key in range(300)}


def test_a_backup_outlives_its_table(own_server):
    client = make_client(own_server.endpoint)
    create(client, "source")
    put(client, "source", range(20), "kept")
    arn = create_backup(client, "source")
    client.delete_table(TableName="source")
    create(client, "source")
    wait_for_backup(client, arn)
    assert [each["BackupArn"] for each in client.list_backups(TableName="source")["BackupSummaries"]] == [arn]
    client.restore_table_from_backup(TargetTableName="restored", BackupArn=arn)
    wait_for_table(client, "restored")
    assert len(items(client, "restored")) == 20
    client.delete_backup(BackupArn=arn)
    with pytest.raises(ClientError) as error:
        client.describe_backup(BackupArn=arn)
    assert error.value.response["Error"]["Code"] == "BackupNotFoundException"


def test_restores_the_moment_that_is_named(own_server):
    client = make_client(own_server.endpoint)
    create(client, "source")
    put(client, "source", range(10), "long ago")
    turn_recovery(client, "source", True)
    put(client, "source", range(5, 15), "then")
    time.sleep(1.1)
    then = int(time.time())  # Some clients send whole seconds only.
    time.sleep(0.05)
    put(client, "source", range(20), "later")
    client.delete_item(TableName="source", Key={"pk": {"S": "0001"}})
    client.restore_table_to_point_in_time(SourceTableName="source", TargetTableName="restored",
                                          RestoreDateTime=then)
    wait_for_table(client, "restored")
    assert items(client, "restored") == {f"{key:04}": "long ago" if key < 5 else "then"
                                         for key in range(15)}
    assert len(indexed(client, "restored", "then")) == 10


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_copies_and_restores_go_on_after_a_restart(own_server, end):
    client = make_client(own_server.endpoint)
    create(client, "source")
    put(client, "source", range(600), "kept")
    turn_recovery(client, "source", True)
    arn = create_backup(client, "source")
    wait_for_backup(client, arn)
    client.restore_table_to_point_in_time(SourceTableName="source", TargetTableName="from-time",
                                          UseLatestRestorableTime=True)
    client.restore_table_from_backup(TargetTableName="from-backup", BackupArn=arn)
    second = create_backup(client, "source")
    put(client, "source", range(600), "later")
    getattr(own_server, end)()
    own_server.start()
    for name in ("from-time", "from-backup"):
        wait_for_table(client, name)
        assert items(client, name) == {f"{key:04}": "kept" for key in range(600)}, name
        assert len(indexed(client, name, "kept")) == 600
        assert client.describe_table(TableName=name)["Table"]["ItemCount"] == 600
    wait_for_backup(client, second)
    recovery = client.describe_continuous_backups(TableName="source")["ContinuousBackupsDescription"]
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
