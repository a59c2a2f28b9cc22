# SPDX-License-Identifier: Apache-2.0
"""A project of somebody else's builds against what is installed, with CMake and with pkg-config."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from connect import make_client
from server_process import TOP

BUILD = TOP / "build/release"
FOLDER = Path(__file__).parent
PRINTED = '{"Artist":{"S":"Nina"},"Tags":{"SS":["jazz"]},"Year":{"N":"1965"}}\n'


def run(*command, **variables):
    done = subprocess.run(command, env=dict(os.environ, **variables), capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def gcc_version():
    return int(run("g++", "-dumpversion").split(".")[0])


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
    assert lines[-4:] == ["Sinnerman", "active", "ACTIVE", "Sinnerman of Songs"], printed


def test_the_example_runs_in_process(built):
    check_songs(run(built / "songs"))


def test_the_example_runs_against_a_server(built, endpoint):
    check_songs(run(built / "songs", endpoint, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret"))


def compiled(installed, source, folder):
    """The program made of one file with what pkg-config says."""
    flags = run("pkg-config", "--cflags", "--libs", "magneto", PKG_CONFIG_PATH=str(installed / "lib/pkgconfig"))
    program = folder / source.stem
    run("g++", source, *flags.split(), "-o", program)
    return program


def test_found_by_pkg_config(installed, tmp_path):
    program = compiled(installed, FOLDER / "consumer.cc", tmp_path)
    assert run(program) == PRINTED


def test_the_example_of_the_readme(installed, endpoint, tmp_path):
    program, printed = re.search(r"```cpp\n(.*?)```\n\n```text\n(.*?)```", (TOP / "README.md").read_text(), re.S).groups()
    source = tmp_path / "example.cc"
    source.write_text(program.replace("http://127.0.0.1:8000", endpoint))
    example = compiled(installed, source, tmp_path)
    client = make_client(endpoint)
    client.create_table(TableName="Songs", BillingMode="PAY_PER_REQUEST",
                        KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"},
                                   {"AttributeName": "Title", "KeyType": "RANGE"}],
                        AttributeDefinitions=[{"AttributeName": "Artist", "AttributeType": "S"},
                                              {"AttributeName": "Title", "AttributeType": "S"}])
    try:
        assert run(example, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret") == printed
    finally:
        client.delete_table(TableName="Songs")


def configured(folder, lines, *options):
    """What CMake says to a project of these lines."""
    project = 'cmake_minimum_required(VERSION 3.20)\nproject(consumer LANGUAGES CXX)\n'
    (folder / "CMakeLists.txt").write_text(project + lines)
    done = subprocess.run(["cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build", *options],
                          capture_output=True, text=True, timeout=120)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def client_alone(installed, tmp_path):
    """Of an installation without RocksDB: what a build of magneto-client alone installs."""
    prefix = tmp_path / "prefix"
    shutil.copytree(installed, prefix)
    (prefix / "lib/libmagneto-embedded.a").unlink()
    return prefix


@pytest.mark.parametrize("name", ["Magneto", "magneto"])
@pytest.mark.parametrize("components", ["", " COMPONENTS client"])
def test_the_client_alone_is_found(client_alone, tmp_path, name, components):
    status, said = configured(tmp_path, f"find_package({name} REQUIRED{components})\n"
                                        "add_executable(consumer consumer.cc)\n"
                                        "target_link_libraries(consumer magneto::client)\n"
                                        "file(TOUCH consumer.cc)\n", f"-DCMAKE_PREFIX_PATH={client_alone}")
    assert status == 0, said


def test_a_library_that_is_not_installed_is_named(client_alone, tmp_path):
    status, said = configured(tmp_path, "find_package(magneto REQUIRED COMPONENTS embedded)\n",
                              f"-DCMAKE_PREFIX_PATH={client_alone}")
    assert status != 0
    assert "magneto::embedded is not installed: build magneto-embedded, and install again" in said


def test_a_project_may_contain_it(tmp_path):
    status, said = configured(tmp_path, f"add_subdirectory({TOP} magneto)\n"
                                        "file(TOUCH consumer.cc)\n"
                                        "add_executable(consumer consumer.cc)\n"
                                        "target_link_libraries(consumer magneto::client)\n"
                                        "if(TARGET base_test)\n  message(FATAL_ERROR tests)\nendif()\n")
    assert status == 0, said


@pytest.mark.skipif(gcc_version() >= 14, reason="later compilers destroy temporaries once")
def test_an_input_that_would_be_destroyed_twice_is_an_error_of_compiling(installed, tmp_path):
    source = tmp_path / "awaits.cc"
    awaits = "auto listed = co_await client.call<operation::ListTables>({.limit = 1})%s;"
    for within in ["", ".within(std::chrono::seconds(1))"]:
        source.write_text("#include <magneto/client.h>\n#include <magneto/operations.h>\nusing namespace magneto;\n"
                          "Call<bool> lists(Client client) {\n" + awaits % within + "\nco_return !!listed;\n}\n")
        done = subprocess.run(["g++", "-std=c++20", "-fsyntax-only", "-I", installed / "include", source],
                              capture_output=True, text=True, timeout=300)
        assert done.returncode != 0
        assert "give the call a name (auto called = client.call<...>(...);), and co_await that" in done.stderr


def test_no_header_of_the_rooms_is_installed(installed):
    folders = {path.relative_to(installed / "include").parts[0] for path in (installed / "include").rglob("*.h")}
    assert folders == {"magneto"}
