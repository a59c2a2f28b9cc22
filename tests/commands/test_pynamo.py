# SPDX-License-Identifier: Apache-2.0
"""PyPI's pynamo and the commands do the same things to tables of their own, and the tables are equal afterwards.

Each step is one call of pynamo and one command. pynamo's status has an exit status that means the same. Values are
those that pynamo does not change: its numbers are floats, its sets lists, and it makes null of "".
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from peer_python import python_with

FOLDER = Path(__file__).parent
EXIT = {200: {0}, 403: {4, 8}, 404: {3}}
SONG = {"Artist": "Nina", "Title": "Sinnerman", "Year": 1965, "Takes": [1, "x", None, True, {"a": []}]}


@pytest.fixture(scope="session")
def peer_python():
    return python_with(FOLDER / "requirements.txt", "commands-peers")


@pytest.fixture
def pynamo(peer_python, environment, tmp_path):
    """pynamo("get_item", "Songs", {...}): {"status": 200, "data": ...}."""
    process = subprocess.Popen([peer_python, FOLDER / "pynamo_peer.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, cwd=tmp_path, env=environment)

    def call(method, *arguments, **options):
        process.stdin.write(json.dumps({"method": method, "arguments": arguments, "options": options}) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield call
    process.stdin.close()
    assert process.wait(30) == 0


@pytest.fixture
def tables(magneto, client):
    """Names of tables: theirs and ours, each with a second one to copy to."""
    names = [f"{who}_{which}_{os.getpid()}" for who in ("theirs", "ours") for which in ("one", "two")]
    for name in names:
        assert magneto("create", name, "Artist", "Title").status == 0
    yield names
    for name in names:
        client.delete_table(TableName=name)


def items_of(client, table):
    return sorted(client.scan(TableName=table)["Items"], key=lambda item: item["Artist"]["S"] + item["Title"]["S"])


def key(artist, title):
    return {"Artist": artist, "Title": title}


def steps():
    """Of each step its name, pynamo's method, arguments and options, and the command's words; TABLE is either's."""
    changed = {**SONG, "Year": 1966}
    yield "put", "put_item", [SONG], {}, ["put", "TABLE", json.dumps(SONG)]
    yield "put what is there", "put_item", [changed], {}, ["put", "TABLE", json.dumps(changed)]
    yield ("overwrite", "put_item", [changed], {"overwrite": True},
           ["put", "TABLE", json.dumps(changed), "--overwrite"])
    yield "get", "get_item", [key("Nina", "Sinnerman")], {}, ["get", "TABLE", "Nina", "Sinnerman"]
    yield "get what is not there", "get_item", [key("Nina", "x")], {}, ["get", "TABLE", "Nina", "x"]
    for updates in ({"Year": {"Value": 3, "Action": "ADD"}, "Label": {"Value": "Philips", "Action": "PUT"}},
                    {"Label": {"Action": "DELETE"}, "More": {"Value": [1, {"b": "c"}], "Action": "PUT"}},
                    {"Takes": {"Value": 1, "Action": "ADD"}}):
        yield ("update", "update_item", [key("Nina", "Sinnerman"), updates], {},
               ["update", "TABLE", "Nina", "Sinnerman", "--attribute-updates", json.dumps(updates)])
    yield ("update a new item", "update_item", [key("Ella", "Misty"), {"Year": {"Value": 1960, "Action": "PUT"}}], {},
           ["update", "TABLE", "Ella", "Misty", "--attribute-updates", '{"Year": {"Value": 1960}}'])
    for new in ({**key("Nina", "Sinnerman"), "Year": 1}, {**key("Nina", "Sinner Man"), "Year": 2},
                {**key("Ella", "Misty"), "Year": 3}):
        at = "Sinner Man" if new["Artist"] == "Ella" else "Sinnerman"
        yield ("replace", "replace_item", [key("Nina", at), new], {},
               ["replace", "TABLE", "Nina", at, "--with", json.dumps(new)])
    yield ("replace what is not there", "replace_item", [key("x", "y"), SONG], {},
           ["replace", "TABLE", "x", "y", "--with", json.dumps(SONG)])
    yield "delete", "delete_item", [key("Ella", "Misty")], {}, ["delete", "TABLE", "Ella", "Misty"]
    yield "delete again", "delete_item", [key("Ella", "Misty")], {}, ["delete", "TABLE", "Ella", "Misty"]


def test_items_go_the_same_way(magneto, pynamo, client, tables):
    theirs, _, ours, _ = tables
    for name, method, arguments, options, words in steps():
        their = pynamo(method, theirs, *arguments, **options)
        our = magneto(*(ours if word == "TABLE" else word for word in words))
        assert our.status in EXIT[their["status"]], (name, their, our.err)
        assert items_of(client, theirs) == items_of(client, ours), name
        if method == "get_item" and their["status"] == 200:
            assert our.items()[0] == their["data"]
    assert len(items_of(client, ours)) == 1


def test_what_is_missing_is_missing_to_both(magneto, pynamo):
    assert pynamo("scan", "Nowhere")["status"] == 404
    assert magneto("scan", "Nowhere").status == 3
    assert pynamo("copy_table", "Nowhere", "Elsewhere")["status"] == 404
    assert magneto("copy-table", "Nowhere", "Elsewhere").status == 3


def test_whole_tables_go_the_same_way(magneto, pynamo, client, tables):
    theirs, their_second, ours, our_second = tables
    for table in (theirs, ours):
        for number in range(40):
            client.put_item(TableName=table, Item={
                "Artist": {"S": f"a{number % 7}"}, "Title": {"S": str(number)}, "Year": {"N": str(number)},
                "Takes": {"L": [{"BOOL": True}, {"NULL": True}, {"S": "x"}]}})
    for table in (their_second, our_second):
        client.put_item(TableName=table, Item={"Artist": {"S": "old"}, "Title": {"S": "gone"}})

    their = pynamo("copy_table", theirs, their_second, data_update={"Version": "latest"}, clear_table=True)
    our = magneto("copy-table", ours, our_second, "--set", '{"Version": "latest"}', "--clear")
    assert (their["status"], our.status) == (200, 0), (their, our.err)
    assert items_of(client, their_second) == items_of(client, our_second)
    assert len(items_of(client, our_second)) == 40

    keys = pynamo("table_keys_detailed", theirs)["data"]
    assert f"{keys['HASH']['AttributeName']} (S, partition)" in magneto("describe", ours, "--output", "table").out
    their_keys = pynamo("table_key_values", theirs)["data"]
    our_keys = magneto("scan", ours, "--select", "Artist,Title").items()
    assert sorted(map(str, their_keys)) == sorted(map(str, our_keys))


def test_backups_of_both_are_restored_and_theirs_by_ours_too(magneto, pynamo, client, tables):
    theirs, their_second, ours, our_second = tables
    for table in (theirs, ours):
        for number in range(30):
            client.put_item(TableName=table, Item={"Artist": {"S": "é"}, "Title": {"S": str(number)}, "n": {"N": "7"}})
    assert pynamo("create_local_backup", theirs, file_path="theirs.json")["status"] == 200
    assert magneto("backup", ours, "ours.json").status == 0
    client.put_item(TableName=their_second, Item={"Artist": {"S": "old"}, "Title": {"S": "gone"}})
    client.put_item(TableName=our_second, Item={"Artist": {"S": "old"}, "Title": {"S": "gone"}})
    assert pynamo("restore_local_backup", their_second, file_path="theirs.json", clear_table=True)["status"] == 200
    assert magneto("restore", "ours.json", our_second, "--clear").status == 0
    assert items_of(client, their_second) == items_of(client, our_second) == items_of(client, ours)
    restored = magneto("restore", "theirs.json", our_second, "--clear")
    assert restored.status == 0, restored.err
    assert items_of(client, our_second) == items_of(client, theirs)
