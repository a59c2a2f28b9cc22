# SPDX-License-Identifier: Apache-2.0
"""./run on machines that lack what building needs.

The package manager, the compiler's tools and the program are replaced by scripts that write down how
they were called; scripts/try_bare.sh tries the same on a real, empty Debian.
"""

import os
import shutil
import subprocess

import pytest

from server_process import TOP

# What ./run and its scripts call besides the programs replaced below.
TOOLS = ("bash", "dirname", "mkdir", "chmod", "grep", "cat", "env", "sed", "sort")


class Machine:
    """A checkout with ./run, and a PATH that holds nothing but TOOLS and what a test adds."""

    def __init__(self, folder):
        self.top = folder / "magneto"
        self.programs = folder / "bin"
        self.calls = folder / "calls"
        self.programs.mkdir()
        self.calls.write_text("")
        shutil.copytree(TOP / "scripts", self.top / "scripts")
        shutil.copy(TOP / "run", self.top)
        for tool in TOOLS:
            (self.programs / tool).symlink_to(shutil.which(tool))
        self.add("cmake", 'mkdir -p build/release && : >build/release/build.ninja')
        self.add("ninja", 'printf "#!/bin/sh\\necho serving \\"\\$@\\"\\n" >build/release/magneto\n'
                          'chmod +x build/release/magneto')
        self.add("sudo", 'exec "$@"')
        self.add("apt-get", "exit 0")

    def add(self, name, body):
        program = self.programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.calls}"\n{body}\n')
        program.chmod(0o755)

    def run(self, *options):
        return subprocess.run([self.top / "run", *options], capture_output=True, text=True, timeout=60,
                              env={"PATH": str(self.programs), "HOME": os.environ["HOME"]})

    def called(self, name):
        return [line for line in self.calls.read_text().splitlines() if line.startswith(name + " ")]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


# What dpkg-query does: it prints what it knows, and fails as soon as it does not know one.
KNOWS_NOTHING = "exit 1"
KNOWS_CMAKE = "echo 'cmake installed'; echo 'g++ config-files'; exit 1"
KNOWS_ALL = """
for word; do case $word in -*) ;; *) echo "$word installed" ;; esac; done
"""


def test_serves_on_a_machine_with_no_package(machine):
    machine.add("dpkg-query", KNOWS_NOTHING)
    done = machine.run("--port", "9000")
    assert (done.returncode, done.stdout) == (0, "serving serve --port 9000\n"), done.stderr
    [install] = [line for line in machine.called("apt-get") if " install " in line]
    for package in ("g++", "cmake", "ninja-build", "librocksdb-dev"):
        assert f" {package}" in install


def test_installs_no_test_library(machine):
    machine.add("dpkg-query", KNOWS_NOTHING)
    machine.run()
    assert not any(word in machine.calls.read_text() for word in ("gtest", "benchmark", "clang"))
    [configure] = machine.called("cmake")
    assert "-DMAGNETO_TESTS=OFF" in configure and "-DMAGNETO_BENCH=OFF" in configure


def test_installs_only_what_is_missing(machine):
    machine.add("dpkg-query", KNOWS_CMAKE)
    machine.run()
    [install] = [line for line in machine.called("apt-get") if " install " in line]
    assert " g++" in install and " cmake" not in install


def test_installs_nothing_when_all_is_there(machine):
    machine.add("dpkg-query", KNOWS_ALL)
    done = machine.run()
    assert (done.returncode, done.stdout) == (0, "serving serve\n")
    assert machine.called("apt-get") == []


def test_says_so_when_packages_cannot_be_installed(machine):
    machine.add("dpkg-query", KNOWS_NOTHING)
    machine.add("apt-get", "exit 100")
    done = machine.run()
    assert done.returncode != 0
    assert "could not install: g++" in done.stderr
    assert machine.called("cmake") == []


@pytest.mark.parametrize("builds", [True, False])
def test_other_systems_are_told_what_is_needed_when_the_build_fails(machine, builds):
    if not builds:
        machine.add("cmake", "echo 'no simdjson'; exit 1")
    done = machine.run()
    assert machine.called("apt-get") == []
    assert (done.returncode == 0) == builds
    assert ("not a Debian system" in done.stderr and "librocksdb-dev" in done.stderr) != builds


@pytest.mark.parametrize("ccache", [False, True])
def test_first_build_is_fast_unless_ccache_makes_it_so(machine, ccache):
    machine.add("dpkg-query", KNOWS_ALL)
    if ccache:
        machine.add("ccache", "exit 0")
    machine.run()
    [configure] = machine.called("cmake")
    assert ("-DMAGNETO_FAST_BUILD=ON" in configure) != ccache


def test_second_run_keeps_how_the_build_was_configured(machine):
    machine.add("dpkg-query", KNOWS_ALL)
    machine.run()
    machine.run()
    assert len(machine.called("cmake")) == 1
    assert len(machine.called("ninja")) == 2


def test_the_build_that_failed_is_shown_and_not_served(machine):
    machine.add("dpkg-query", KNOWS_ALL)
    machine.run()
    machine.add("ninja", "echo 'error: expected ;'; exit 1")
    done = machine.run()
    assert done.returncode != 0
    assert "expected ;" in done.stderr and done.stdout == ""
