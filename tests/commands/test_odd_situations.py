# SPDX-License-Identifier: Apache-2.0
"""What a command says, and its exit status, where something is not as it should be."""

import json
import os
import stat
import subprocess

import pytest

from server_process import BINARY, ServerProcess


def shell(line, environment, tmp_path):
    """Runs a line of bash in which $M is the program."""
    return subprocess.run(["bash", "-c", line], env={**environment, "M": str(BINARY)}, cwd=tmp_path,
                          capture_output=True, text=True, timeout=60)


def test_nobody_answers(magneto):
    done = magneto("tables", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert done.status == 6 and "magneto serve" in done.err


def test_no_region_no_credentials_no_profile(magneto, tmp_path):
    nothing = {name: "" for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID",
                                     "AWS_SECRET_ACCESS_KEY")}
    assert "--region" in magneto("tables", **nothing).err
    denied = magneto("tables", "--region", "eu-central-1", **nothing)
    assert denied.status == 5 and "AWS_ACCESS_KEY_ID" in denied.err
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text("[profile dev]\nregion = eu-west-1\n")
    profile = magneto("tables", "--profile", "dve", **nothing)
    assert profile.status == 2 and "there is no profile 'dve'" in profile.err and "dev" in profile.err


def test_tables_that_are_not_there_are_named(magneto, songs):
    near = songs[:-1]
    for words in (["scan", near], ["sql", f'SELECT * FROM "{near}"'], ["sql", f"DELETE FROM {near} WHERE Artist='a'"],
                  ["copy-table", near, songs], ["import", near, "-"]):
        done = magneto(*words)
        assert done.status == 3 and f"there is no table {near}" in done.err and f"Is it {songs}?" in done.err, words
    target = magneto("copy-table", songs, "Elsewhere")
    assert target.status == 3 and "no table Elsewhere" in target.err and "--create" in target.err
    assert magneto("backup", songs, "saved").status == 0
    restored = magneto("restore", "saved", "Elsewhere")
    assert restored.status == 3 and "--create" in restored.err


@pytest.mark.parametrize("words", [
    ["restore", "nothing", "TABLE"], ["import", "TABLE", "nothing.csv"], ["put", "TABLE", "@nothing"],
    ["batch", "nothing.jsonl"], ["transact", "nothing.jsonl"], ["sql", "@nothing"]])
def test_files_that_are_not_there_are_named_and_nothing_is_to_be_gone_on_with(magneto, songs, words):
    done = magneto(*(songs if word == "TABLE" else word for word in words))
    assert done.status == 3 and "nothing" in done.err and "Stopped" not in done.err


def test_input_that_is_no_item_is_named_with_its_place(magneto, songs, tmp_path):
    (tmp_path / "bad.json").write_bytes(b'{"Artist":"a",\n"Title":"\xff"}')
    done = magneto("put", songs, "@bad.json")
    assert done.status == 8 and "bad.json: line 2 is not UTF-8" in done.err
    empty = magneto("put", songs, "-")
    assert empty.status == 8 and "standard input is empty" in empty.err
    for number in ("1e200", "1" * 39):
        huge = magneto("put", songs, '{"Artist": "a", "Title": "t", "n": %s}' % number)
        assert huge.status == 8 and number in huge.err
        lines = magneto("import", songs, "-", "--format", "jsonl",
                        stdin='{"Artist": "a", "Title": "t", "n": %s}' % number)
        assert lines.status == 8 and number in lines.err and "standard input, record 1" in lines.err


def test_closed_standard_input_is_empty_input(environment, songs, tmp_path):
    done = shell(f"exec $M put {songs} - <&-", environment, tmp_path)
    assert done.returncode == 8 and "standard input is empty" in done.stderr


@pytest.mark.parametrize("command", ["scan", "export", "query"])
def test_a_full_disk_is_a_failure(environment, songs, tmp_path, command):
    words = f"query {songs} Nina" if command == "query" else f"{command} {songs}"
    done = shell(f"$M {words} > /dev/full", environment, tmp_path)
    assert done.returncode == 1 and done.stderr


def test_an_export_that_does_not_fit_leaves_nothing_and_an_import_names_its_state_file(environment, songs, tmp_path):
    loaded = subprocess.run([BINARY, "load", songs, "--items", "500", "--bytes", "300"], env=environment, timeout=60)
    assert loaded.returncode == 0
    limit = "trap '' XFSZ; ulimit -f 16"  # 16 KB a file
    done = shell(f"{limit}; $M export {songs} songs.json", environment, tmp_path)
    assert done.returncode == 1 and "songs.json" in done.stderr
    assert not list(tmp_path.iterdir())
    (tmp_path / "few.jsonl").write_text('{"Artist": "a", "Title": "t"}')
    state = shell(f"trap '' XFSZ; ulimit -f 0; $M import {songs} few.jsonl", environment, tmp_path)
    assert state.returncode == 1 and "how far the work has come" in state.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["few.jsonl"]


def test_words_that_are_nearly_right_are_answered_with_what_is(magneto, songs):
    done = magneto("scann", songs)
    assert done.status == 2 and "Is it scan?" in done.err and "magneto scan --help" in done.err
    assert "Is it" not in magneto("frobnicate").err
    serve = magneto("serve", "--bogus")
    assert serve.status == 2 and "--bogus" in serve.err and "Try: magneto serve --help" in serve.err
    value = magneto("scan", songs, "--where")
    assert value.status == 2 and "--where wants a value" in value.err
    assert "Is it" not in magneto("scan", "Nope").err


def test_a_directory_that_is_not_there_or_in_use_is_no_mistake_of_the_command_line(magneto, tmp_path):
    absent = magneto("tables", "--data", "none", AWS_ENDPOINT_URL="")
    assert absent.status == 3 and "magneto serve" in absent.err
    with ServerProcess(tmp_path / "data"):
        used = magneto("tables", "--data", tmp_path / "data", AWS_ENDPOINT_URL="")
    assert used.status == 1 and "in use" in used.err and "--endpoint" in used.err and "Try:" not in used.err


def test_a_backup_that_is_none_is_bad_input(magneto, songs, tmp_path):
    (tmp_path / "none.json").write_text("{}")
    assert magneto("restore", "none.json", songs).status == 8


def test_a_device_is_written_to_and_stays_a_device(magneto, songs, tmp_path):
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    done = magneto("export", songs, "pipe.jsonl")
    assert done.status == 0, done.err
    assert len(reader.communicate(timeout=60)[0].splitlines()) == 3
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert magneto("export", songs, "/dev/null", "--format", "csv").status == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_reader_that_has_enough_ends_the_command_without_a_word(environment, songs, tmp_path):
    loaded = subprocess.run([BINARY, "load", songs, "--items", "2000"], env=environment, capture_output=True, timeout=60)
    assert loaded.returncode == 0
    for command in ("scan", "export"):
        done = shell(f"$M {command} {songs} 2>said | head -n 1; echo ${{PIPESTATUS[0]}}; cat said", environment, tmp_path)
        assert done.stdout.splitlines()[1:] == ["141"], command


def test_numbers_of_options_are_looked_at(magneto, songs):
    for wrong in ("99999999999999999999", "ten", "1.5", "0"):
        done = magneto("scan", songs, "--limit", wrong)
        assert done.status == 2 and "--limit" in done.err, wrong
    assert len(magneto("scan", songs, "--limit", "9999999999").items()) == 3
    for wrong in ("ten", "0", "-1", "nan"):
        done = magneto("scan", songs, "--rate-read", wrong)
        assert done.status == 2 and "--rate-read: must be " in done.err, wrong
    unknown = magneto("query", songs, "Nina", "--parallel", 2)
    assert unknown.status == 2 and "this command takes no --parallel" in unknown.err


def test_conditions_that_do_not_hold_say_what_to_do(magneto, songs):
    for words in (["update", songs, "Nina", "Sinnerman", "--set", "Year = 1"], ["delete", songs, "Nina", "Sinnerman"]):
        done = magneto(*words, "--where", "Year > 2000")
        assert done.status == 4 and "magneto get" in done.err
    again = magneto("create", songs, "Artist")
    assert again.status == 4 and "magneto describe" in again.err


def test_statements_that_are_none_are_refused_before_anything_is_sent(magneto):
    done = magneto("sql", "SELEC * FROM Songs")
    assert done.status == 2 and "SELEC" in done.err and "begins with SELECT" in done.err


def test_transactions_end_by_what_was_wrong(magneto, songs, tmp_path):
    def line(**more):
        return json.dumps({"table": songs, "put": {"Artist": "Nina", "Title": "Sinnerman"}, **more})
    (tmp_path / "held.jsonl").write_text(line(where="attribute_not_exists(Artist)"))
    assert magneto("transact", "held.jsonl").status == 4
    (tmp_path / "bad.jsonl").write_text(json.dumps({"table": songs, "put": {"Artist": "Nina"}}))
    assert magneto("transact", "bad.jsonl").status == 8
    assert magneto("batch", "bad.jsonl").status == 8
    (tmp_path / "half.jsonl").write_text(line() + "\n\n" + json.dumps({"table": songs, "check": {"Artist": "x"}}))
    half = magneto("transact", "half.jsonl")
    assert half.status == 8 and 'line 3: a check has to have a "where"' in half.err
    (tmp_path / "lost.jsonl").write_text(line() + "\n" + line(table=songs + "s"))
    lost = magneto("transact", "lost.jsonl")
    assert lost.status == 3 and f"there is no table {songs}s in" in lost.err and f"Is it {songs}?" in lost.err
    assert magneto("batch", "lost.jsonl", "--dry-run").status == 3
    (tmp_path / "none.jsonl").write_text("\n")
    none = magneto("transact", "none.jsonl")
    assert none.status == 0 and none.err == "there is nothing to do\n"
    keys = [{"Artist": "Nina", "Title": title} for title in ("Sinnerman", "None")]
    (tmp_path / "read.jsonl").write_text("".join(json.dumps({"table": songs, "get": key}) + "\n" for key in keys))
    read = magneto("transact", "read.jsonl")
    assert len(read.items()) == 1 and read.err == "line 2: there is no such item\n"


def test_an_expression_of_a_transaction_is_refused_with_its_line(magneto, songs):
    def transact(*writes):
        lines = "\n\n".join(json.dumps({"table": songs, **write}) for write in writes)
        return magneto("transact", "-", stdin=lines)

    key = {"Artist": "Nina", "Title": "Sinnerman"}
    good = {"put": {"Artist": "Ella", "Title": "Misty"}}
    for wrong in ({"update": key, "with": "SET x == 1"}, {"check": key, "where": "Year = = 1"},
                  {"delete": key, "where": "siz(Year) = 1"}, {"put": key, "where": "Year ="}):
        refused = transact(good, wrong)
        assert refused.status == 8 and "line 3: Invalid " in refused.err, wrong
    placeholder = transact(good, {"check": key, "where": "Year = #b"})
    assert placeholder.status == 8 and "line 3: the placeholder #b" in placeholder.err
    text = transact(good, {"update": key, "with": "SET x = 'a"})
    assert text.status == 8 and "line 3: " in text.err
    assert magneto("get", songs, "Ella", "Misty").status == 3


def test_columns_of_tables_and_csv_are_those_of_the_first_items(magneto, songs):
    assert magneto("load", songs, "--items", 1500, "--bytes", 100).status == 0
    for number in range(40):
        key = {"Artist": f"late{number}", "Title": "x", "OnlyHere": number}
        assert magneto("put", songs, json.dumps(key)).status == 0
    table = magneto("scan", songs, "--output", "table")
    assert table.status == 0 and len(table.out.splitlines()) == 1545
    assert all(line == line.rstrip() for line in table.out.splitlines())
    csv = magneto("scan", songs, "--output", "csv", "--select", "Artist,Title,OnlyHere")
    assert csv.status == 0 and len(csv.out.splitlines()) == 1544 and not csv.err


def test_a_folder_is_no_item(magneto, songs, tmp_path):
    done = magneto("put", songs, f"@{tmp_path}")
    assert done.status == 1 and done.err == f"magneto: cannot read {tmp_path}: Is a directory\n"


def test_an_index_that_is_not_there_is_named(magneto, songs):
    for words in (["scan", songs], ["query", songs, "x"], ["export", songs]):
        done = magneto(*words, "--index", "byyear")
        assert done.status == 3 and f"{songs} has no index byyear; it has ByYear" in done.err, words


def test_a_table_with_three_keys_is_refused(magneto):
    done = magneto("create", "Table", "a", "b", "c")
    assert done.status == 2 and "at most one sort key, not 3 keys" in done.err


def test_names_in_other_alphabets_need_no_quotes(magneto, songs):
    assert magneto("update", songs, "Nina", "Sinnerman", "--set", "größe = 3").status == 0
    found = magneto("scan", songs, "--where", "größe > 2", "--select", "größe")
    assert found.items() == [{"größe": 3}]


def test_what_the_service_refuses_is_explained_in_the_words_of_the_command(magneto, songs, table_name):
    condition = magneto("scan", songs, "--where", "Title contains 'a'")
    assert condition.status == 8 and "in the place of names" in condition.err
    assert magneto("create", table_name, "Key:B").status == 0
    binary = magneto("put", table_name, '{"Key":"AAEC"}')
    assert binary.status == 8 and '{"Key":{"B":"AAEC"}' in binary.err


def test_a_state_that_cannot_be_saved_is_refused_before_anything_is_made(magneto, songs):
    done = magneto("copy-table", songs, "Elsewhere", "--create", "--state", "/proc/nothing/state")
    assert done.status == 1 and "--state names one in another place" in done.err and "Stopped" not in done.err
    assert magneto("describe", "Elsewhere").status == 3


@pytest.mark.parametrize("select", ["", ",", "Title,", "Title,,Year"])
def test_a_selection_with_an_empty_name_is_refused(magneto, songs, select):
    for words in (["scan", songs], ["get", songs, "Nina", "Sinnerman"], ["export", songs]):
        done = magneto(*words, "--select", select)
        assert done.status == 2 and "--select has an empty name" in done.err and not done.out, words


def test_csv_of_no_items_has_a_header(magneto, table_name):
    assert magneto("create", table_name, "Id", "At:N").status == 0
    assert magneto("scan", table_name, "--output", "csv").out == "Id,At\n"
    assert magneto("query", table_name, "x", "--output", "csv", "--select", "Name,Id").out == "Name,Id\n"


def test_an_export_replaces_a_file_only_when_told(magneto, songs, tmp_path):
    assert magneto("export", songs, "songs.csv", "--columns", "Artist,Title,Year").status in (0, 1)
    (tmp_path / "songs.csv").write_text("precious\n")
    done = magneto("export", songs, "songs.csv", "--columns", "Artist,Title,Year")
    assert done.status == 4 and "songs.csv is there already; --overwrite" in done.err
    assert (tmp_path / "songs.csv").read_text() == "precious\n"
    magneto("export", songs, "songs.csv", "--columns", "Artist,Title,Year", "--overwrite")
    assert len((tmp_path / "songs.csv").read_text().splitlines()) == 4


def test_a_backup_is_replaced_only_when_told(magneto, songs):
    assert magneto("backup", songs, "saved").status == 0
    done = magneto("backup", songs, "saved")
    assert done.status == 4 and "is a finished backup; --overwrite" in done.err
    assert magneto("backup", songs, "saved", "--overwrite").status == 0


def test_an_import_that_is_only_tried_writes_nothing(magneto, songs, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"Artist":"a","Title":"b"}\n{"Artist":"a"}\n{"Artist":"c","Title":"d"}\n')
    stopped = magneto("import", songs, "in.jsonl", "--dry-run")
    assert stopped.status == 8 and "in.jsonl, record 2" in stopped.err and "Nothing was written" in stopped.err
    skipped = magneto("import", songs, "in.jsonl", "--dry-run", "--on-error", "skip", "--rejects", "wrong")
    assert skipped.status == 0 and skipped.out.startswith(f"2 items would be written to table {songs} in")
    assert skipped.out.endswith(", 1 record left out\n")
    assert json.loads((tmp_path / "wrong").read_text())["record"] == 2
    assert len(magneto("scan", songs).items()) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "wrong"}


def test_plans_of_exports_and_backups_write_nothing(magneto, songs, tmp_path):
    for command in ("export", "backup"):
        done = magneto(command, songs, "out.json", "--dry-run")
        assert done.status == 0 and done.out.startswith(f"about 3 items of table {songs} in")
        assert done.out.endswith("written to out.json\n")
    assert not list(tmp_path.iterdir())


def test_a_replacement_without_the_whole_key_is_bad_input(magneto, songs):
    done = magneto("replace", songs, "Nina", "Sinnerman", "--with", '{"Artist": "Nina"}')
    assert done.status == 8 and "the item has no Title" in done.err


def test_a_table_with_dots_in_a_statement_needs_quotes_and_is_told(magneto, table_name):
    dotted = table_name + ".songs"
    assert magneto("create", dotted, "Id").status == 0
    for statement in (f"SELECT * FROM {dotted}.x", f"INSERT INTO {dotted} VALUE {{'Id':'a'}}", "SELECT * FROM a.b-c"):
        done = magneto("sql", statement)
        assert done.status == 8 and "has to stand in double quotes if it is a table's name" in done.err, statement
    assert magneto("sql", f"""INSERT INTO "{dotted}" VALUE {{'Id':'a'}}""").status == 0
    assert magneto("sql", f"""SELECT COUNT(*) FROM "{dotted}" """).items() == [{"COUNT(*)": 1}]
    assert magneto("drop", dotted).status == 0


def test_a_file_that_is_no_backup_is_told_from_one(magneto, songs, tmp_path):
    (tmp_path / "songs.jsonl").write_text("{}\n")
    done = magneto("restore", "songs.jsonl", songs)
    assert done.status == 8 and "`magneto import` reads files of items" in done.err


def test_a_rejects_file_that_cannot_be_made_says_why(magneto, songs, tmp_path):
    (tmp_path / "in.jsonl").write_text("{}\n")
    done = magneto("import", songs, "in.jsonl", "--on-error", "skip", "--rejects", "none/rejects.jsonl")
    assert done.status == 1 and "cannot write none/rejects.jsonl: No such file or directory" in done.err
