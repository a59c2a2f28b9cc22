# SPDX-License-Identifier: Apache-2.0
"""Items: get, put, update, delete, query, scan."""

import json


def test_an_item_is_written_read_changed_and_deleted(magneto, songs):
    item = {"Artist": "Ella", "Title": "Misty", "Price": 12345678901234567890123456789012345678}
    assert magneto("put", songs, "-", stdin=json.dumps(item)).status == 0
    assert magneto("get", songs, "Ella", "Misty").items() == [item]
    changed = magneto("update", songs, "Ella", "Misty", "--set", "Price = Price - 8, Takes = [1, 'x']",
                      "--add", "Tags <<'live'>>", "--where", "attribute_not_exists(Tags)")
    assert changed.items()[0]["Price"] == item["Price"] - 8
    assert changed.items()[0]["Takes"] == [1, "x"]
    assert magneto("delete", songs, "Ella", "Misty", "--where", "Price < 5").status == 4
    assert magneto("delete", songs, "Ella", "Misty", "--show").items()[0]["Tags"] == ["live"]
    assert magneto("get", songs, "Ella", "Misty").status == 3


def test_put_replaces_only_when_it_is_told_to(magneto, songs):
    again = json.dumps({"Artist": "Nina", "Title": "Sinnerman", "Year": 1})
    refused = magneto("put", songs, again)
    assert refused.status == 4 and "--overwrite" in refused.err
    assert magneto("get", songs, "Nina", "Sinnerman").items()[0]["Year"] == 1965
    assert magneto("put", songs, again, "--overwrite").status == 0
    assert magneto("get", songs, "Nina", "Sinnerman").items()[0]["Year"] == 1


def test_every_type_goes_through_dynamodb_json(magneto, songs):
    item = {"Artist": {"S": "t"}, "Title": {"S": ""}, "b": {"B": "AAE="}, "bs": {"BS": ["AA=="]},
            "ns": {"NS": ["1", "2.5"]}, "n": {"NULL": True}, "o": {"BOOL": False},
            "l": {"L": [{"M": {"x": {"SS": ["a"]}}}]}}
    item["Title"]["S"] = "types"
    assert magneto("put", songs, json.dumps(item)).status == 0
    printed = magneto("get", songs, "t", "types", "--output", "dynamodb-json")
    assert json.loads(printed.out) == item


def test_queries_take_plain_values_and_go_on_where_they_stopped(magneto, songs):
    first = magneto("query", songs, "Nina", "--limit", 1, "--select", "Title")
    assert first.items() == [{"Title": "Feeling Good"}]
    cursor = first.err.split("--cursor ")[1].strip()
    assert magneto("query", songs, "Nina", "--cursor", cursor, "--select", "Title").items() == [
        {"Title": "Sinnerman"}]
    assert magneto("query", songs, "Nina", "--sort", "begins_with Sin", "--count").items() == [
        {"Count": 1, "ScannedCount": 1}]
    by_year = magneto("query", songs, "1965", "--index", "ByYear", "--where", "size(Tags) = 1")
    assert [i["Title"] for i in by_year.items()] == ["Sinnerman"]
    wrong = magneto("query", songs, "soon", "--index", "ByYear")
    assert wrong.status == 2 and "Year is a number (N)" in wrong.err


def test_scans_filter_select_and_read_in_parallel(magneto, songs):
    found = magneto("scan", songs, "--where", "Year < 1960 OR contains(Tags, 'calm')",
                    "--output", "csv", "--select", "Title,Year")
    assert sorted(found.out.splitlines()) == ["Sinnerman,1965", "So What,1959", "Title,Year"]
    assert len(magneto("scan", songs, "--parallel", 3).items()) == 3
    assert magneto("scan", songs, "--parallel", 3, "--count").items()[0]["Count"] == 3


def test_explain_prints_the_request_and_sends_nothing(magneto, songs):
    shown = magneto("delete", songs, "Nina", "Sinnerman", "--explain").out
    assert shown.startswith('DeleteItem {"TableName":')
    assert magneto("get", songs, "Nina", "Sinnerman").status == 0


def test_errors_say_what_to_do(magneto, songs):
    near = magneto("scan", songs[:-1])
    assert near.status == 3 and f"Is it {songs}?" in near.err
    nobody = magneto("scan", songs, "--endpoint", "http://127.0.0.1:1")
    assert nobody.status == 6 and "magneto serve" in nobody.err
    assert magneto("scan", songs, "--nonsense").status == 2
    assert magneto("put", songs, "{").status == 8
    assert magneto("put", songs, "@missing.json").status == 3


def test_a_data_directory_needs_no_server(magneto, tmp_path):
    assert "there is no data directory" in magneto("tables", "--data", "none").err
    (tmp_path / "d").mkdir()
    assert magneto("create", "Things", "id:N", "--data", "d").status == 0
    assert magneto("put", "Things", '{"id": 7}', "--data", "d").status == 0
    assert magneto("get", "Things", "7", "--data", "d").items() == [{"id": 7}]
    assert magneto("get", "Things", "7", "--data", "d", "--endpoint", "local").status == 2
