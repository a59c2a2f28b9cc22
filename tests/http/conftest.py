# SPDX-License-Identifier: Apache-2.0
"""Raw HTTP needs a server of ours: what it says below the API is not the same everywhere."""

import os

import pytest

from certificate import self_signed
from raw_connection import RawConnection
from server_process import ServerProcess


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    if "MAGNETO_ENDPOINT" in os.environ:
        pytest.skip("needs a server of its own")
    with ServerProcess(tmp_path_factory.mktemp("http") / "data") as running:
        yield running


@pytest.fixture
def raw(server):
    with RawConnection(server.port) as connection:
        yield connection


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Paths of a self-signed certificate for localhost and of its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))
