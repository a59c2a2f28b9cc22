# SPDX-License-Identifier: Apache-2.0
"""Whole tables: copy-table, truncate, diff, export, import, backup, restore."""

import json
import time

import pytest

from connect import make_client
from server_process import ServerProcess

ALL_TYPES = {
    "Artist": {"S": "é"}, "Title": {"S": "all types"}, "n": {"N": "1.2345678901234567890123456789012345678E+50"},
    "b": {"B": "AAEC"}, "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "-2.5"]}, "bs": {"BS": ["AA=="]},
    "t": {"BOOL": True}, "z": {"NULL": True}, "e": {"S": ""}, "l": {"L": [{"M": {"x": {"L": []}}}]}}


@pytest.fixture
def other(songs, client):
    """A name beside the table of songs, whose table is gone after the test."""
    name = f"{songs}_other"
    yield name
    try:
        client.delete_table(TableName=name)
    except client.exceptions.ResourceNotFoundException:
        pass


@pytest.fixture
def full(songs, client):
    """The table of songs with an item of every type, and some more."""
    client.put_item(TableName=songs, Item={
        name: {kind: bytes([0, 1, 2]) if kind == "B" else [b"\0"] if kind == "BS" else value}
        for name, typed in ALL_TYPES.items() for kind, value in typed.items()})
    return songs


def same(magneto, left, right):
    return magneto("diff", left, right).status == 0


def test_a_copy_is_equal_and_differences_are_found(magneto, full, other):
    would = magneto("copy-table", full, other, "--create", "--dry-run")
    assert would.status == 0 and "would be written" in would.out
    assert magneto("describe", other).status == 3
    copied = magneto("copy-table", full, other, "--create", "--parallel", 2)
    assert copied.status == 0 and copied.err.startswith("4 items copied")
    assert same(magneto, full, other)
    magneto("update", other, "Nina", "Sinnerman", "--set", "Year = 1")
    magneto("delete", other, "Miles", "So What")
    magneto("put", other, '{"Artist": "x", "Title": "y"}')
    found = magneto("diff", full, other)
    assert found.status == 1 and "3 differences" in found.err
    by_artist = {line["Key"]["Artist"]: line for line in found.items()}
    assert by_artist["Nina"]["Attributes"] == ["Year"]
    assert by_artist["Miles"]["Difference"] == "only left"
    assert by_artist["x"]["Difference"] == "only right"


def test_a_copy_may_filter_change_and_go_to_a_data_directory(magneto, full, other, tmp_path):
    (tmp_path / "d").mkdir()
    done = magneto("copy-table", full, other, "--create", "--to-data", "d", "--where", "Year < 1960",
                   "--set", '{"Copied": true}')
    assert done.status == 0, done.err
    assert magneto("get", other, "Miles", "So What", "--data", "d").items()[0]["Copied"] is True
    assert magneto("scan", other, "--count", "--data", "d").items()[0]["Count"] == 1


def test_truncate_leaves_an_empty_table(magneto, full):
    assert "would be deleted" in magneto("truncate", full, "--dry-run").out
    assert magneto("truncate", full).err.startswith("4 items deleted")
    assert magneto("scan", full, "--count").items()[0]["Count"] == 0


def test_a_backup_keeps_everything_and_is_checked_before_it_is_restored(magneto, full, other, tmp_path):
    assert magneto("backup", full, "saved").status == 0
    assert "4 items" in magneto("restore", "saved", other, "--dry-run").out
    assert magneto("restore", "saved", other, "--create").status == 0
    assert same(magneto, full, other)
    assert magneto("backup", full, "saved").status == 4  # there is one
    part = next((tmp_path / "saved/parts").iterdir())
    damaged = bytearray(part.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    part.write_bytes(damaged)
    refused = magneto("restore", "saved", other)
    assert refused.status == 8 and part.name in refused.err


@pytest.mark.parametrize("form", ["dynamodb-json", "ion"])
def test_exports_that_keep_types_come_back_equal(magneto, full, other, form):
    exported = magneto("export", full, f"all.{form}", "--format", form)
    assert exported.status == 0, exported.err
    magneto("create", other, "Artist", "Title", "--index", "ByYear=Year:N")
    imported = magneto("import", other, f"all.{form}", "--format", form)
    assert imported.status == 0, imported.err
    assert same(magneto, full, other)


def test_exports_and_imports_go_through_pipes(magneto, songs, other):
    lines = magneto("export", songs, "--format", "jsonl", "--where", "Year > 1960").out
    assert {json.loads(line)["Title"] for line in lines.splitlines()} == {"Sinnerman", "Feeling Good"}
    magneto("create", other, "Artist", "Title", "--index", "ByYear=Year:N")
    assert magneto("import", other, "-", "--format", "jsonl", stdin=lines).status == 0
    assert magneto("scan", other, "--count").items()[0]["Count"] == 2
    table = magneto("export", songs, "-", "--format", "csv", "--columns", "Artist,Title,Year").out
    assert table.splitlines()[0] == "Artist,Title,Year"
    assert magneto("import", other, "-", "--format", "csv", "--types", "Year:N", stdin=table).status == 0
    assert magneto("get", other, "Miles", "So What").items()[0]["Year"] == 1959


def test_exports_take_an_index_and_a_limit(magneto, songs, tmp_path):
    assert magneto("export", songs, "some.jsonl", "--limit", 2, "--where", "Year > 1950").status == 0
    first = magneto("scan", songs, "--limit", 2).out
    assert (tmp_path / "some.jsonl").read_text() == first
    found = magneto("export", songs, "--format", "csv", "--index", "ByYear", "--select", "Year", "--columns", "Year",
                    "--where", "Artist = 'Nina'")
    assert found.out == "Year\n1965\n1965\n"
    refused = magneto("export", songs, "--limit", 2, "--parallel", 2)
    assert refused.status == 2 and "--parallel excludes --limit" in refused.err
    assert magneto("export", songs, "some", "--format", "amazon-export", "--limit", 2).status == 2


def test_wrong_records_stop_an_import_or_go_to_the_rejects(magneto, songs, tmp_path):
    records = '{"Artist": "a", "Title": "1"}\nnonsense\n{"Artist": 5, "Title": "2"}\n{"Artist": "a", "Title": "3"}\n'
    stopped = magneto("import", songs, "-", "--format", "jsonl", stdin=records)
    assert stopped.status == 8 and "2" in stopped.err and "Stopped:" in stopped.err
    skipped = magneto("import", songs, "-", "--format", "jsonl", "--on-error", "skip", "--rejects",
                      "wrong.jsonl", stdin=records)
    assert skipped.status == 0, skipped.err
    wrong = [json.loads(line) for line in (tmp_path / "wrong.jsonl").read_text().splitlines()]
    assert len(wrong) == 2 and all(w["reason"] for w in wrong)
    assert magneto("query", songs, "a", "--count").items()[0]["Count"] == 2


def test_reads_and_writes_keep_to_a_rate(magneto, songs):
    # The second to fourth batch of 25 units wait for units, at 50 a second after the first 50.
    began = time.monotonic()
    assert magneto("load", songs, "--items", 100, "--bytes", 50, "--parallel", 1, "--rate-write", 50).status == 0
    assert time.monotonic() - began >= 0.5
    read = magneto("scan", songs, "--rate-read", 100)
    assert read.status == 0 and len(read.items()) == 103


@pytest.mark.parametrize("form", ["DYNAMODB_JSON", "ION"])
def test_an_export_of_the_service_is_imported_and_checked_before(magneto, other, tmp_path, form):
    """The server makes the export, in its own folder of buckets, as Amazon lays it out."""
    with ServerProcess(tmp_path / "data", "--s3-directory", str(tmp_path / "buckets")) as server:
        (tmp_path / "buckets/exports").mkdir(parents=True, exist_ok=True)
        there = make_client(server.endpoint)
        variables = {"AWS_ENDPOINT_URL": server.endpoint}
        assert magneto("create", "Songs", "Artist", "Title", **variables).status == 0
        assert magneto("put", "Songs", json.dumps(ALL_TYPES), **variables).status == 0
        assert magneto("load", "Songs", "--items", 200, **variables).status == 0
        there.update_continuous_backups(TableName="Songs",
                                        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        arn = there.export_table_to_point_in_time(
            TableArn=there.describe_table(TableName="Songs")["Table"]["TableArn"], S3Bucket="exports",
            S3Prefix="songs", ExportFormat=form)["ExportDescription"]["ExportArn"]
        deadline = time.monotonic() + 60
        while (made := there.describe_export(ExportArn=arn)["ExportDescription"])["ExportStatus"] == "IN_PROGRESS":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert made["ExportStatus"] == "COMPLETED", made
        folder = (tmp_path / "buckets/exports" / made["ExportManifest"]).parent
        assert magneto("create", "Again", "Artist", "Title", **variables).status == 0

        data = next((folder / "data").iterdir())
        whole = data.read_bytes()
        data.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        damaged = magneto("import", "Again", folder, **variables)
        assert damaged.status == 8 and data.name in damaged.err
        assert magneto("scan", "Again", "--count", **variables).items()[0]["Count"] == 0
        data.write_bytes(whole)
        for location in (folder, folder / "manifest-summary.json"):
            imported = magneto("import", "Again", location, **variables)
            assert imported.status == 0 and imported.err.startswith("201 items imported"), imported.err
            assert magneto("diff", "Songs", "Again", **variables).status == 0
        no_export = magneto("import", "Again", folder.parent, **variables)
        assert no_export.status == 3 and "manifest-summary.json" in no_export.err
