# SPDX-License-Identifier: Apache-2.0
"""Proxies and certificates of the environment, as the AWS CLI takes them, and connections that break."""

import http.client
import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from certificate import self_signed
from server_process import ServerProcess

KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
FAR = "http://tables.invalid:8000"


@contextmanager
def serving(handler):
    """The URL of a server with this handler."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status, content=b"", headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        pass


def proxy_to(behind, seen):
    """A proxy that takes every server for the one behind it."""

    class Proxy(Quiet):
        def do_POST(self):
            body = self.body()
            seen.append(self.path)
            connection = http.client.HTTPConnection(urlsplit(behind).netloc, timeout=60)
            connection.request("POST", "/", body, {"X-Amz-Target": self.headers["X-Amz-Target"],
                                                   "Content-Type": self.headers["Content-Type"],
                                                   "Authorization": self.headers["Authorization"],
                                                   "X-Amz-Date": self.headers["X-Amz-Date"]})
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.answer(answer.status, content, [("Content-Type", "application/x-amz-json-1.0")])

        def do_CONNECT(self):
            self.answer(403)

    return Proxy


def test_the_proxy_of_the_environment_is_used_but_for_hosts_in_no_proxy(magneto, endpoint, songs):
    seen = []
    with serving(proxy_to(endpoint, seen)) as proxy:
        done = magneto("scan", songs, "--count", AWS_ENDPOINT_URL=FAR, HTTP_PROXY=proxy, **KEYS)
        assert done.status == 0 and done.items()[0]["Count"] == 3, done.err
        assert set(seen) == {FAR + "/"}
        seen.clear()
        direct = magneto("tables", AWS_ENDPOINT_URL=FAR, HTTP_PROXY=proxy, NO_PROXY="invalid", **KEYS)
        assert direct.status == 6 and not seen
        near = magneto("tables", HTTP_PROXY=proxy, http_proxy=proxy)
        assert near.status == 0 and not seen


def test_a_proxy_that_refuses_is_told_of(magneto, endpoint):
    with serving(proxy_to(endpoint, [])) as proxy:
        done = magneto("tables", AWS_ENDPOINT_URL="https://tables.invalid", HTTPS_PROXY=proxy, **KEYS)
    assert done.status == 6 and "403" in done.err and "HTTPS_PROXY" in done.err


class SecureServer(ServerProcess):
    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


def test_certificate_authorities_come_from_the_variable_or_the_profile(magneto, tmp_path):
    certificate, key = self_signed(tmp_path)
    with SecureServer(tmp_path / "data", "--tls-cert", certificate, "--tls-key", key) as server:
        where = {"AWS_ENDPOINT_URL": f"https://localhost:{server.port}"}
        unknown = magneto("tables", **where)
        assert unknown.status == 6 and "AWS_CA_BUNDLE" in unknown.err
        assert magneto("tables", AWS_CA_BUNDLE=str(certificate), **where).status == 0
        config = tmp_path / "config"
        config.write_text(f"[default]\nregion = us-east-1\nca_bundle = {certificate}\n")
        assert magneto("tables", AWS_CONFIG_FILE=str(config), **where).status == 0


class BreakingS3(Quiet):
    """An S3 whose connections break as soon as an object is sent or asked for."""

    def do_PUT(self):
        self.body()
        self.close_connection = True

    do_GET = do_PUT

    def do_HEAD(self):
        self.answer(404)

    def do_POST(self):
        self.body()
        self.answer(200, b"<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>")


def test_a_bucket_that_is_not_there_says_what_to_do(magneto, songs):
    class NoBucket(Quiet):
        def do_PUT(self):
            self.body()
            self.answer(404, b"<Error><Code>NoSuchBucket</Code><Message>No such bucket</Message></Error>")

        do_GET = do_PUT

        def do_HEAD(self):
            self.answer(404)

    with serving(NoBucket) as url:
        for words in (["export", songs, "s3://bucket/a.json"], ["backup", songs, "s3://bucket/a"]):
            done = magneto(*words, "--s3-endpoint", url, **KEYS)
            assert done.status == 3 and "make the bucket first" in done.err, (words, done.err)


def test_the_system_store_says_which_certificates_are_good(magneto, tmp_path):
    certificate, key = self_signed(tmp_path)
    with SecureServer(tmp_path / "data", "--tls-cert", certificate, "--tls-key", key) as server:
        where = {"AWS_ENDPOINT_URL": f"https://localhost:{server.port}"}
        nowhere = {"SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": "/nowhere"}
        assert magneto("tables", **where, **nowhere).status == 6
        assert magneto("tables", **where, **{**nowhere, "SSL_CERT_FILE": str(certificate)}).status == 0


@pytest.mark.parametrize("code, status, says", [
    ("ExpiredTokenException", 5, "log in again"), ("AccessDeniedException", 5, "IAM policy"),
    ("UnrecognizedClientException", 5, "check AWS_ACCESS_KEY_ID")])
def test_what_the_service_refuses_to_all_commands_has_a_message_that_says_what_to_do(magneto, tmp_path, code, status,
                                                                                     says):
    class Refusing(Quiet):
        def do_POST(self):
            self.body()
            self.answer(400, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}).encode())

    (tmp_path / "songs.jsonl").write_text("{}\n")
    with serving(Refusing) as url:
        for words in (["scan", "Songs"], ["export", "Songs", "out.jsonl"], ["import", "Songs", "songs.jsonl"]):
            done = magneto(*words, AWS_ENDPOINT_URL=url, **KEYS)
            assert done.status == status and says in done.err, (words, done.err)
    assert not (tmp_path / "out.jsonl").exists()


def test_an_item_whose_answer_was_lost_is_not_taken_for_another(magneto, endpoint, songs):
    lost = []

    class Losing(proxy_to(endpoint, [])):
        def answer(self, status, content=b"", headers=()):
            if lost or not self.headers["X-Amz-Target"].endswith("PutItem"):
                return super().answer(status, content, headers)
            lost.append(status)
            self.close_connection = True

    item = json.dumps({"Artist": "Ella", "Title": "Misty"})
    with serving(Losing) as url:
        first = magneto("put", songs, item, AWS_ENDPOINT_URL=url, **KEYS)
        assert first.status == 0 and lost == [200], first.err
        assert magneto("put", songs, item, AWS_ENDPOINT_URL=url, **KEYS).status == 4


def test_an_s3_whose_connections_break_has_the_exit_status_of_what_is_not_reached(magneto, songs):
    with serving(BreakingS3) as url:
        for words in (["export", songs, "s3://bucket/songs.json"], ["backup", songs, "s3://bucket/songs"],
                      ["import", songs, "s3://bucket/songs.json"], ["restore", "s3://bucket/songs", songs]):
            done = magneto(*words, "--s3-endpoint", url, **KEYS)
            assert done.status == 6 and "--s3-endpoint" in done.err, (words, done.err)


def test_an_s3_that_denies_access_has_the_exit_status_of_that(magneto, songs):
    class Denying(Quiet):
        def do_PUT(self):
            self.body()
            self.answer(403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")

        do_GET = do_POST = do_PUT

        def do_HEAD(self):
            self.answer(403)

    with serving(Denying) as url:
        for words in (["export", songs, "s3://bucket/songs.json"], ["import", songs, "s3://bucket/songs.json"]):
            done = magneto(*words, "--s3-endpoint", url, **KEYS)
            assert done.status == 5 and "bucket's" in done.err, (words, done.err)
            assert ("--overwrite" in done.err) == (words[0] == "export"), (words, done.err)
