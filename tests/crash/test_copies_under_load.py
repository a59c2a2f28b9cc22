# SPDX-License-Identifier: Apache-2.0
"""Copies that a server makes while it is written to are whole."""

import os
import random
import subprocess
import time
import urllib.request

import pytest

from crash import bank
from crash.kill_server import SMALL_FILES, Life
from crash.wire import Wire
from server_process import BINARY, ServerProcess

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")
COPIES = 4


def test_copies_are_right_and_have_what_was_acknowledged_before(tmp_path):
    answered = []

    def make_copies(life):
        for number in range(COPIES):
            time.sleep(0.2)
            answered.append(set().union(*(set(payer.answered) for payer in life.payers)))
            request = urllib.request.Request(f"{life.server.endpoint}/copies/{number}", method="POST")
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.status == 200

    options = (*SMALL_FILES, "--copies", tmp_path / "data/copies")
    with Life(tmp_path / "data", options, random.Random(9), {"kills": 0}) as life:
        life.load_and_kill(0, meanwhile=lambda _: make_copies(life))
        life.start()
        life.compare()
    assert len(answered[-1]) > 20
    for number, entries in enumerate(answered):
        copy = tmp_path / "data/copies" / str(number)
        checked = subprocess.run([BINARY, "check", "--data", copy], capture_output=True, text=True)
        assert checked.returncode == 0, checked
        with ServerProcess(copy) as server, Wire(server.port) as wire:
            assert entries <= bank.check_accounts(wire.call)
