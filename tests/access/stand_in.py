# SPDX-License-Identifier: Apache-2.0
"""An HTTP server that answers by a function and remembers what it was asked, and a proxy that makes tunnels."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class Request:
    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target
        self.path = urlsplit(target).path
        self.query = dict(parse_qsl(urlsplit(target).query))
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.raw = body
        self.body = body.decode(errors="replace")
        self.form = dict(parse_qsl(self.body, keep_blank_values=True))


class StandIn:
    """`answer(request)` gives (status, body) or (status, body, headers), the body as text or bytes. `requests` are those
    so far. With `tls`, an ssl.SSLContext, it speaks TLS."""

    def __init__(self, answer, tls=None):
        self.requests = requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, self.path, self.headers, body)
                requests.append(request)
                status, text, *more = answer(request)
                encoded = text if isinstance(text, bytes) else text.encode()
                headers = {"Date": self.date_time_string(), **(more[0] if more else {})}
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(encoded)))
                self.end_headers()
                self.wfile.write(encoded)

            do_POST = do_PUT = do_GET

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()


class TunnelProxy:
    """Connects to whatever CONNECT names and carries bytes both ways. `heads` are the requests so far. With `answer`
    it gives that instead."""

    def __init__(self, answer=None):
        self.heads = []
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        # The thread must be gone before the descriptor is: its accept() may be started again by the system, on
        # whatever has the same number by then, such as the next server of the tests.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            more = client.recv(4096)
            if not more:
                return
            head += more
        self.heads.append(head.decode())
        if self.answer:
            client.sendall(self.answer)
            client.close()
            return
        host, port = head.split()[1].decode().rsplit(":", 1)
        server = socket.create_connection((host, int(port)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=self._carry, args=(server, client), daemon=True).start()
        self._carry(client, server)

    @staticmethod
    def _carry(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
