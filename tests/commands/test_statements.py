# SPDX-License-Identifier: Apache-2.0
"""Statements, batches and transactions: sql, batch, transact."""

import json


def test_statements_read_write_and_compute(magneto, songs):
    ask = lambda text, *more: magneto("sql", text, *more)
    assert ask(f"SELECT Title FROM {songs} WHERE Artist = ?", "--param", "'Miles'").items() == [
        {"Title": "So What"}]
    assert ask(f"SELECT COUNT(*) FROM {songs}").items() == [{"COUNT(*)": 3}]
    assert ask(f"SELECT Artist, COUNT(*) AS songs, MAX(Year) FROM {songs} "
               "GROUP BY Artist ORDER BY songs DESC").items() == [
        {"Artist": "Nina", "songs": 2, "MAX(Year)": 1965},
        {"Artist": "Miles", "songs": 1, "MAX(Year)": 1959}]
    assert ask(f"SELECT Title FROM {songs} WHERE Year > 1900 ORDER BY Year LIMIT 1").items() == [
        {"Title": "So What"}]
    assert ask(f"SELECT AVG(Year) FROM {songs}.ByYear", "--output", "csv").out == (
        "AVG(Year)\n1963\n")
    two = f"INSERT INTO {songs} VALUE {{'Artist': 'a;b', 'Title': 't'}}; DELETE FROM {songs} WHERE " \
          "Artist = 'a;b' AND Title = 't'"
    assert (ask(two).status, ask(two).out) == (0, "")


def test_what_is_wrong_with_a_statement_is_said(magneto, songs):
    assert magneto("sql", "SELECT").status == 8
    assert magneto("sql", f"SELECT Title, COUNT(*) FROM {songs}").status == 2
    assert f"Is it {songs}?" in magneto("sql", f"SELECT COUNT(*) FROM {songs[:-1]}").err
    shown = magneto("sql", f"SELECT MAX(Year) FROM {songs}", "--explain").out
    assert shown == f'ExecuteStatement {{"Statement":"SELECT \\"Year\\" FROM {songs}"}}\n'


def test_a_batch_writes_more_than_a_request_holds(magneto, songs, tmp_path):
    lines = [{"table": songs, "put": {"Artist": "batch", "Title": str(i)}} for i in range(60)]
    lines.append({"table": songs, "delete": {"Artist": "Miles", "Title": "So What"}})
    (tmp_path / "w.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert "61 writes" in magneto("batch", "@w.jsonl", "--dry-run").out
    done = magneto("batch", "@w.jsonl")
    assert (done.status, done.err) == (0, "61 written, 0 failed\n")
    assert magneto("query", songs, "batch", "--count").items()[0]["Count"] == 60
    assert magneto("get", songs, "Miles", "So What").status == 3
    bad = json.dumps({"table": songs, "put": {"Artist": 1, "Title": "x"}})
    refused = magneto("batch", "-", stdin=bad + "\n" + json.dumps(lines[0]))
    assert refused.status == 8 and "1 written, 1 failed" in refused.err and "line 1: not put" in refused.err
    assert magneto("batch", "-", "--dry-run", stdin=json.dumps(lines[0])).out.startswith("1 write would be sent to 1 table")


def test_a_transaction_is_done_wholly_or_not_at_all(magneto, songs):
    def lines(*writes):
        return "\n".join(json.dumps({"table": songs, **write}) for write in writes)

    nina = {"Artist": "Nina", "Title": "Sinnerman"}
    write = [{"put": {"Artist": "Ella", "Title": "Misty"}, "where": "attribute_not_exists(Artist)"},
             {"update": nina, "with": "SET Plays = 7"},
             {"check": {"Artist": "Miles", "Title": "So What"}, "where": "Year = 1959"}]
    assert magneto("transact", "-", stdin=lines(*write)).status == 0
    read = magneto("transact", "-", stdin=lines({"get": nina}, {"get": {"Artist": "Ella", "Title": "Misty"}}))
    assert [i.get("Plays") for i in read.items()] == [7, None]
    write[1]["with"] = "SET Plays = 8"
    again = magneto("transact", "-", stdin=lines(*write))
    assert again.status == 4 and "line 1: ConditionalCheckFailed" in again.err
    assert magneto("get", songs, "Nina", "Sinnerman").items()[0]["Plays"] == 7
    assert magneto("transact", "-", stdin=lines({"get": nina}, write[0])).status == 2
