# SPDX-License-Identifier: Apache-2.0
"""The program as a process: how it starts, what it refuses to share, what a stop leaves behind."""

import os
import re
import resource
import signal
import subprocess
import threading
import time

import pytest

from connect import make_client
from server_process import BINARY, ServerProcess


def run(*arguments, **environment):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **environment})


def started(*arguments, **environment):
    process = subprocess.Popen([BINARY, "serve", *arguments], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})
    return process, process.stdout.readline()


def test_says_one_line_when_it_answers(tmp_path):
    process, line = started("--port", "0", "--data", str(tmp_path / "data"))
    try:
        match = re.fullmatch(r"magneto \S+ answers on (http://127\.0\.0\.1:\d+), data in (\S+)\n", line)
        assert match and match[2] == str(tmp_path / "data")
        assert make_client(match[1]).list_tables()["TableNames"] == []
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert process.stdout.read() == ""


def test_a_directory_in_use(own_server):
    result = run("serve", "--port", "0", "--data", str(own_server.data))
    assert result.returncode == 1
    assert str(own_server.data) in result.stderr and "\n" not in result.stderr.rstrip("\n")


def test_a_port_in_use(own_server, tmp_path):
    result = run("serve", "--port", str(own_server.port), "--data", str(tmp_path / "other"))
    assert result.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {own_server.port}: Address already in use" in result.stderr


@pytest.mark.parametrize("arguments,text", [
    (["--host", "0.0.0.0"], "--insecure"),
    (["--auth", "keys"], "--keys"),
    (["--auth", "keys", "--keys", "/nowhere"], "/nowhere"),
    (["--tls-cert", "/nowhere"], "--tls-key"),
    (["--tls-cert", "/nowhere", "--tls-key", "/nowhere"], "/nowhere"),
    (["--host", "not.an.address.invalid"], "not.an.address.invalid"),
])
def test_settings_that_cannot_be(tmp_path, arguments, text):
    result = run("serve", "--port", "0", "--data", str(tmp_path / "data"), *arguments)
    assert result.returncode == 1
    assert result.stderr.startswith("magneto: ") and text in result.stderr


@pytest.mark.parametrize("megabytes", [120, 200, 300])
@pytest.mark.parametrize("where", [["--in-memory"], ["--data", "data"]])
def test_without_memory_for_it_a_start_ends_with_a_message(tmp_path, megabytes, where):
    """Of addresses: each thread takes 8 MB of them for its stack, so it is threads that are refused, too. How many
    there are depends on the machine: what is enough for a start must be enough for a stop."""
    process = subprocess.Popen(
        [BINARY, "serve", "--port", "0", *where], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
    answers = process.stdout.readline() != ""
    if answers:
        assert megabytes > 120
        process.terminate()
    _, errors = process.communicate(timeout=60)
    if not answers or process.returncode != 0:
        assert process.returncode == 1, errors
        assert errors.startswith("magneto: "), errors
        assert "memory" in errors or "thread" in errors


def test_takes_less_than_40_mb_when_it_has_nothing(tmp_path):
    """(How soon it answers is measured in bench/compare.py: time is no matter for a test.)"""
    process, _ = started("--port", "0", "--data", str(tmp_path / "data"))
    with open(f"/proc/{process.pid}/status") as status:
        resident_kb = int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])
    process.terminate()
    assert process.wait(30) == 0
    assert resident_kb < 40 * 1024


def test_a_stop_loses_nothing_that_was_answered(tmp_path):
    """Stopped in the middle of writing: what was answered is there, and nobody got half an answer."""
    data = tmp_path / "data"
    with ServerProcess(data) as server:
        client = make_client(server.endpoint)
        client.create_table(TableName="items", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
                            BillingMode="PAY_PER_REQUEST")
        client.get_waiter("table_exists").wait(TableName="items", WaiterConfig={"Delay": 1})
        answered = [[] for _ in range(4)]

        def write(number):
            own = make_client(server.endpoint)
            for i in range(100_000):
                name = f"{number}-{i}"
                try:
                    own.put_item(TableName="items", Item={"p": {"S": name}})
                except Exception:
                    return
                answered[number].append(name)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert server.stop() == 0
        for thread in threads:
            thread.join()
        server.start()
        for name in sum(answered, []):
            assert "Item" in client.get_item(TableName="items", Key={"p": {"S": name}})
        assert sum(map(len, answered)) > 0


def test_a_log_that_is_gone_is_named_and_may_be_given_up(tmp_path):
    with ServerProcess(tmp_path / "data") as server:
        client = make_client(server.endpoint)
        client.create_table(TableName="items", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
                            BillingMode="PAY_PER_REQUEST")
        client.put_item(TableName="items", Item={"p": {"S": "acknowledged"}})
        server.kill()
        log = max(server.data.glob("*.log"), key=lambda path: path.stat().st_size)
        log.unlink()
        refused = run("serve", "--port", "0", "--data", str(server.data))
        assert refused.returncode == 1
        assert log.name in refused.stderr and "--accept-lost-log" in refused.stderr, refused.stderr
        server.options = ("--accept-lost-log",)
        server.start()
        assert "items" not in client.list_tables()["TableNames"]  # What only that file held is lost.
        assert server.stop() == 0
        server.options = ()
        server.start()  # That was once.
