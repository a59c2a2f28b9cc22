# SPDX-License-Identifier: Apache-2.0
"""The AWS CLI (Debian's `awscli`): one table with a global secondary index from its creation to its end."""

import base64
import json
import shutil
import subprocess

import pytest

from music import INDEX, create_table_request, songs

AWS = shutil.which("aws", path="/usr/bin") or shutil.which("aws")


@pytest.fixture
def aws(client_environment):
    """aws("put-item", "--item", {...}) -> the decoded answer. Arguments that are not text become JSON."""

    def run(*arguments, fails=False):
        words = [a if isinstance(a, str) else json.dumps(a) for a in arguments]
        endpoint = client_environment["MAGNETO_ENDPOINT"]
        done = subprocess.run(
            [AWS, "--endpoint-url", endpoint, "--output", "json", "dynamodb", *words],
            env=client_environment, capture_output=True, text=True, timeout=60)
        if fails:
            assert done.returncode != 0, done.stdout
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else {}

    return run


def cli_song(song):
    """The CLI takes binaries as base64."""
    return song | {"Cover": {"B": base64.b64encode(song["Cover"]["B"]).decode()}}


def test_life_of_a_table(aws, table_name):
    table = ("--table-name", table_name)
    created = aws("create-table", "--cli-input-json", create_table_request(table_name))
    assert created["TableDescription"]["GlobalSecondaryIndexes"][0]["IndexName"] == INDEX
    aws("wait", "table-exists", *table)

    all_songs = [cli_song(song) for song in songs()]
    for song in all_songs[:2]:
        aws("put-item", *table, "--item", song)
    aws("batch-write-item", "--request-items",
        {table_name: [{"PutRequest": {"Item": song}} for song in all_songs[2:]]})

    key = {"Artist": {"S": "Bert"}, "Title": {"S": "Song 3"}}
    got = aws("get-item", *table, "--key", key, "--consistent-read")["Item"]
    assert got["Cover"] == {"B": "A/8="}
    assert sorted(got["Tags"]["SS"]) == ["calm", "no3"]

    found = aws("query", *table, "--index-name", INDEX,
                "--key-condition-expression", "Genre = :g AND #y >= :y",
                "--expression-attribute-names", {"#y": "Year"},
                "--expression-attribute-values", {":g": {"S": "Jazz"}, ":y": {"N": "1993"}})
    assert found["Count"] == 3
    assert {item["Title"]["S"] for item in found["Items"]} == {"Song 3"}

    updated = aws("update-item", *table, "--key", key, "--update-expression", "ADD Plays :n",
                  "--expression-attribute-values", {":n": {"N": "5"}}, "--return-values", "UPDATED_NEW")
    assert updated["Attributes"] == {"Plays": {"N": "5"}}

    error = aws("update-item", *table, "--key", key, "--update-expression", "SET Plays = :n",
                "--condition-expression", "Plays < :n",
                "--expression-attribute-values", {":n": {"N": "5"}}, fails=True)
    assert "(ConditionalCheckFailedException)" in error
    assert "The conditional request failed" in error

    # The CLI pages by itself: by --page-size underneath, by --max-items and a token of its own on top.
    assert aws("scan", *table, "--page-size", "5")["Count"] == 12
    seen, token = [], ()
    while True:
        page = aws("scan", *table, "--max-items", "5", *token)
        seen += [(item["Artist"]["S"], item["Title"]["S"]) for item in page["Items"]]
        if "NextToken" not in page:
            break
        token = ("--starting-token", page["NextToken"])
    assert sorted(seen) == sorted((s["Artist"]["S"], s["Title"]["S"]) for s in all_songs)

    aws("delete-item", *table, "--key", key)
    assert aws("get-item", *table, "--key", key) == {}
    assert table_name in aws("list-tables")["TableNames"]
    aws("delete-table", *table)
    aws("wait", "table-not-exists", *table)
    assert "(ResourceNotFoundException)" in aws("describe-table", *table, fails=True)
