# SPDX-License-Identifier: Apache-2.0
"""Commands over whole tables whose connections break: called again in the same way until they succeed, they have done
the work completely, and nothing twice. With MAGNETO_KILLS all commands are tried so often, also on tables whose throughput
is small; without it only two, once."""

import base64
import json
import os
import random
import shutil
import socket
import threading
from urllib.parse import urlsplit

import pytest

from server_process import ServerProcess

ROUNDS = int(os.environ.get("MAGNETO_KILLS", "1"))
only_in_the_long_form = pytest.mark.skipif("MAGNETO_KILLS" not in os.environ, reason="MAGNETO_KILLS=10 tries it")
PLAIN_ITEMS = 600


def edges():
    """Items with every type and what is at the edge of each, in DynamoDB's JSON."""
    values = {
        "text": {"S": ""}, "letters": {"S": "\u00e9\u20ac\U0001f600\u0000\n\"\\"}, "none": {"NULL": True},
        "no": {"BOOL": False}, "bytes": {"B": base64.b64encode(bytes(range(256))).decode()}, "nothing": {"B": ""},
        "texts": {"SS": ["a", "\u00e9"]}, "numbers": {"NS": ["-1", "0", "1E-130", "1E+125"]},
        "blobs": {"BS": ["AA==", "/w=="]}, "list": {"L": [{"M": {}}, {"L": []}, {"N": "1"}]},
        "map": {"M": {" ": {"S": "a blank"}, "a.b": {"M": {"deep": {"L": [{"NULL": True}]}}}}},
    }
    numbers = ["0", "-0.1", "1" * 38, "-" + "9" * 38, "0." + "1" * 38, "9" * 38 + "E+87", "-" + "9" * 38 + "E+87",
               "1E-130", "-1E-130", "9.9999999999999999999999999999999999999E+125"]
    for number in numbers:
        yield {"Id": {"S": "edge \u00e9\U0001f600"}, "At": {"N": number}, "number": {"N": number}, **values}
    yield {"Id": {"S": "large"}, "At": {"N": "1"}, "text": {"S": "x" * 409_500}}
    for number in range(PLAIN_ITEMS):
        yield {"Id": {"S": f"plain {number % 40}"}, "At": {"N": str(number)}, "filling": {"S": "y" * (number % 400)}}


class Cutter:
    """A server before another that breaks all its connections now and then, and takes none for a while."""

    def __init__(self, endpoint, seed):
        self.target = (urlsplit(endpoint).hostname, urlsplit(endpoint).port)
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.open = set()
        self.left = self.chance.randrange(5_000, 60_000)  # bytes until the next break
        self.refused = 0  # connections that are still to be broken at once
        self.breaks = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                refuse = self.refused > 0
                self.refused -= refuse
            if refuse:
                client.close()
                continue
            server = socket.create_connection(self.target)
            with self.lock:
                self.open |= {client, server}
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(source, target), daemon=True).start()

    def pump(self, source, target):
        try:
            while data := source.recv(16_384):
                with self.lock:
                    cut = self.left < len(data)
                    data = data[:self.left] if cut else data
                    self.left -= len(data)
                target.sendall(data)
                if cut:
                    self.break_all()
        except OSError:
            pass
        for end in (source, target):
            self.shut(end)

    def break_all(self):
        with self.lock:
            ends, self.open = self.open, set()
            self.breaks += 1
            self.left = self.chance.randrange(5_000, 1_500_000)
            self.refused = self.chance.choice((0, 0, 2, 12))
        for end in ends:
            self.shut(end)

    @staticmethod
    def shut(end):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close(self):
        # The thread must be gone before the descriptor is: its accept() may go on with another socket of this number.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.accepting.join()
        self.listener.close()
        with self.lock:
            ends, self.open = self.open, set()
        for end in ends:
            self.shut(end)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two of its tables have a throughput that limits."""
    with ServerProcess(tmp_path_factory.mktemp("lost") / "data", "--throttle", "Slow=400,400",
                       "--throttle", "SlowCopy=400,400") as process:
        yield process


@pytest.fixture(params=range(ROUNDS))
def broken(request, magneto, server, tmp_path):
    """broken("copy-table", ...): calls the command through a Cutter until it succeeds. .good("scan", ...) calls one
    without it. Of the tables Full, Copy, Slow and SlowCopy there are those that the test names; the first of each pair
    has all items."""
    cutter = Cutter(server.endpoint, f"{request.node.name} {request.param}")
    slow = "slow" in request.node.name.lower()
    names = ("Slow", "SlowCopy") if slow else ("Full", "Copy")

    def good(*words):
        done = magneto(*words, AWS_ENDPOINT_URL=server.endpoint)
        assert done.status == 0, (words, done.err)
        return done

    def run(*words):
        for _ in range(60):
            done = magneto(*words, AWS_ENDPOINT_URL=cutter.endpoint)
            if done.status == 0:
                return done
            assert done.status in (6, 7), (words, done.status, done.err)
        raise AssertionError(f"{words} does not succeed: {done.err}")

    lines = [json.dumps({"Item": item}) for item in edges()]
    (tmp_path / "edges.json").write_text("\n".join(lines))
    for name in names:
        good("create", name, "Id", "At:N", *(("--rcu", 400, "--wcu", 400) if slow else ()))
    good("import", names[0], "edges.json")
    run.good, run.count, run.cutter = good, len(lines), cutter
    yield run
    cutter.close()
    for name in names:
        good("drop", name, "--if-exists")


def same(broken, left, right):
    broken.good("diff", left, right)
    assert broken.good("scan", right, "--count").items()[0]["Count"] == broken.count


TABLES = pytest.mark.parametrize("full, copy", [
    ("Full", "Copy"), pytest.param("Slow", "SlowCopy", marks=only_in_the_long_form)])


@TABLES
def test_a_copy_is_complete(broken, full, copy, tmp_path):
    broken("copy-table", full, copy)
    same(broken, full, copy)
    assert not list(tmp_path.glob("*.copy*"))


@only_in_the_long_form
@TABLES
def test_a_backup_and_its_restoration_are_complete(broken, full, copy, tmp_path):
    broken("backup", full, "saved")
    assert broken.good("restore", "saved", copy, "--dry-run").out.startswith(f"{broken.count} items")
    broken("restore", "saved", copy)
    same(broken, full, copy)
    assert not list(tmp_path.glob("*.restore*"))
    shutil.rmtree(tmp_path / "saved")


@only_in_the_long_form
@TABLES
@pytest.mark.parametrize("name", ["all.json.zst", "all.ion"])
def test_an_export_and_its_import_are_complete(broken, full, copy, name, tmp_path):
    done = broken("export", full, name)
    assert done.err.startswith(f"{broken.count} items exported")
    (tmp_path / "checked").mkdir()
    assert broken.good("import", copy, name, "--dry-run").out.startswith(f"{broken.count} items")
    broken("import", copy, name)
    same(broken, full, copy)
    assert {path.name for path in tmp_path.iterdir()} == {"edges.json", name, "checked"}


@only_in_the_long_form
@TABLES
def test_a_comparison_and_the_deletion_of_all_items_are_complete(broken, full, copy):
    broken.good("import", copy, "edges.json")
    assert not broken("diff", full, copy).items()
    broken("truncate", copy)
    assert broken.good("scan", copy, "--count").items()[0]["Count"] == 0


def test_items_that_are_not_to_be_replaced_are_imported_once(broken, tmp_path):
    broken("import", "Copy", "edges.json", "--no-overwrite", "--on-error", "skip", "--rejects", "wrong.jsonl")
    same(broken, "Full", "Copy")
    assert not (tmp_path / "wrong.jsonl").read_text()
