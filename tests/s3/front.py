# SPDX-License-Identifier: Apache-2.0
"""Front: stands before an S3 server, as a server with TLS or as a proxy, and notes the Host of each request.

The first sending of so many requests as `slow_down` says is answered with 503 SlowDown, as S3 does under load. With
`damage` it tells the checksum of answers that are whole objects, as S3 does, and changes a byte of those for which
it has a true value, one after the other. With `tell` it says the checksum of an object to a HEAD request, as S3 does:
that of "whole" objects, or those of their "parts", of 4 MB each; `damage_ranges` changes a byte of each later range.
"""

import base64
import hashlib
import http.client
import ssl
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


PART = 4 << 20


def base64_sha256(content):
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


class Front:
    def __init__(self, behind, certificate=None, slow_down=0, damage=(), tell=None, damage_ranges=False):
        self.behind = urlsplit(behind).netloc
        self.hosts = set()
        self.slowed = 0
        self.slow_down = slow_down
        self.tells_whole_objects = bool(damage)
        self.damage = list(damage)
        self.tell = tell
        self.damage_ranges = damage_ranges
        self.asked = []  # part numbers of HEAD requests, 0 for the object's
        self.seen = set()
        self.lock = threading.Lock()
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                given = {name.lower(): value for name, value in self.headers.items()}
                status, headers, answer = front.answer(self.command, self.path, given, body)
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                length = len(answer)
                if self.command == "HEAD" and not answer:  # that of what was not sent
                    length = dict((name.lower(), value) for name, value in headers).get("content-length", 0)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer)

            do_HEAD = do_GET = do_PUT = do_POST = do_DELETE = handle_any

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server.server_address[1]

    def answer(self, method, target, headers, body):
        if target.startswith("http://"):  # the form of proxies
            url = urlsplit(target)
            target = url.path + ("?" + url.query if url.query else "")
        with self.lock:
            self.hosts.add(headers["host"])
            which = (method, target, headers.get("range"), hashlib.sha256(body).digest())
            if self.slowed < self.slow_down and which not in self.seen:
                self.seen.add(which)
                self.slowed += 1
                return 503, [("Content-Type", "application/xml")], SLOW_DOWN
        if method == "HEAD" and self.tell:
            return self.told(target, headers)
        connection = http.client.HTTPConnection(self.behind, timeout=60)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            whole = answer.getheader("Content-Range", "").endswith(f"-{len(content) - 1}/{len(content)}")
            if self.tells_whole_objects and method == "GET" and whole:
                return answer.status, *self.damaged(answer.getheaders(), content)
            if self.damage_ranges and not headers.get("range", "bytes=0-").startswith("bytes=0-"):
                content = content[:-1] + bytes([content[-1] ^ 1])
            return answer.status, answer.getheaders(), content
        finally:
            connection.close()

    def told(self, target, headers):
        """The object, or its part, with its checksum; the handler leaves the bytes out."""
        url = urlsplit(target)
        connection = http.client.HTTPConnection(self.behind, timeout=60)
        connection.request("GET", url.path, None, {name: headers[name] for name in ("host", "authorization")})
        answer = connection.getresponse()
        content = answer.read()
        etag = ("ETag", answer.getheader("ETag"))
        connection.close()
        part = int(parse_qs(url.query).get("partNumber", ["0"])[0])
        self.asked.append(part)
        if self.tell == "whole":
            checksum = base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()
            return 200, [etag, ("x-amz-checksum-crc32", checksum), ("x-amz-checksum-type", "FULL_OBJECT")], content
        if part == 0:
            parts = [content[at:at + PART] for at in range(0, len(content), PART)]
            sums = base64_sha256(b"".join(hashlib.sha256(part).digest() for part in parts))
            return 200, [etag, ("x-amz-checksum-sha256", f"{sums}-{len(parts)}"),
                         ("x-amz-checksum-type", "COMPOSITE")], content
        content = content[(part - 1) * PART:part * PART]
        return 206, [etag, ("x-amz-checksum-sha256", base64_sha256(content))], content

    def damaged(self, headers, content):
        checksum = base64_sha256(content)
        headers = [*(each for each in headers if each[0].lower() != "x-amz-checksum-sha256"),
                   ("x-amz-checksum-sha256", checksum)]
        with self.lock:
            if not self.damage or not self.damage.pop(0):
                return headers, content
        return headers, bytes([content[0] ^ 1]) + content[1:]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
