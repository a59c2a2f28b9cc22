# SPDX-License-Identifier: Apache-2.0
"""Where it serves, what it says of its requests, what it begins with, and what it does when writing ends."""

import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import time

import pytest

from connect import make_client
from raw_request import send
from server_process import ServerProcess

TABLE = {"TableName": "Songs", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}


def has_ipv6():
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")
def test_localhost_may_mean_either_address(own_server):
    assert make_client(f"http://[::1]:{own_server.port}").list_tables()["TableNames"] == []
    assert make_client(own_server.endpoint).list_tables()["TableNames"] == []


def test_several_hosts(tmp_path):
    with ServerProcess(tmp_path / "data", "--host", "127.0.0.1", "--host", "127.0.0.2") as server:
        for host in ("127.0.0.1", "127.0.0.2"):
            assert make_client(f"http://{host}:{server.port}").list_tables()["TableNames"] == []
        wait_for(server.log.read_text)
        assert f"http://127.0.0.1:{server.port} and http://127.0.0.2:{server.port}" in server.log.read_text()


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def test_a_unix_socket(tmp_path):
    path = tmp_path / "socket"
    with ServerProcess(tmp_path / "data", "--socket", path) as server:
        assert os.stat(path).st_mode & 0o777 == 0o600
        connection = UnixConnection(path)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"healthy: localhost "
        connection.close()
        assert server.stop() == 0
    assert not path.exists()


def test_requests_are_logged_without_what_is_in_them(tmp_path):
    with ServerProcess(tmp_path / "data", "--log", "requests") as server:
        send(server.endpoint, "DescribeTable", {"TableName": "secret_name"})
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/v1")
        connection.getresponse().read()
        connection.close()
        wait_for(lambda: "/v1" in server.log.read_text())
        text = server.log.read_text()
        assert " POST DescribeTable 400 ResourceNotFoundException in=" in text
        assert " GET /v1 404 " in text and "POST /" in text
        assert "secret_name" not in text


def test_tables_are_there_from_the_start(tmp_path):
    table, items = tmp_path / "songs.json", tmp_path / "songs.jsonl"
    table.write_text(json.dumps(TABLE, indent=2))
    items.write_text("".join(json.dumps({"Item": {"pk": {"S": str(i)}}}) + "\n" for i in range(10)))
    with ServerProcess(tmp_path / "data", "--tables", table, items) as server:
        client = make_client(server.endpoint)
        assert client.scan(TableName="Songs")["Count"] == 10
        client.delete_item(TableName="Songs", Key={"pk": {"S": "3"}})
        server.stop()
        server.start()
        assert client.scan(TableName="Songs")["Count"] == 9
class ShortOfSpace(ServerProcess):
    """Cannot write files of more than 8 MB, as if the disk were at fault."""

    def start(self, timeout_s=20):
        popen = subprocess.Popen

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))
        subprocess.Popen = lambda *arguments, **options: popen(*arguments, **options, preexec_fn=limit,
                                                               restore_signals=False)
        try:
            super().start(timeout_s)
        finally:
            subprocess.Popen = popen


def write_until_refused(server):
    client = make_client(server.endpoint)
    client.create_table(**TABLE)
    client.get_waiter("table_exists").wait(TableName="Songs", WaiterConfig={"Delay": 1})
    with pytest.raises(Exception):
        for i in range(100):
            client.put_item(TableName="Songs", Item={"pk": {"S": str(i)}, "text": {"S": "x" * 390_000}})
    return client


def health(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_health_says_when_writing_has_ended(tmp_path):
    with ShortOfSpace(tmp_path / "data") as server:
        client = write_until_refused(server)
        status, text = health(server)
        assert status == 503 and text.startswith("failed: writes are refused: ")
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/metrics")
        assert "\nmagneto_engine_writable 0\n" in connection.getresponse().read().decode()
        assert "Item" in client.get_item(TableName="Songs", Key={"pk": {"S": "0"}})
        for i in range(50):
            with pytest.raises(Exception):
                client.put_item(TableName="Songs", Item={"pk": {"S": str(i)}})
        assert server.log.read_text().count("writes are refused from now on") == 1
        assert server.log.read_text().count("\n") < 8
        server.stop()


def test_it_may_end_when_writing_has_ended(tmp_path):
    with ShortOfSpace(tmp_path / "data", "--on-failure", "exit") as server:
        write_until_refused(server)
        process, server.process = server.process, None
        assert process.wait(30) == 1
