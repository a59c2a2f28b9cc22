# SPDX-License-Identifier: Apache-2.0
"""Compares the client's rooms for endpoints, profiles and credentials with botocore.

`ours(command, ...)` runs build/release/tests/access/access_probe and gives the lines of JSON that it printed; `theirs(cases)`
does the same commands by botocore, in peers.py, with the versions of requirements.txt.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from peer_python import python_with

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
PROBE = Path(os.environ.get("MAGNETO_ACCESS_PROBE",
                            ROOT / "build/release/tests/access/access_probe"))

CLIENT_PROBE = Path(os.environ.get("MAGNETO_CLIENT_PROBE",
                                   ROOT / "build/release/tests/access/client_probe"))


@pytest.fixture(scope="session")
def peer_python():
    """The Python of the peers' environment, which is made where it is missing or old."""
    return python_with(FOLDER / "requirements.txt", "access-peers")


def _run(command, environment, stdin):
    done = subprocess.run([str(word) for word in command], env=environment, input=stdin,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def empty_environment(tmp_path_factory):
    """What both sides have in the environment apart from what a test gives."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path_factory.mktemp("home")),
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def ours(empty_environment):
    def run(*command, env=(), stdin=""):
        return _run([PROBE, *command], {**empty_environment, **dict(env)}, stdin)

    return run


@pytest.fixture
def our_calls(empty_environment):
    """our_calls(options, [(operation, input), ...], env): a line of client_probe.cc for each."""

    def run(options, calls, env=()):
        line = json.dumps({"options": options, "calls": [
            {"operation": operation, "input": value} for operation, value in calls]})
        return _run([CLIENT_PROBE], {**empty_environment, **dict(env)}, line + "\n")

    return run


@pytest.fixture
def their_calls(empty_environment, peer_python):
    def run(options, calls):
        line = json.dumps({"options": options, "calls": [
            {"operation": operation, "input": value} for operation, value in calls]})
        return _run([peer_python, FOLDER / "peers.py", "calls"], empty_environment, line + "\n")

    return run


@pytest.fixture
def their_signatures(empty_environment, peer_python):
    def run(requests):
        return _run([peer_python, FOLDER / "peers.py", "sign"], empty_environment,
                    "\n".join(json.dumps(request) for request in requests))

    return run


@pytest.fixture
def their_rules(empty_environment, peer_python):
    def run(service, stdin):
        return _run([peer_python, FOLDER / "peers.py", "rules", service], empty_environment, stdin)

    return run


@pytest.fixture
def theirs(empty_environment, peer_python):
    """theirs([(command, arguments, env), ...]): what botocore prints for each, all in one process, which has the
    first one's HOME."""

    def run(cases):
        lines = []
        for command, arguments, env in cases:
            env = {**empty_environment, **{name: str(value) for name, value in env.items()}}
            lines.append(json.dumps({"command": command, "arguments": arguments, "env": env}))
        home = json.loads(lines[0])["env"]["HOME"]
        return _run([peer_python, FOLDER / "peers.py", "batch"],
                    {**empty_environment, "HOME": home}, "\n".join(lines))

    return run


@pytest.fixture(scope="session")
def moto(peer_python):
    """The URL of a moto server."""
    server = subprocess.Popen([peer_python, FOLDER / "peers.py", "moto"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True,
                              env={**os.environ, "MOTO_ACCOUNT_ID": "123456789012"})
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait(30)
