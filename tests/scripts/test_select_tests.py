# SPDX-License-Identifier: Apache-2.0
"""./test NAME and ./test changed run what was named or changed, and what depends on it."""

import shutil
import subprocess
import sys

import pytest

from server_process import TOP

FILES = {
    "src/base/CMakeLists.txt": "magneto_room(base LIBRARIES OpenSSL::Crypto)\n",
    "src/value/CMakeLists.txt": "magneto_room(value USES base)\n",
    "src/http/CMakeLists.txt": "magneto_room(http USES base)\n",
    "src/operations/items/CMakeLists.txt": "magneto_room(operations/items USES value)\n",
    "src/jobs/CMakeLists.txt": "magneto_room(jobs USES operations/items)\n",
    "tests/requests/CMakeLists.txt": "add_test(NAME script COMMAND script_test)\n"
                                   "target_link_libraries(script_test PRIVATE magneto_operations_items GTest::gtest)\n",
    "tests/access/CMakeLists.txt": "target_link_libraries(access_probe PRIVATE magneto_http)\n",
    "tests/access/test_endpoints.py": "",
    "tests/clients/test_readme.py": "TOP / 'README.md'\n",
    "tests/clients/music.py": "",
    "tests/crash/CMakeLists.txt": "add_test(NAME engine_crash COMMAND engine_crash_test)\n",
    "tests/crash/test_server_kills.py": "",
    "tests/http/test_connection.py": "",
    "tests/scripts/test_run.py": "",
    "README.md": "",
    "CMakeLists.txt": "",
}


class Project:
    def __init__(self, top):
        self.top = top
        for path, text in FILES.items():
            self.write(path, text)
        (top / "scripts").mkdir()
        shutil.copy(TOP / "scripts/select_tests.py", top / "scripts")
        self.git("init", "-q", "-b", "main")
        self.commit()

    def write(self, path, text="changed\n"):
        target = self.top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.top, check=True,
                       capture_output=True)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-qm", "all")

    def select(self, *names):
        done = subprocess.run([sys.executable, self.top / "scripts/select_tests.py", *names],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.mark.parametrize("names, selected", [
    (["value"], ["room value"]),
    (["value", "clients"], ["room value", "file tests/clients"]),
    (["http"], ["room http", "file tests/http"]),
    (["operations"], ["room operations_items"]),
    (["operations_items"], ["room operations_items"]),
    (["operations/items"], ["room operations_items"]),
    (["script"], ["room script"]),
    (["requests"], ["room script"]),
])
def test_names_are_rooms_and_folders(project, names, selected):
    assert project.select(*names) == selected


def test_unknown_name_is_refused_with_those_that_are_known(project):
    done = subprocess.run([sys.executable, project.top / "scripts/select_tests.py", "stroe"],
                          capture_output=True, text=True)
    assert done.returncode == 1
    assert "stroe" in done.stderr and "value" in done.stderr and "clients" in done.stderr


def test_nothing_changed_selects_nothing(project):
    assert project.select("changed") == []


@pytest.mark.parametrize("path, selected", [
    ("src/value/decimal.cc", ["room jobs", "room operations_items", "room script", "room value"]),
    ("src/http/server.cc", ["room http", "file tests/access"]),
    ("src/operations/items/put_item.cc", ["room jobs", "room operations_items", "room script"]),
    ("tests/requests/put_item/absent.json", ["room script"]),
    ("tests/clients/test_readme.py", ["file tests/clients/test_readme.py"]),
    ("tests/clients/music.py", ["file tests/clients"]),
    ("README.md", ["file tests/clients/test_readme.py"]),
    ("run", ["file tests/scripts"]),
    ("tests/crash/engine_crash_test.cc", ["room engine_crash"]),
    ("tests/crash/test_server_kills.py", ["file tests/crash/test_server_kills.py"]),
    ("cmake/rooms.cmake", ["room base", "room engine_crash", "room http", "room jobs", "room operations_items", "room script",
                           "room value", "file tests/access", "file tests/scripts"]),
])
def test_changed_file_selects_what_depends_on_it(project, path, selected):
    project.write(path)
    assert project.select("changed") == selected


def test_on_a_branch_all_its_commits_count(project):
    project.git("checkout", "-qb", "mine")
    project.write("src/http/server.cc")
    project.commit()
    project.write("src/operations/items/put_item.cc")
    assert project.select("changed") == ["room http", "room jobs", "room operations_items", "room script",
                                         "file tests/access"]


def test_removed_test_is_not_run(project):
    (project.top / "tests/scripts/test_run.py").unlink()
    assert project.select("changed") == []


def test_file_of_a_folder_that_is_run_is_not_run_twice(project):
    project.write("run")
    project.write("tests/scripts/test_run.py")
    assert project.select("changed") == ["file tests/scripts"]
