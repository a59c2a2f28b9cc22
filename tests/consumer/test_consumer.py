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
    run("ninja", "-C", BUILD, "magneto-client")
    run("cmake", "--install", BUILD, "--component", "development", "--prefix", prefix)
    return prefix


def test_found_by_cmake(installed, tmp_path):
    run("cmake", "-G", "Ninja", "-S", FOLDER, "-B", tmp_path, f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", tmp_path)
    assert run(tmp_path / "consumer") == PRINTED


def test_found_by_pkg_config(installed, tmp_path):
    flags = run("pkg-config", "--define-prefix", "--cflags", "--libs", "magneto",
                PKG_CONFIG_PATH=str(installed / "lib/pkgconfig")).split()
    program = tmp_path / "consumer"
    run("g++", FOLDER / "consumer.cc", *flags, "-o", program)
    assert run(program) == PRINTED


def test_no_header_of_the_rooms_is_installed(installed):
    folders = {path.relative_to(installed / "include").parts[0] for path in (installed / "include").rglob("*.h")}
    assert folders == {"magneto"}
