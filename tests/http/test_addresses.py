# SPDX-License-Identifier: Apache-2.0
"""What one address other than loopback may have, in a network namespace where there are several of them."""

import fcntl
import os
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from server_process import ServerProcess

TESTS = Path(__file__).resolve().parent.parent
SERVER, OTHER = "10.9.8.7", "10.9.8.8"
PER_ADDRESS = 4
GET = b"GET / HTTP/1.1\r\nHost: 10.9.8.7\r\n\r\n"

SIOCSIFFLAGS, SIOCSIFADDR = 0x8914, 0x8916
IFF_UP = 0x1


def add_addresses():
    """Gives this namespace's loopback interface, which nobody else has, two more addresses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))
        for number, address in enumerate((SERVER, OTHER)):
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16sHH4s16x", f"lo:{number}".encode(), socket.AF_INET, 0,
                                                          socket.inet_aton(address)))


def connect(port, source):
    """A connection from an address, on which one request has been answered. None: it was closed at once."""
    connection = socket.create_connection((SERVER, port), 60, (source, 0))
    try:
        connection.sendall(GET)
        answer = connection.recv(1000)
    except ConnectionError:
        answer = b""
    return connection if answer.startswith(b"HTTP/1.1 200") else None


def is_open(connection):
    try:
        connection.sendall(GET)
        return connection.recv(1000).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


def look_at_the_limit():
    with tempfile.TemporaryDirectory() as directory, ServerProcess(
            f"{directory}/data", "--host", SERVER, "--host", "127.0.0.1", "--insecure", "--threads", "1",
            "--max-connections", "100", "--max-connections-per-address", str(PER_ADDRESS)) as server:
        first = [connect(server.port, SERVER) for _ in range(PER_ADDRESS)]
        assert all(first), "there is room for these"
        others = [connect(server.port, OTHER) for _ in range(PER_ADDRESS)]
        assert all(others), "another address has a limit of its own"
        more = connect(server.port, SERVER)
        assert more, "the one that has waited longest makes room"
        still_open = [is_open(connection) for connection in first]
        assert still_open.count(False) == 1, f"one of its own address was closed, and no more: {still_open}"
        assert all(is_open(connection) for connection in others), "those of others stay"
        local = [socket.create_connection(("127.0.0.1", server.port), 60) for _ in range(3 * PER_ADDRESS)]
        assert all(is_open(connection) for connection in local), "loopback stands for many programs"


def test_an_address_has_a_limit_of_its_own():
    if "MAGNETO_ENDPOINT" in os.environ:
        pytest.skip("needs a server of its own")
    if subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode != 0:
        pytest.skip("needs leave to make network namespaces")
    child = subprocess.run(["unshare", "--net", sys.executable, __file__], env={**os.environ, "PYTHONPATH": str(TESTS)},
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    assert child.returncode == 0, child.stdout


if __name__ == "__main__":
    add_addresses()
    look_at_the_limit()
