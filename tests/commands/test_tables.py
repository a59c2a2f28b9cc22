# SPDX-License-Identifier: Apache-2.0
"""Tables: list, describe, create, alter, drop."""

import json


def test_a_table_is_made_described_changed_and_dropped(magneto, table_name, client):
    made = magneto("create", table_name, "pk", "sk:N", "--index", "ByYear=Year:N,pk;KEYS_ONLY",
                   "--local-index", "ByDay=pk,Day", "--ttl", "Expires", "--tag", "team=a")
    assert (made.status, made.err) == (0, "")
    table = client.describe_table(TableName=table_name)["Table"]
    assert [k["AttributeName"] for k in table["KeySchema"]] == ["pk", "sk"]
    assert table["GlobalSecondaryIndexes"][0]["Projection"]["ProjectionType"] == "KEYS_ONLY"
    assert table["LocalSecondaryIndexes"][0]["IndexName"] == "ByDay"
    described = magneto("describe", table_name, "--output", "table").out
    assert "pk (S, partition), sk (N, sort)" in described
    assert json.loads(magneto("describe", table_name, "--output", "json").out)["TableName"] == table_name
    assert {"Table": table_name} in magneto("tables").items()

    changed = magneto("alter", table_name, "--add-index", "ByLabel=Label", "--drop-index", "ByYear",
                      "--stream", "NEW_IMAGE", "--protect", "on")
    assert (changed.status, changed.err) == (0, "")
    table = client.describe_table(TableName=table_name)["Table"]
    assert [i["IndexName"] for i in table["GlobalSecondaryIndexes"]] == ["ByLabel"]
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert magneto("drop", table_name).status == 8  # it is protected
    assert magneto("alter", table_name, "--protect", "off").status == 0
    assert magneto("drop", table_name).status == 0
    assert magneto("drop", table_name, "--if-exists").status == 0


def test_making_a_table_twice_is_a_conflict_unless_it_may_be_there(magneto, songs):
    assert magneto("create", songs, "Artist").status == 4
    assert magneto("create", songs, "Artist", "--if-not-exists").status == 0


def test_mistakes_of_schemas_are_said_before_anything_is_sent(magneto):
    assert "is given two types" in magneto("create", "Never", "a", "--index", "I=b:N,a:N").err
    assert "a key is NAME" in magneto("create", "Never", "a:X").err
    assert "an index is NAME=KEY" in magneto("create", "Never", "a", "--index", "b").err
    assert magneto("create", "Never").status == 2


def test_what_is_not_local_is_destroyed_only_when_that_is_confirmed(magneto):
    asked = magneto("drop", "Songs", "--endpoint", "http://dynamodb.example:1", "--region", "eu-west-1")
    assert asked.status == 2
    assert "say --yes" in asked.err
