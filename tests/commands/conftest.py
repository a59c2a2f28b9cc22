# SPDX-License-Identifier: Apache-2.0
"""The program's commands, as a user runs them."""

import json
import os
import subprocess
from types import SimpleNamespace

import pytest

from server_process import BINARY


@pytest.fixture
def environment(client_environment, endpoint):
    """Commands reach the tests' server without being told."""
    return {**client_environment, "AWS_ENDPOINT_URL": endpoint}


@pytest.fixture
def magneto(environment, tmp_path):
    """magneto("get", "Songs", "Nina"): what the command printed, and its exit status."""

    def run(*words, stdin="", **variables):
        done = subprocess.run(
            [BINARY, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=60,
            cwd=tmp_path, env={**environment, **variables})
        return SimpleNamespace(status=done.returncode, out=done.stdout, err=done.stderr,
                               items=lambda: [json.loads(line) for line in done.stdout.splitlines()])

    return run


@pytest.fixture
def songs(magneto, client):
    """A table of songs with three in it, gone after the test."""
    name = f"Songs_{os.getpid()}"
    assert magneto("create", name, "Artist", "Title", "--index", "ByYear=Year:N").status == 0
    for item in (
        {"Artist": "Nina", "Title": "Sinnerman", "Year": 1965, "Tags": ["calm"]},
        {"Artist": "Nina", "Title": "Feeling Good", "Year": 1965},
        {"Artist": "Miles", "Title": "So What", "Year": 1959},
    ):
        assert magneto("put", name, json.dumps(item)).status == 0
    yield name
    try:
        client.delete_table(TableName=name)
    except client.exceptions.ResourceNotFoundException:
        pass
