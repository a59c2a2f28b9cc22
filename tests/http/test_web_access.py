# SPDX-License-Identifier: Apache-2.0
"""Web pages: those of this machine may use the server, those of strangers may not, whatever they try."""

import json

import pytest

from raw_connection import RawConnection
from server_process import ServerProcess

CALL = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
        "X-Amz-Date": "20260101T000000Z"}
PREFLIGHT = {"Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "amz-sdk-invocation-id,amz-sdk-request,authorization,content-type,"
                                               "x-amz-date,x-amz-target,x-amz-user-agent"}


def call(raw, origin=None, host="localhost", method="POST", **headers):
    headers = {**(CALL if method == "POST" else PREFLIGHT), **({"Origin": origin} if origin else {}), **headers}
    return raw.request(method, headers=headers, body=b"{}" if method == "POST" else b"", host=host)


@pytest.mark.parametrize("origin", ["http://example.com", "https://localhost.example.com", "null", "file://"])
def test_pages_of_strangers_get_403(raw, origin):
    for method in ("POST", "OPTIONS"):
        answer = call(raw, origin, method=method).check_transport()
        assert answer.status == 403
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    said = json.loads(call(raw, origin).body)
    assert said["__type"].endswith("#AccessDeniedException")
    assert f"--cors {origin}" in (said.get("message") or said["Message"])


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"])
def test_a_name_that_a_stranger_points_here_gets_403(raw, host):
    """DNS rebinding: the page is of evil.example, and so is, for the browser, this server. There is no Origin then."""
    for answer in (call(raw, host=host), raw.request("GET", "/", host=host), raw.request("GET", "/metrics", host=host),
                   raw.request("GET", f"http://{host}/", host="localhost")):
        assert answer.check_transport().status == 403
        assert b"--allowed-host" in answer.body


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "app.localhost", "dynamodb:8000",
                                  "192.168.7.7:8000", "host.docker.internal:8000"])
def test_names_that_no_stranger_can_own_are_fine(raw, host):
    assert call(raw, host=host).status == 200


def test_a_page_of_localhost_may_do_what_the_sdk_for_javascript_does(raw):
    origin = "http://localhost:5173"
    allowed = call(raw, origin, method="OPTIONS")
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-origin"] == origin
    assert allowed.headers["access-control-allow-headers"] == PREFLIGHT["Access-Control-Request-Headers"]
    answer = call(raw, origin)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "x-amz-crc32" in answer.headers["access-control-expose-headers"]
    large = call(raw, origin, method="OPTIONS", **{"Access-Control-Request-Private-Network": "true"})
    assert large.headers["access-control-allow-private-network"] == "true"


def test_flags_allow_more(tmp_path):
    options = ["--cors", "https://app.example", "--cors", "null", "--allowed-host", "db.example"]
    with ServerProcess(tmp_path / "data", *options) as server, RawConnection(server.port) as raw:
        assert call(raw, "https://app.example").status == 200
        assert call(raw, "null").headers["access-control-allow-origin"] == "null"
        assert call(raw, "https://other.example").status == 403
        assert call(raw, host="db.example:8000").status == 200
        assert call(raw, host="other.example").status == 403


def test_a_star_allows_all(tmp_path):
    with ServerProcess(tmp_path / "data", "--cors", "*", "--allowed-host", "*") as server:
        with RawConnection(server.port) as raw:
            answer = call(raw, "http://example.com", host="anything.example")
            assert answer.status == 200
            assert answer.headers["access-control-allow-origin"] == "*"


def test_with_keys_any_host_will_do(tmp_path):
    """A page cannot sign."""
    keys = tmp_path / "keys"
    keys.write_text("one secret\n")
    with ServerProcess(tmp_path / "data", "--auth", "keys", "--keys", keys) as server:
        with RawConnection(server.port) as raw:
            assert raw.request("GET", "/", host="db.example").status == 200
            assert call(raw, "http://example.com").status == 403
