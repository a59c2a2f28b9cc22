# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C in commands that read or write item after item: they say where they were."""

import json
import re
import signal
import subprocess
import time
from pathlib import Path

from server_process import BINARY


def begun(environment, folder, *words):
    return subprocess.Popen([BINARY, *map(str, words)], cwd=folder, env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def interrupt(process):
    """Sends Ctrl-C, and waits until the program's thread for it has seen it and waits again, or the program ended."""
    process.send_signal(signal.SIGINT)
    folder = Path(f"/proc/{process.pid}")
    while process.poll() is None:
        pending = re.search(r"^ShdPnd:\s*(\w+)$", (folder / "status").read_text(), re.MULTILINE)[1]
        try:
            states = {(task / "stat").read_text().rsplit(")", 1)[1].split()[0] for task in (folder / "task").iterdir()}
        except OSError:  # a thread that ended
            continue
        if int(pending, 16) == 0 and states == {"S"}:
            return
        time.sleep(0.02)


def test_a_stopped_scan_says_the_cursor_that_goes_on_with_the_next_item(magneto, environment, songs, tmp_path):
    assert magneto("load", songs, "--items", 8000).status == 0
    scan = begun(environment, tmp_path, "scan", songs)
    first = scan.stdout.readline()
    interrupt(scan)  # all that is left does not fit into the pipe, so that the program waits for its reader
    printed, told = first + scan.stdout.read(), scan.stderr.read()
    assert scan.wait(60) == 130
    cursor = re.fullmatch(r"There is more: --cursor (\S+)\n", told)[1]
    others = magneto("scan", songs, "--cursor", cursor)
    assert others.status == 0
    assert 0 < printed.count("\n") < 8000
    assert printed + others.out == magneto("scan", songs).out


def test_a_stopped_batch_says_which_lines_were_not_sent(magneto, environment, client, table_name, tmp_path):
    assert magneto("create", table_name, "Id").status == 0
    with open(tmp_path / "lines.jsonl", "w") as file:
        for number in range(20_000):
            file.write(json.dumps({"table": table_name, "put": {"Id": str(number)}}) + "\n")
    batch = begun(environment, tmp_path, "batch", "lines.jsonl", "--rate-write", 400)
    while client.scan(TableName=table_name, Select="COUNT")["Count"] == 0:
        assert batch.poll() is None
        time.sleep(0.05)
    batch.send_signal(signal.SIGINT)
    _, told = batch.communicate(timeout=60)
    assert batch.returncode == 130
    written, line = re.fullmatch(r"(\d+) written, 0 failed\nStopped before line (\d+)\. The same command .*\n",
                                 told).groups()
    assert int(written) == int(line) - 1
    assert client.scan(TableName=table_name, Select="COUNT")["Count"] == int(written)
