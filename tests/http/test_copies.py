# SPDX-License-Identifier: Apache-2.0
"""POST /copies/NAME makes a copy of the data in use, for those who may."""

import json
import subprocess

import pytest

from connect import make_client
from raw_connection import RawConnection
from server_process import BINARY, ServerProcess
from test_auth import keys_file, post, signed  # noqa: F401


@pytest.fixture
def server(tmp_path):
    with ServerProcess(tmp_path / "data", "--copies", tmp_path / "copies") as running:
        yield running


def ask(server, path, method="POST", **headers):
    with RawConnection(server.port) as raw:
        return raw.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})


def test_a_copy_has_what_was_there_and_can_be_served(server, tmp_path):
    client = make_client(server.endpoint)
    client.create_table(TableName="Songs", BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
    client.put_item(TableName="Songs", Item={"pk": {"S": "copied"}})
    answer = ask(server, "/copies/monday")
    assert (answer.status, json.loads(answer.body)) == (200, {"copy": str(tmp_path / "copies/monday")})
    client.put_item(TableName="Songs", Item={"pk": {"S": "later"}})
    checked = subprocess.run([BINARY, "check", "--data", tmp_path / "copies/monday"], capture_output=True, text=True)
    assert checked.returncode == 0 and " 1 items, " in checked.stdout, checked
    with ServerProcess(tmp_path / "copies/monday") as copy:
        assert make_client(copy.endpoint).scan(TableName="Songs")["Items"] == [{"pk": {"S": "copied"}}]
    assert client.scan(TableName="Songs")["Count"] == 2


def test_a_copy_is_never_written_over(server):
    assert ask(server, "/copies/a").status == 200
    again = ask(server, "/copies/a")
    assert again.status == 409 and "is there already" in json.loads(again.body)["message"]


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "%2e%2e", "a/b", "a%20b"])
def test_names_stay_in_the_directory(server, tmp_path, name):
    assert ask(server, f"/copies/{name}").status == 400
    assert not (tmp_path / "x").exists() and not (tmp_path / "copies").exists()


def test_without_the_flag_there_are_none(tmp_path):
    with ServerProcess(tmp_path / "data") as server:
        answer = ask(server, "/copies/a")
        assert answer.status == 404 and "--copies DIR" in answer.headers["x-magneto-hint"]


def test_other_methods_make_none(server, tmp_path):
    assert ask(server, "/copies/a", method="GET").status == 404
    assert not (tmp_path / "copies").exists()


def test_pages_of_elsewhere_make_none(server, tmp_path):
    assert ask(server, "/copies/a", Origin="https://example.com").status == 403
    assert not (tmp_path / "copies").exists()


def test_where_keys_are_needed_they_are_needed_for_copies(tmp_path, keys_file):  # noqa: F811
    options = ("--auth", "keys", "--keys", keys_file, "--copies", tmp_path / "copies")
    with ServerProcess(tmp_path / "data", *options) as server:
        refused = ask(server, "/copies/a")
        assert refused.status == 400 and json.loads(refused.body)["__type"].endswith("MissingAuthenticationTokenException")
        assert not (tmp_path / "copies").exists()
        assert post(server, signed(server, query="copies/a")).status == 200
        assert (tmp_path / "copies/a/FORMAT").exists()


def test_what_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with ServerProcess(tmp_path / "data", "--copies", tmp_path / "file/copies") as server:
        answer = ask(server, "/copies/a")
        assert answer.status == 500 and str(tmp_path / "file/copies/a") in json.loads(answer.body)["message"]
        assert server.answers()
