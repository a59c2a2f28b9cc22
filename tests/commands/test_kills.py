# SPDX-License-Identifier: Apache-2.0
"""Commands over whole tables are killed in the middle; called again, they complete the work, and nothing half is taken
for whole. MAGNETO_KILLS says how often each is killed (3)."""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess

import pytest

from server_process import BINARY

KILLS = int(os.environ.get("MAGNETO_KILLS", "3"))
ITEMS = 1000
# So slowly that there is something left to be killed.
SLOW_READ = ["--rate-read", "20", "--parallel", "2"]
SLOW_WRITE = ["--rate-write", "700", "--parallel", "2"]


@pytest.fixture
def killed(environment, tmp_path):
    """killed("copy-table", ...): kills the command KILLS times, checks, and lets it come to its end.

    The kills are at random times; one that comes after the end does not count, and the next comes earlier."""

    def run(*words, check=lambda: False, remove=lambda: None, then=signal.SIGKILL):
        """`check` says whether what is there is complete, and fails where it is half; `remove` removes it."""
        seconds = 1.0
        chance = random.Random(" ".join(words[:2]))
        hits = 0
        statuses = []
        for _ in range(KILLS * 10):
            if hits == KILLS:
                break
            if check():
                remove()
            process = subprocess.Popen([BINARY, *words], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, text=True)
            try:
                process.wait(chance.uniform(0.02, seconds))
                seconds /= 2
            except subprocess.TimeoutExpired:
                process.send_signal(then)
                hits += 1
            said = process.communicate(timeout=60)[1]
            statuses.append((process.returncode, said))
        assert hits == KILLS
        if check():
            remove()
        last = subprocess.run([BINARY, *words], cwd=tmp_path, env=environment, capture_output=True, text=True,
                              timeout=120)
        assert last.returncode == 0, last.stderr
        return statuses

    return run


@pytest.fixture
def full(magneto, client):
    name = f"Killed_{os.getpid()}"
    assert magneto("create", name, "Artist", "Title").status == 0
    assert magneto("load", name, "--items", ITEMS, "--bytes", 300).status == 0
    yield name
    client.delete_table(TableName=name)


@pytest.fixture
def other(magneto, client):
    name = f"Killed_{os.getpid()}_other"
    assert magneto("create", name, "Artist", "Title").status == 0
    yield name
    client.delete_table(TableName=name)


def assert_same(magneto, left, right):
    done = magneto("diff", left, right)
    assert done.status == 0, done.out[:1000]
    assert magneto("scan", right, "--count").items()[0]["Count"] == ITEMS


def test_a_killed_copy_is_gone_on_with(magneto, killed, full, other, tmp_path):
    killed("copy-table", full, other, *SLOW_WRITE)
    assert_same(magneto, full, other)
    assert not list(tmp_path.glob("*.copy*"))


def test_a_killed_copy_with_clearing_does_not_clear_what_it_wrote(magneto, killed, full, other):
    assert magneto("load", other, "--items", 300, "--seed", 7).status == 0
    killed("copy-table", full, other, "--clear", *SLOW_WRITE)
    assert_same(magneto, full, other)


def test_a_killed_backup_is_no_backup_until_it_is_complete(magneto, killed, full, other, tmp_path):
    def is_complete():
        checked = magneto("restore", "saved", other, "--dry-run")
        assert checked.out.startswith(f"{ITEMS} items") if checked.status == 0 else not checked.out
        return checked.status == 0

    killed("backup", full, "saved", *SLOW_READ, check=is_complete, remove=lambda: shutil.rmtree(tmp_path / "saved"))
    assert f"{ITEMS} items" in magneto("restore", "saved", other, "--dry-run").out
    assert magneto("restore", "saved", other).status == 0
    assert_same(magneto, full, other)


def test_a_killed_restore_is_gone_on_with(magneto, killed, full, other, tmp_path):
    assert magneto("backup", full, "saved").status == 0
    killed("restore", "saved", other, *SLOW_WRITE)
    assert_same(magneto, full, other)
    assert not list(tmp_path.glob("*.restore*"))


def test_a_killed_load_is_done_again(magneto, killed, full, other):
    killed("load", other, "--items", str(ITEMS), "--bytes", "300", *SLOW_WRITE)
    assert_same(magneto, full, other)


@pytest.mark.parametrize("name", ["all.json", "all.jsonl.gz", "all.csv"])
def test_a_killed_export_leaves_no_file_until_it_is_complete(magneto, killed, full, other, tmp_path, name):
    path = tmp_path / name

    def lines():
        content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
        return content.decode().splitlines()

    def is_complete():
        if path.exists():
            assert len(lines()) == ITEMS + name.endswith("csv")
        return path.exists()

    killed("export", full, name, *SLOW_READ, check=is_complete, remove=path.unlink)
    assert {found.name for found in tmp_path.glob("all*")} == {name}
    assert is_complete()
    if name.endswith("csv"):
        return
    # Sets come back as lists from plain JSON: there the items are counted.
    assert magneto("import", other, name).status == 0
    if name.endswith(".gz"):
        assert len({json.loads(line)["Artist"] + json.loads(line)["Title"] for line in lines()}) == ITEMS
        assert magneto("scan", other, "--count").items()[0]["Count"] == ITEMS
    else:
        assert_same(magneto, full, other)


def test_a_killed_import_is_complete_after_the_next(magneto, killed, full, other):
    assert magneto("export", full, "all.json").status == 0
    killed("import", other, "all.json", *SLOW_WRITE)
    assert_same(magneto, full, other)


@pytest.mark.parametrize("stop, status", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_stops_between_two_pages_and_says_how_to_go_on(magneto, killed, full, other, stop, status):
    statuses = killed("copy-table", full, other, *SLOW_WRITE, then=stop)
    # A signal before the program is ready for it ends it without a word.
    told = [said for code, said in statuses if code == status]
    assert all("Stopped: " in said and "goes on from there" in said for said in told)
    assert all(code in (0, status, -stop) for code, said in statuses)
    assert_same(magneto, full, other)
