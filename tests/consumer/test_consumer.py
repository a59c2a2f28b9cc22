# SPDX-License-Identifier: Apache-2.0
"""A project of somebody else's builds against what is installed, with CMake and with pkg-config."""

import os
import subprocess
from pathlib import Path

import pytest

from server_process import TOP

BUILD = TOP / "build/release"
FOLDER = Path(__file__).parent
PRINTED = '{"Artist":{"S":"Nina"},"Tags":{"SS":["jazz"]},"Year":{"N":"1965"}}\n'


def run(*command, **variables):
    done = subprocess.run(command, env=dict(os.environ, **variables), capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("installed")
    run("ninja", "-C", BUILD, "magneto-client", "magneto-embedded")
    run("cmake", "--install", BUILD, "--component", "development", "--prefix", prefix)
    return prefix


@pytest.fixture(scope="module")
def built(installed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    run("cmake", "-G", "Ninja", "-S", FOLDER, "-B", folder, f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", folder)
    return folder


def test_found_by_cmake(built):
    assert run(built / "consumer") == PRINTED


def check_songs(printed):
    """What the example prints, but for counts that depend on how its batch happens to be sent."""
    lines = printed.splitlines()
    assert lines[:3] == ["Songs, key Artist", "played 1 times", "The conditional request failed"], printed
    assert lines[3].endswith(", 0 failed") and lines[4] == "there: 1 0", printed
    assert lines[-3:] == ["Sinnerman", "active", "ACTIVE"], printed


def test_the_example_runs_in_process(built):
    check_songs(run(built / "songs"))


def test_the_example_runs_against_a_server(built, endpoint):
    check_songs(run(built / "songs", endpoint, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret"))


def test_found_by_pkg_config(installed, tmp_path):
    flags = run("pkg-config", "--define-prefix", "--cflags", "--libs", "magneto",
                PKG_CONFIG_PATH=str(installed / "lib/pkgconfig")).split()
    program = tmp_path / "consumer"
    run("g++", FOLDER / "consumer.cc", *flags, "-o", program)
    assert run(program) == PRINTED


def test_no_header_of_the_rooms_is_installed(installed):
    folders = {path.relative_to(installed / "include").parts[0] for path in (installed / "include").rglob("*.h")}
    assert folders == {"magneto"}
