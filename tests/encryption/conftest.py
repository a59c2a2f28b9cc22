# SPDX-License-Identifier: Apache-2.0
"""Both sides of the comparison with Amazon's DynamoDB Encryption Client.

`ours(request)` asks build/release/tests/encryption/encryption_peer, `theirs(request)` asks python_peer.py with Amazon's
client of requirements.txt. Requests and answers are the lines of JSON that encryption_peer.cc describes.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from peer_python import python_with

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
PROGRAM = Path(os.environ.get("MAGNETO_ENCRYPTION_PEER",
                              ROOT / "build/release/tests/encryption/encryption_peer"))


@pytest.fixture(scope="session")
def peer_python():
    """The Python of the peer's environment, which is made where it is missing or old."""
    return python_with(FOLDER / "requirements.txt", "encryption-peers")


def _conversation(command, environment):
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, env=environment)

    def ask(request):
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    assert process.wait(30) == 0


MOTO = """
import threading
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
threading.Event().wait()
"""


@pytest.fixture(scope="session")
def kms(peer_python):
    """The URL of a moto server, which stands in for AWS KMS."""
    server = subprocess.Popen([peer_python, "-c", MOTO], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def ours():
    yield from _conversation([PROGRAM], {"PATH": "/usr/bin:/bin"})


@pytest.fixture(scope="session")
def theirs(peer_python, endpoint):
    environment = {"PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "test",
                   "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
                   "AWS_EC2_METADATA_DISABLED": "true", "MAGNETO_ENDPOINT": endpoint}
    yield from _conversation([peer_python, FOLDER / "python_peer.py"], environment)


@pytest.fixture(scope="session")
def keys():
    """Amazon's published test keys."""
    path = FOLDER / "vectors/official/legacy-python/encrypted_item/keys.json"
    return json.loads(path.read_text())
