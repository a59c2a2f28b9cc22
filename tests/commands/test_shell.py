# SPDX-License-Identifier: Apache-2.0
"""What is interactive: the shell, progress and Ctrl-C on a terminal; and completion of command lines."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

import pytest

from server_process import BINARY, ServerProcess


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, words, environment, directory, program=BINARY):
        self.master, other = pty.openpty()
        self.process = subprocess.Popen(
            [program, *words], stdin=other, stdout=other, stderr=other, cwd=directory, close_fds=True,
            start_new_session=True, env={**environment, "TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.close(other)
        self.text = ""

    def type(self, text):
        os.write(self.master, text.encode())

    def expect(self, pattern, timeout_s=60):
        """Waits until the terminal shows it; takes it and what was before away."""
        deadline = time.monotonic() + timeout_s
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < deadline, f"{pattern} does not come: {self.text!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self.master, 65536).decode(errors="replace")
                except OSError:
                    assert re.search(pattern, self.text), f"{pattern} did not come: {self.text!r}"
        self.text = self.text[found.end():]
        return found

    def end(self, timeout_s=60):
        """The exit status."""
        deadline = time.monotonic() + timeout_s
        while self.process.poll() is None:
            assert time.monotonic() < deadline
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.text += os.read(self.master, 65536).decode(errors="replace")
                except OSError:
                    self.process.wait(timeout_s)
        return self.process.returncode


@pytest.fixture
def terminal(environment, tmp_path):
    opened = []

    def open_terminal(*words, **more):
        opened.append(Terminal(words, {**environment, **more.pop("variables", {})}, tmp_path, **more))
        return opened[-1]

    yield open_terminal
    for each in opened:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()
        os.close(each.master)


def test_the_shell_completes_runs_and_remembers(terminal, songs, tmp_path):
    shell = terminal("shell")
    shell.expect("magneto> ")
    # What is completed is not typed: the statement is right only if it was completed.
    shell.type(f"SELECT Title FROM {songs[:-1]}\tWHERE Arti\t= 'Miles'\n")
    shell.expect("-> ")
    shell.type(";\n")
    shell.expect("So What")
    shell.expect("magneto> ")
    shell.type("nonsense \x03")  # Ctrl-C gives up the line, not the shell
    shell.expect("magneto> ")
    shell.type(f"get {songs} Nina 'Feeling Good' --output jsonl;\n")
    shell.expect('"Year":1965')
    shell.expect("magneto> ")
    shell.type("quit\n")  # needs no semicolon
    assert shell.end() == 0
    assert f"get\\040{songs}" in (tmp_path / ".magneto_history").read_text()


def test_a_script_ends_where_it_goes_wrong(magneto, songs):
    script = f"get {songs} Miles 'So What';\nSELECT COUNT(*) FROM {songs};\nget {songs} Nina x;\ntables;\n"
    done = magneto("shell", stdin=script)
    assert done.status == 3
    assert len(done.out.splitlines()) == 2


def test_progress_is_shown_and_ctrl_c_says_how_to_go_on(terminal, magneto, songs, client, tmp_path):
    target = f"{songs}_target"
    magneto("load", songs, "--items", 3000)
    try:
        copy = terminal("copy-table", songs, target, "--create", "--rate-write", "400")
        copy.expect(r"\d+ items, \d+/s|\d+ of \d+ items, \d+ %, \d+/s, \d+:\d\d left")
        copy.process.send_signal(signal.SIGINT)
        assert copy.end() == 130
        stopped = copy.expect(r"Stopped: (\d+) items copied.*The same command goes on from there")
        assert int(stopped[1]) < 3003
        assert (tmp_path / f"{songs}-to-{target}.copy").exists()
        rest = magneto("copy-table", songs, target)
        assert rest.status == 0 and "with what was done before" in rest.err
        assert magneto("diff", songs, target).status == 0
    finally:
        client.delete_table(TableName=target)


def test_changes_are_printed_once_over_several_calls(magneto, songs):
    assert "--stream" in magneto("tail", songs).err
    magneto("alter", songs, "--stream", "NEW_AND_OLD_IMAGES")
    magneto("update", songs, "Nina", "Sinnerman", "--set", "Plays = 1")
    first = magneto("tail", songs, "--all", "--once", "--state", "seen").items()
    assert [(c["Event"], c["New"].get("Plays"), c["Old"].get("Plays")) for c in first] == [("MODIFY", 1, None)]
    magneto("delete", songs, "Nina", "Sinnerman")
    second = magneto("tail", songs, "--all", "--once", "--state", "seen").items()
    assert [c["Event"] for c in second] == ["REMOVE"]
    one_by_one = [magneto("tail", songs, "--all", "--once", "--limit", 1, "--state", "one").items() for _ in range(3)]
    assert one_by_one == [first, second, []]


def test_loaded_items_are_the_same_for_the_same_seed(magneto, songs, table_name):
    magneto("create", table_name, "id:N")
    assert magneto("load", table_name, "--items", 40, "--seed", 5).status == 0
    once = sorted(magneto("scan", table_name).out.splitlines())
    assert len(once) == 40
    assert magneto("load", table_name, "--items", 40, "--seed", 5).status == 0
    assert sorted(magneto("scan", table_name).out.splitlines()) == once
    measured = magneto("bench", table_name, "--seconds", 1, "--items", 40, "--parallel", 2).items()[0]
    assert measured["Operations"] > 10 and measured["P99Ms"] >= measured["MedianMs"] > 0


def test_the_doctor_names_what_is_wrong(magneto, songs):
    well = magneto("doctor", songs)
    assert well.status == 0
    results = {line["Check"]: line["Result"] for line in well.items()}
    assert results["connection"] == results["clock"] == results["table"] == results["reading"] == "ok"
    assert magneto("doctor", "Nothing").status == 3
    assert magneto("doctor", "--endpoint", "http://127.0.0.1:1").status == 6
    nowhere = magneto("doctor", "--endpoint", "127.0.0.1:1")
    assert nowhere.status == 2 and [line["Check"] for line in nowhere.items()] == ["connection"]


def test_the_doctor_says_whose_credentials_are_used(magneto, songs):
    def credentials(**variables):
        return {line["Check"]: line["Detail"] for line in magneto("doctor", **variables).items()}["credentials"]

    assert credentials(AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="x") == (
        "access key AKIDEXAMPLE, from the environment")
    none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    assert credentials(**none) == "none are configured; a server on this machine needs none"


def test_the_doctor_tells_a_wrong_region_and_a_wrong_key(magneto, tmp_path):
    (tmp_path / "keys").write_text("good secret\n")
    good = {"AWS_ACCESS_KEY_ID": "good", "AWS_SECRET_ACCESS_KEY": "secret"}
    with ServerProcess(tmp_path / "data", "--auth", "keys", "--keys", tmp_path / "keys") as server:
        region = magneto("doctor", "--region", "eu-west-1", AWS_ENDPOINT_URL=server.endpoint, **good)
        assert region.status == 5 and "of another region" in region.out
        key = magneto("doctor", AWS_ENDPOINT_URL=server.endpoint, **{**good, "AWS_SECRET_ACCESS_KEY": "other"})
        assert key.status == 5 and "check AWS_ACCESS_KEY_ID" in key.out and "Canonical" not in key.out


def test_where_there_is_nothing_a_table_says_so(magneto, songs):
    none = magneto("query", songs, "Nobody", "--output", "table")
    assert (none.status, none.out, none.err) == (0, "", "no items\n")
    assert magneto("query", songs, "Nobody", "--output", "jsonl").err == ""


@pytest.fixture
def in_path(environment, tmp_path):
    """A PATH on which `magneto` is the program under test."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/magneto").symlink_to(BINARY)
    return {"PATH": f"{tmp_path}/bin:{environment['PATH']}"}


def test_bash_completes_commands_tables_and_options(magneto, environment, in_path, songs, tmp_path):
    (tmp_path / "complete").write_text(magneto("completion", "bash").out)

    def complete(*words):
        script = f'source complete; COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; _magneto; ' \
                 'echo "${COMPREPLY[@]}"'
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True,
                              env={**environment, **in_path}).stdout.split()

    assert set(complete("magneto", "tr")) == {"truncate", "transact"}
    assert songs in complete("magneto", "scan", songs[:4])
    assert complete("magneto", "scan", songs, "--par") == ["--parallel"]
    assert magneto("completion", "ksh").status == 2


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes_commands_tables_and_options(magneto, environment, in_path, songs, tmp_path):
    (tmp_path / "complete").write_text(magneto("completion", "fish").out)

    def complete(line):
        done = subprocess.run(["fish", "--no-config", "-c", f"source complete; complete -C '{line}'"],
                              capture_output=True, text=True, cwd=tmp_path, check=True,
                              env={**environment, **in_path})
        return {found.split("\t")[0] for found in done.stdout.splitlines()}

    assert complete("magneto tr") == {"truncate", "transact"}
    assert songs in complete(f"magneto scan {songs[:4]}")
    assert complete(f"magneto scan {songs} --par") == {"--parallel"}


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize("loaded", ["source complete", "fpath=($PWD $fpath)"])
def test_zsh_completes_commands_tables_and_options(magneto, terminal, in_path, songs, tmp_path, loaded):
    """Tab completes each line, and what it then does shows what it has become."""
    for name in ("complete", "_magneto"):
        (tmp_path / name).write_text(magneto("completion", "zsh").out)
    zsh = terminal("-f", "-i", program="zsh", variables=in_path)
    begin = "autoload -Uz compinit; compinit -u -D"
    before, after = ("", f"; {loaded}") if loaded.startswith("source") else (f"{loaded}; ", "")
    zsh.type(f"{before}{begin}{after}; PS1='rea''dy> '\n")
    zsh.expect("ready> ")
    zsh.type("magneto trunc\t--help\n")
    zsh.expect("Delete all items of a table")
    zsh.expect("ready> ")
    zsh.type(f"magneto scan {songs[:-1]}\t--cou\t\n")
    zsh.expect("ScannedCount")
    zsh.type("exit\n")
    zsh.end()
