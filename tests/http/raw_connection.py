# SPDX-License-Identifier: Apache-2.0
"""A TCP connection on which tests say HTTP by themselves, byte by byte."""

import socket
import ssl
import zlib


class RawAnswer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def check_transport(self):
        """What every answer has: its checksum, its length, a request id."""
        assert int(self.headers["x-amz-crc32"]) == zlib.crc32(self.body)
        assert int(self.headers["content-length"]) == len(self.body)
        request_id = self.headers["x-amzn-requestid"]
        assert len(request_id) == 52 and request_id.isalnum() and request_id == request_id.upper()
        return self


class RawConnection:
    def __init__(self, port, tls=None, timeout_s=20):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout_s)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def request(self, method="POST", path="/", headers=None, body=b"", host="localhost"):
        """Sends a request, with Host and Content-Length, and reads the answer."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return self.answer(has_body=method != "HEAD")

    def answer(self, has_body=True):
        while b"\r\n\r\n" not in self.received:
            self._receive()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        status_line, *lines = head.decode().split("\r\n")
        headers = dict((n.lower(), v) for n, v in (line.split(": ", 1) for line in lines))
        size = int(headers.get("content-length", 0)) if has_body else 0
        if headers.get("transfer-encoding") == "chunked":
            size = len(b"0\r\n\r\n")
        while len(self.received) < size:
            self._receive()
        body, self.received = self.received[:size], self.received[size:]
        return RawAnswer(int(status_line.split()[1]), headers, body)

    def ended(self):
        """Whether the server closes, with nothing more said."""
        try:
            return self.received == b"" and self.socket.recv(1) == b""
        except (ConnectionError, ssl.SSLError):
            return True

    def _receive(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError(f"the connection ended after {self.received!r}")
        self.received += data
