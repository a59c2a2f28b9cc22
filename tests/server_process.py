# SPDX-License-Identifier: Apache-2.0
"""A magneto server as a child process, for tests that need one."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BINARY = Path(os.environ.get("MAGNETO_BINARY", TOP / "build/release/magneto"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """`magneto serve` on a free port of loopback. Starts with the `with` block and ends with it."""

    def __init__(self, data, *options):
        self.data = Path(data)
        self.options = options
        self.port = free_port()
        self.log = self.data.parent / f"{self.data.name}.log"
        self.process = None
        self.environment = {}  # In addition to that of the tests.

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        if self.process:
            self.stop()

    def launch(self):
        """Starts it and does not wait until it answers."""
        command = [BINARY, "serve", "--port", str(self.port), "--data", self.data, *self.options]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **self.environment})

    def start(self, timeout_s=20):
        self.launch()
        deadline = time.monotonic() + timeout_s
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start: {self.log.read_text()}")
            time.sleep(0.01)

    def answers(self):
        try:
            with urllib.request.urlopen(self.endpoint, timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        """Ends the server as an operator does. Returns its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """Ends the server as a crash does."""
        return self._end(signal.SIGKILL)

    def _end(self, how):
        self.process.send_signal(how)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None


def make_cold(directory):
    """Takes the directory's files out of the system's page cache."""
    for path in Path(directory).rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)
