# SPDX-License-Identifier: Apache-2.0
"""A disk that takes no table files for a while: writers wait for it, or are refused, and nothing is lost."""

import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from crash.errands import wait_until_active
from crash.wire import Refused, Wire
from raw_connection import RawConnection
from server_process import BINARY, ServerProcess

SOURCE = Path(__file__).with_name("held_tables.cc")
WRITERS, THREADS, QUEUE = 12, 2, 4


@pytest.fixture
def held(tmp_path):
    """The file that holds tables while it is there."""
    return tmp_path / "held"


@pytest.fixture
def server(tmp_path, held):
    library = tmp_path / "held_tables.so"
    subprocess.run(["g++", "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
    server = ServerProcess(tmp_path / "data", "--memtable-kb", "64", "--disk-threads", str(THREADS),
                           "--disk-queue", str(QUEUE))
    server.environment = {"LD_PRELOAD": str(library), "HELD_TABLES": str(held)}
    with server:
        yield server
        held.unlink(missing_ok=True)


class Writer(threading.Thread):
    """Puts one item after the other. Where a request is refused, the item is put again."""

    def __init__(self, number, server):
        super().__init__()
        self.number, self.port = number, server.port
        self.acknowledged, self.refusals, self.error = [], [], None
        self.stopped = threading.Event()

    def run(self):
        try:
            with Wire(self.port) as wire:
                while not self.stopped.is_set():
                    self._put(wire, f"{self.number}-{len(self.acknowledged)}")
        except BaseException as error:
            self.error = error

    def _put(self, wire, name):
        try:
            wire.call("PutItem", TableName="items", Item={"p": {"S": name}, "text": {"S": "x" * 5000}})
            self.acknowledged.append(name)
        except Refused as refusal:
            self.refusals.append(refusal)
            time.sleep(0.05)


def figure(server, name):
    with RawConnection(server.port) as raw:
        return int(re.search(rf"^{name} (\d+)$", raw.request("GET", "/metrics").body.decode(), re.MULTILINE)[1])


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def make_table(wire):
    wire.call("CreateTable", TableName="items", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
              AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")
    wait_until_active(wire.call, "items")


def assert_all_there(server, names):
    with Wire(server.port) as wire:
        for name in names:
            assert "Item" in wire.call("GetItem", TableName="items", Key={"p": {"S": name}}), name


def test_writers_wait_or_are_refused_and_nothing_is_lost(server, held):
    with Wire(server.port) as wire:
        make_table(wire)
        held.touch()
        writers = [Writer(number, server) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        try:
            wait_until(lambda: figure(server, "magneto_engine_stalled") >= 1
                       and figure(server, "magneto_blocking_queue") == QUEUE
                       and any(writer.refusals for writer in writers))
            assert figure(server, "magneto_engine_stalls_total") >= 1
            assert figure(server, "magneto_engine_writable") == 1
            assert server.answers()
            first = next(writer.acknowledged[0] for writer in writers if writer.acknowledged)
            assert "Item" in wire.call("GetItem", TableName="items", Key={"p": {"S": first}})
        finally:
            held.unlink()
            for writer in writers:
                writer.stopped.set()
                writer.join()
        for writer in writers:
            if writer.error:
                raise writer.error
            assert all(refusal.status == 503 for refusal in writer.refusals)
        wait_until(lambda: figure(server, "magneto_engine_stalled") == 0)
    server.kill()
    server.start()
    assert_all_there(server, sum((writer.acknowledged for writer in writers), []))
    assert server.stop() == 0
    checked = subprocess.run([BINARY, "check", "--data", server.data], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_a_stop_that_waits_for_the_disk(server, held, second):
    waiting = Path(f"{held}.waiting")
    names = [str(number) for number in range(20)]  # More than fits into one memtable, and less than stalls.
    with Wire(server.port) as wire:
        make_table(wire)
        held.touch()
        for name in names:
            wire.call("PutItem", TableName="items", Item={"p": {"S": name}, "text": {"S": "x" * 5000}})
        wait_until(waiting.exists)
    server.process.terminate()
    wait_until(lambda: not server.answers())
    assert server.process.poll() is None
    server.process.send_signal(second)
    assert server.process.wait(30) == 128 + second
    assert "ended by a second signal while it was stopping" in server.log.read_text()
    held.unlink()
    server.start()
    assert_all_there(server, names)
