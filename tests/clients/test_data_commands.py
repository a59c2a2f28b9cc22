# SPDX-License-Identifier: Apache-2.0
"""`magneto check` and `magneto copy`, on directories that a server has written."""

import os
import subprocess

import pytest

from connect import make_client
from server_process import BINARY, ServerProcess

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")


def magneto(*arguments):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=60)


@pytest.fixture
def written(tmp_path):
    """The directory of a server that has stopped, with 2,000 items in table files."""
    with ServerProcess(tmp_path / "data", "--memtable-kb", "64") as server:
        client = make_client(server.endpoint)
        client.create_table(TableName="Songs", BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "N"}],
                            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        for first in range(0, 2000, 25):
            client.batch_write_item(RequestItems={"Songs": [
                {"PutRequest": {"Item": {"pk": {"N": str(n)}, "text": {"S": f"{n}" * 100}}}}
                for n in range(first, first + 25)]})
        server.stop()
        yield server.data
        server.start()


def test_a_right_directory_is_right(written):
    done = magneto("check", "--data", written)
    assert done.returncode == 0, done
    assert " 2000 items, 0 index entries and 0 records of changes checked: 0 places wrong, 0 repaired\n" in done.stdout


def test_a_damaged_file_is_named(written):
    file = max(written.rglob("*.sst"), key=lambda path: path.stat().st_size)
    right = file.read_bytes()
    middle = len(right) // 2
    file.write_bytes(right[:middle] + bytes([right[middle] ^ 1]) + right[middle + 1:])
    done = magneto("check", "--data", written)
    assert done.returncode == 1 and file.name in done.stdout + done.stderr, done
    file.write_bytes(right)


def test_a_copy_is_right_and_can_be_served(written, tmp_path):
    assert magneto("copy", "--data", written, "--to", tmp_path / "copy").returncode == 0
    assert magneto("check", "--data", tmp_path / "copy").returncode == 0
    with ServerProcess(tmp_path / "copy") as server:
        assert make_client(server.endpoint).scan(TableName="Songs", Select="COUNT")["Count"] > 0
        pages = make_client(server.endpoint).get_paginator("scan").paginate(TableName="Songs")
        assert sum(page["Count"] for page in pages) == 2000


def test_what_is_no_database_is_refused(tmp_path):
    done = magneto("check", "--data", tmp_path)
    assert (done.returncode, done.stderr) == (1, f"magneto: there is no database in {tmp_path}\n")
    assert not list(tmp_path.iterdir())


def test_a_directory_that_is_served_is_refused(tmp_path):
    with ServerProcess(tmp_path / "data") as server:
        assert magneto("check", "--data", server.data).returncode == 1
        assert magneto("copy", "--data", server.data, "--to", tmp_path / "copy").returncode == 1
