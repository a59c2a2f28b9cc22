# SPDX-License-Identifier: Apache-2.0
"""Front: stands before an S3 server, as a server with TLS or as a proxy, and notes the Host of each request.

The first sending of so many requests as `slow_down` says is answered with 503 SlowDown, as S3 does under load. With
`damage` it tells the checksum of answers that are whole objects, as S3 does, and changes a byte of those for which
it has a true value, one after the other.
"""

import base64
import hashlib
import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


class Front:
    def __init__(self, behind, certificate=None, slow_down=0, damage=()):
        self.behind = urlsplit(behind).netloc
        self.hosts = set()
        self.slowed = 0
        self.slow_down = slow_down
        self.damage = list(damage)
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
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_PUT = do_POST = do_DELETE = handle_any

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
        connection = http.client.HTTPConnection(self.behind, timeout=60)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            if method == "GET" and answer.getheader("Content-Range", "").endswith(f"-{len(content) - 1}/{len(content)}"):
                return answer.status, *self.damaged(answer.getheaders(), content)
            return answer.status, answer.getheaders(), content
        finally:
            connection.close()

    def damaged(self, headers, content):
        checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
        headers = [*(each for each in headers if each[0].lower() != "x-amz-checksum-sha256"),
                   ("x-amz-checksum-sha256", checksum)]
        with self.lock:
            if not self.damage or not self.damage.pop(0):
                return headers, content
        return headers, bytes([content[0] ^ 1]) + content[1:]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
