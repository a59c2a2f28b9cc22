# SPDX-License-Identifier: Apache-2.0
"""The check of arrows between rooms finds each kind of arrow that is not allowed."""

import subprocess
import sys

import pytest

from server_process import TOP

TABLE = """
| floor | room | its one job | may use |
|---|---|---|---|
| 0 | `base` | bytes | |
| 1 | `value` | numbers | `base` |
| 2 | `json` | JSON | `value` |
| 2 | `storage` | an engine | `base` |
"""


@pytest.fixture
def project(tmp_path):
    """write(path, text): a small project in which all arrows are right until a test adds a wrong one."""

    def write(path, text):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    write("ARCHITECTURE.md", TABLE)
    for room, uses in (("base", ""), ("value", " USES base"), ("json", " USES value LIBRARIES simdjson"),
                       ("storage", " USES base LIBRARIES rocksdb")):
        write(f"src/{room}/CMakeLists.txt", f"magneto_room({room}{uses})\n")
    write("src/json/json.cc", '#include <simdjson.h>\n#include "base/arena.h"\n#include "value/type.h"\n')
    write("src/storage/rocks/engine.cc", '#include <rocksdb/db.h>\n#include "storage/engine.h"\n')
    write.top = tmp_path
    return write


def check(project):
    return subprocess.run([sys.executable, TOP / "scripts/check_arrows.py", project.top],
                          capture_output=True, text=True)


def test_allowed_arrows_pass(project):
    done = check(project)
    assert (done.returncode, done.stdout) == (0, "")


NAMES = """
| names | may be written in | because |
|---|---|---|
| `storage::` `Family` | `storage` `json` | only they know bytes |
"""


def test_names_of_opaque_rooms_are_written_where_the_table_says(project):
    project("ARCHITECTURE.md", TABLE + NAMES)
    project("src/json/json.cc", "storage::Key key{Family::kItems};\n")
    project("src/value/type.h", "// storage::Key and Family may be named in comments\nint FamilyName, cold_storage;\n")
    project("src/value/type_test.cc", "storage::Key key;\n")
    project("src/value/value_fixture.h", "Family family;\n")
    assert check(project).stdout == ""
    project("src/value/type.cc", "\nvoid f(storage::View&);\nauto key = storage::Family::kItems;\nFamily g();\n")
    done = check(project)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "src/value/type.cc:2: `storage::` may be written in json, storage only",
        "src/value/type.cc:3: `storage::` may be written in json, storage only",
        "src/value/type.cc:4: `Family` may be written in json, storage only"]


def test_a_room_may_lie_in_another_rooms_folder(project):
    project("ARCHITECTURE.md", TABLE + "| 3 | `json/deep` | shapes | `value` |\n")
    project("src/json/deep/CMakeLists.txt", "magneto_room(json/deep USES value)\n")
    project("src/json/deep/shape.cc", '#include "value/type.h"\n#include "json/json.h"\n')
    done = check(project)
    assert done.stdout == "src/json/deep/shape.cc:2: `json/deep` may not use `json`\n"


@pytest.mark.parametrize("path, text, problem", [
    ("src/value/type.cc", '\n#include "json/json.h"\n', "src/value/type.cc:2: `value` may not use `json`"),
    ("src/value/deep/type_test.cc", '#  include "storage/engine.h"\n',
     "src/value/deep/type_test.cc:1: `value` may not use `storage`"),
    ("src/json/x.h", "#include <rocksdb/db.h>\n", "src/json/x.h:1: <rocksdb/db.h> belongs to storage"),
    ("src/base/CMakeLists.txt", "magneto_room(base\n  USES value)\n",
     "src/base/CMakeLists.txt: `base` may not use `value`"),
    ("src/extra/CMakeLists.txt", "magneto_room(extra USES base)\n",
     "ARCHITECTURE.md: the table of floors has no row for src/extra"),
    ("ARCHITECTURE.md", TABLE.replace("| numbers | `base` |", "| numbers | `json` |"),
     "ARCHITECTURE.md: `value` on floor 1 may not use `json` on floor 2"),
    ("ARCHITECTURE.md", TABLE + "| 3 | `attic` | dust | `base` |\n",
     "ARCHITECTURE.md: the table of floors has `attic`, but there is no src/attic"),
])
def test_wrong_arrows_are_reported(project, path, text, problem):
    project(path, text)
    done = check(project)
    assert done.returncode == 1
    assert problem in done.stdout.splitlines()
