# SPDX-License-Identifier: Apache-2.0
"""Whole tables, both ways with Amazon's client for Python: batches, scans, queries and paginators of the helper classes."""

import pytest

from test_python_client import ACTIONS, comparable

ITEMS = [{"pk": {"S": "a"}, "sk": {"N": str(number)}, "text": {"S": f"Text {number} \U0001F600"},
          "tags": {"SS": ["x", f"y{number}"]}, "parts": {"L": [{"N": str(number)}, {"NULL": True}]},
          "signed": {"S": "readable, and protected"}, "free": {"BOOL": number % 2 == 0}}
         for number in range(40)]


@pytest.fixture
def request_of(keys, make_table, endpoint):
    provider = {"type": "wrapped", "signing_key": keys["hmacKey"], "wrapping_key": keys["aesKey"],
                "unwrapping_key": keys["aesKey"]}
    table = make_table("S", "N")
    return lambda way, **more: {"way": way, "provider": provider, "table": table, "endpoint": endpoint,
                                "partition_key": "pk", "sort_key": "sk", "actions": ACTIONS,
                                **more}


def by_key(items):
    return sorted((comparable(item) for item in items), key=lambda item: int(item["sk"]["N"]))


@pytest.mark.parametrize("writer", ["ours", "theirs"])
def test_a_table_that_one_client_writes_is_read_by_both(writer, request_of, ours, theirs, client):
    ask = {"ours": ours, "theirs": theirs}
    assert ask[writer](request_of("write_table", items=ITEMS)) == {"complete": True}
    for item in client.scan(TableName=request_of("")["table"])["Items"]:
        assert item["text"].keys() == item["tags"].keys() == item["parts"].keys() == {"B"}
    for name, reader in ask.items():
        found = reader(request_of("read_table", partition="a"))
        assert "error" not in found, found
        for way in ("scan", "query", "batch"):
            assert by_key(found[way]) == by_key(ITEMS), (name, way)
