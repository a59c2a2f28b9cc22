#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says what ./test is to run for a few names, or for what has changed.

    select_tests.py changed    what was changed since the branch left main (on main: since the last commit)
    select_tests.py NAME...    rooms of src/ and folders of tests/

Prints a line for each: `room NAME` for a program of unit tests, `file PATH` for what pytest runs. A changed
room brings those that use it, and the tests that probe it. A page of documentation brings the tests that name it.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOM = re.compile(r"magneto_room\(\s*([\w/]+)([^)]*)\)")
TEST_PROGRAM = re.compile(r"add_test\(NAME (\w+)")
# What the build of every room depends on.
BUILD = re.compile(r"^(CMakeLists\.txt|CMakePresets\.json|cmake/.*)$")
COMMANDS = re.compile(r"^(run|test|\.ci/.*|scripts/.*)$")


def program(room):
    """The name of the room src/ROOM in the names of targets and tests."""
    return room.replace("/", "_")


class Programs:
    """The programs of unit tests: where their sources lie, and which rooms they use. `probed`: folders of tests that
    pytest runs with a program of their own, and the rooms that it links."""

    def __init__(self, top):
        self.folders, self.uses, self.probed = {}, {}, {}
        for lists in [*top.glob("src/**/CMakeLists.txt"), *top.glob("tests/*/CMakeLists.txt")]:
            text = lists.read_text()
            room = ROOM.search(text)
            name = (room or TEST_PROGRAM.search(text) or [None, None])[1]
            if name:
                self.folders[lists.parent.relative_to(top).as_posix()] = program(name)
                words = room[2].split() if room else re.findall(r"\bmagneto_(\w+)", text)
                self.uses[program(name)] = {program(word) for word in words}
            elif any(lists.parent.glob("test_*.py")):
                self.probed[lists.parent.relative_to(top).as_posix()] = set(re.findall(r"\bmagneto_(\w+)", text))

    def of_file(self, path):
        """The program whose folder is the nearest above the file; None when there is none."""
        for folder in Path(path).parents:
            if folder.as_posix() in self.folders:
                return self.folders[folder.as_posix()]
        return None

    def with_users(self, names):
        found = set(names)
        while True:
            more = {n for n, uses in self.uses.items() if uses & found} - found
            if not more:
                return found
            found |= more


def git(top, *arguments):
    done = subprocess.run(["git", "-C", top, *arguments], capture_output=True, text=True)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


def changed_files(top):
    base = (git(top, "merge-base", "HEAD", "main") or git(top, "merge-base", "HEAD", "origin/main") or ["HEAD"])[0]
    return {*git(top, "diff", "--name-only", base), *git(top, "ls-files", "--others", "--exclude-standard")}


def python_tests(top, path):
    """The tests that a changed file below tests/ concerns: itself, or all beside it that may use it."""
    path = Path(path)
    if path.name.startswith("test_") and path.suffix == ".py":
        return {path.as_posix()} if (top / path).exists() else set()
    return {path.parent.as_posix()} if any((top / path.parent).glob("**/test_*.py")) else set()


def tests_that_name(top, path):
    name = Path(path).name
    return {t.relative_to(top).as_posix() for t in top.glob("tests/**/test_*.py") if name in t.read_text()}


def select_changed(top, programs, files):
    rooms, tests = set(), set()
    for path in files:
        if BUILD.match(path):
            rooms |= programs.uses.keys()
        if COMMANDS.match(path) or BUILD.match(path):
            tests.add("tests/scripts")
        if path.endswith(".md"):
            tests |= tests_that_name(top, path)
        elif path.startswith("tests/") and (path.endswith(".py") or not programs.of_file(path)):
            tests |= python_tests(top, path)
        elif programs.of_file(path):
            rooms.add(programs.of_file(path))
    tests |= {folder for folder, uses in programs.probed.items() if uses & rooms}
    tests = {t for t in tests if not any(p.as_posix() in tests for p in Path(t).parents)}
    return programs.with_users(rooms), tests


def select_named(top, programs, names):
    rooms, tests = set(), set()
    for name in names:
        found = {n for folder, n in programs.folders.items()
                 if n == program(name) or folder == f"tests/{name}" or folder.startswith(f"src/{name}/")}
        rooms |= found
        if any((top / "tests" / name).glob("**/test_*.py")):
            tests.add(f"tests/{name}")
        elif not found:
            folders = {p.parent.relative_to(top / "tests").as_posix() for p in top.glob("tests/*/test_*.py")}
            sys.exit(f"nothing to test is called {name}; there are the rooms {', '.join(sorted(programs.uses))}"
                     f" and the folders {', '.join(sorted(folders))}")
    return rooms, tests


def main():
    top = Path(__file__).resolve().parent.parent
    programs = Programs(top)
    if sys.argv[1:] == ["changed"]:
        rooms, tests = select_changed(top, programs, changed_files(top))
    else:
        rooms, tests = select_named(top, programs, sys.argv[1:])
    for room in sorted(rooms):
        print("room", room)
    for test in sorted(tests):
        print("file", test)


if __name__ == "__main__":
    main()
