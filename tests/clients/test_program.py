# SPDX-License-Identifier: Apache-2.0
"""The program as an operator sees it: flags, variables, start, stop, health, metrics, TLS."""

import http.client
import os
import signal
import ssl
import subprocess
import time

import pytest

from connect import make_client
from server_process import BINARY, ServerProcess, free_port

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")


def magneto(*arguments, **variables):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20,
                          env=dict(os.environ, **variables))


def get(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


def test_version_and_help():
    assert magneto("--version").stdout.startswith("magneto 0.")
    help_text = magneto("serve", "--help").stdout
    for flag in ("--host", "--port", "--data", "--in-memory", "--auth", "--keys", "--durability", "--tls-cert",
                 "--tls-key", "--threads", "--insecure", "--wording"):
        assert flag in help_text


@pytest.mark.parametrize("arguments, said", [
    (["serve", "--prot", "8000"], "--prot"),
    (["serve", "--port", "70000"], "range 0 to 65535"),
    (["serve", "-inMemory", "-port", "8000"], "magneto serve --in-memory --port 8000"),
    (["-sharedDb"], "Try: magneto serve\n"),
    (["serve", "--durability", "maybe"], "sync"),
    (["sevre"], "--help"),
])
def test_misspelt_command_line_is_refused(arguments, said):
    done = magneto(*arguments)
    assert done.returncode == 2
    assert said in done.stderr + done.stdout


def test_without_arguments_it_explains_itself():
    done = magneto()
    assert done.returncode == 0
    assert "magneto serve" in done.stdout


@pytest.mark.parametrize("arguments", [
    ["--host", "0.0.0.0"],
    ["--auth", "keys"],
    ["--tls-cert", "/dev/null"],
    ["--auth", "keys", "--keys", "/no/such/file"],
    ["--data", "/no/such/parent/directory"],
])
def test_settings_that_do_not_work_are_refused(arguments, tmp_path):
    data = [] if "--data" in arguments else ["--data", tmp_path / "data"]
    done = magneto("serve", "--port", str(free_port()), *data, *arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr


def test_says_in_one_line_that_it_answers(own_server):
    deadline = time.monotonic() + 5
    while not own_server.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    [line] = own_server.log.read_text().splitlines()
    assert str(own_server.port) in line


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly(own_server, how):
    process, own_server.process = own_server.process, None
    process.send_signal(how)
    assert process.wait(20) == 0


def test_variables_are_flags(tmp_path):
    port = free_port()
    process = subprocess.Popen([BINARY, "serve"], cwd=tmp_path, stdout=subprocess.DEVNULL,
                               env=dict(os.environ, MAGNETO_PORT=str(port), MAGNETO_IN_MEMORY="1"))
    try:
        server = ServerProcess(tmp_path / "unused")
        server.port, deadline = port, time.monotonic() + 10
        while not server.answers():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert list(tmp_path.iterdir()) == []
    finally:
        process.terminate()
        process.wait(20)


def test_health(own_server):
    answer, body = get(own_server, "/")
    assert answer.status == 200
    assert body == f"healthy: 127.0.0.1:{own_server.port} "


def test_metrics_count_requests(own_server):
    make_client(own_server.endpoint).list_tables()
    answer, body = get(own_server, "/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    samples = [line for line in body.splitlines() if line and not line.startswith("#")]
    assert any("ListTables" in sample and float(sample.split()[-1]) == 1 for sample in samples), body
    for sample in samples:
        float(sample.rsplit(" ", 1)[1])


def test_https(tmp_path, monkeypatch):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.create_default_context(cafile=tmp_path / "cert.pem")

    class SecureServer(ServerProcess):
        def answers(self):
            try:
                connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=context)
                connection.request("GET", "/")
                self.body = connection.getresponse().read().decode()
                connection.close()
                return True
            except OSError:
                return False

    with SecureServer(tmp_path / "data", "--tls-cert", tmp_path / "cert.pem", "--tls-key", tmp_path / "key.pem") as server:
        assert server.body == f"healthy: 127.0.0.1:{server.port} "
        monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        assert make_client(f"https://127.0.0.1:{server.port}").list_tables()["TableNames"] == []
