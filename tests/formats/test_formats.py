# SPDX-License-Identifier: Apache-2.0
"""Data directories that releases wrote are opened and read, now and for ever.

Each NAME.tar.xz was made by write_directory.py with the release NAME. Records of streams and of point-in-time
recovery are older than the time for which they are kept, so nothing is asked about them but that the server
gets along with them.
"""

import json
import os
import tarfile
import time
from pathlib import Path

import pytest

from raw_request import send
from server_process import ServerProcess

FOLDER = Path(__file__).resolve().parent
RELEASES = sorted(path.name.removesuffix(".tar.xz") for path in FOLDER.glob("*.tar.xz"))


@pytest.fixture(params=RELEASES)
def release(request):
    return request.param


@pytest.fixture
def server(release, tmp_path):
    if "MAGNETO_ENDPOINT" in os.environ:
        pytest.skip("needs a server of its own")
    with tarfile.open(FOLDER / f"{release}.tar.xz") as tar:
        tar.extractall(tmp_path)
    with ServerProcess(tmp_path / "data") as running:
        yield running


def call(server, operation, body):
    answer = send(server.endpoint, operation, body)
    assert answer.status == 200, (operation, answer.body)
    return answer.json


def has_all(answer, expected):
    """A newer release may say more."""
    if isinstance(expected, dict):
        return all(name in answer and has_all(answer[name], value) for name, value in expected.items())
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(map(has_all, answer, expected))
    return answer == expected


def test_there_is_a_directory_of_a_release():
    assert RELEASES


def test_reads_answer_what_they_answered(server, release):
    for asked in json.loads((FOLDER / f"{release}.json").read_text()):
        answer = call(server, asked["operation"], asked["body"])
        assert has_all(answer, asked["answer"]), (asked["operation"], asked["body"], answer)


def test_the_data_can_be_written_to_and_a_backup_restored(server):
    key = {"p": {"S": "a"}, "s": {"N": "1"}}
    call(server, "UpdateItem", {"TableName": "everything", "Key": key, "UpdateExpression": "SET g = :g",
                                "ExpressionAttributeValues": {":g": {"S": "new"}}})
    entries = call(server, "Query", {"TableName": "everything", "IndexName": "global",
                                     "KeyConditionExpression": "g = :g",
                                     "ExpressionAttributeValues": {":g": {"S": "new"}}})
    assert [item["s"]["N"] for item in entries["Items"]] == ["1"]

    backup = call(server, "ListBackups", {})["BackupSummaries"][0]["BackupArn"]
    call(server, "RestoreTableFromBackup", {"BackupArn": backup, "TargetTableName": "restored"})
    deadline = time.monotonic() + 60
    while call(server, "DescribeTable", {"TableName": "restored"})["Table"]["TableStatus"] != "ACTIVE":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    restored = call(server, "Scan", {"TableName": "restored"})["Items"]
    after_the_backup = [{"p": {"S": "later"}, "s": {"N": "1"}}, {"p": {"S": "log"}, "s": {"N": "1"}}, key]
    expected = [item for item in call(server, "Scan", {"TableName": "everything"})["Items"]
                if {"p": item["p"], "s": item["s"]} not in after_the_backup]
    assert [item for item in restored if {"p": item["p"], "s": item["s"]} != key] == expected
    assert len(restored) == len(expected) + 1
