#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the rooms of src/ use each other only as ARCHITECTURE.md allows.

Three things must agree: the table of floors in ARCHITECTURE.md (what is allowed), the USES lists in
the rooms' CMakeLists.txt (what is linked), and the #include lines (what is used). An arrow goes to a
lower floor only. What a room may use, those above it may use through it. A library that belongs to
one room (the engine, the JSON parser, ...) may be included nowhere else. Some rooms are opaque: a
second table in ARCHITECTURE.md says which of their names may be written in which rooms only. Tests
(*_test.cc) and their fixtures (*_fixture.h) may write them anywhere.

    check_arrows.py [DIRECTORY OF THE PROJECT]
"""

import re
import sys
from pathlib import Path

# The rooms that may include a library's headers.
LIBRARY_ROOMS = {
    "rocksdb/": {"storage"},
    "simdjson": {"catalog", "client", "credentials", "json", "policy", "table", "types"},
    "expat": {"xml"},
    "boost/": {"http", "http_server", "s3"},
    "histedit": {"commands"},
    "openssl/": {"base", "encryption", "http", "http_server", "s3", "sigv4", "transport"},
    "CLI/": {"cli", "commands"},
    "zstd": {"objects"},
}

TABLE_ROW = re.compile(r"^\|\s*(\d+)\s*\|\s*`([\w/]+)`\s*\|[^|]*\|([^|]*)\|\s*$")
NAMES_ROW = re.compile(r"^\|\s*(`[\w:]+`(?: `[\w:]+`)*)\s*\|([^|]*)\|[^|]*\|\s*$")
ROOM_USES = re.compile(r"magneto_room\(\s*([\w/]+)([^)]*)\)")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def read_table(architecture):
    """{room: (floor, {rooms it may use})} of the table of floors."""
    table = {}
    for line in architecture.read_text().splitlines():
        row = TABLE_ROW.match(line)
        if row:
            table[row[2]] = (int(row[1]), set(re.findall(r"`([\w/]+)`", row[3])))
    return table


def read_opaque_names(architecture):
    """{name: {rooms that may write it}} of the table of opaque rooms."""
    names = {}
    for line in architecture.read_text().splitlines():
        row = NAMES_ROW.match(line)
        if row:
            rooms = set(re.findall(r"`([\w/]+)`", row[2]))
            names.update((name, rooms) for name in re.findall(r"`([\w:]+)`", row[1]))
    return names


def read_uses(cmake_lists):
    """The rooms that the room of this CMakeLists.txt links."""
    call = ROOM_USES.search(cmake_lists.read_text())
    if not call:
        return set()
    uses, reading = set(), False
    for word in call[2].split():
        if word.isupper():
            reading = word == "USES"
        elif reading:
            uses.add(word)
    return uses


def closure(room, table):
    """All rooms that `room` may use, directly or through others."""
    seen, left = set(), [room]
    while left:
        for used in table.get(left.pop(), (0, ()))[1]:
            if used not in seen:
                seen.add(used)
                left.append(used)
    return seen


def check_table(table, rooms):
    for room in sorted(rooms - table.keys()):
        yield f"ARCHITECTURE.md: the table of floors has no row for src/{room}"
    for room in sorted(table.keys() - rooms):
        yield f"ARCHITECTURE.md: the table of floors has `{room}`, but there is no src/{room}"
    for room, (floor, uses) in sorted(table.items()):
        for used in sorted(uses & table.keys()):
            if table[used][0] >= floor:
                yield f"ARCHITECTURE.md: `{room}` on floor {floor} may not use `{used}` on floor {table[used][0]}"
        for used in sorted(uses - table.keys()):
            yield f"ARCHITECTURE.md: `{room}` uses `{used}`, which has no row"


def room_of(path, rooms):
    """The room of a file named below src/: "operations/items" of "operations/items/query.h"."""
    for folder in Path(path).parents:
        if folder.as_posix() in rooms:
            return folder.as_posix()
    return None


def check_includes(path, shown, room, allowed, rooms):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        target = room_of(include[2], rooms)
        if include[1] == '"' and target and target != room and target not in allowed:
            yield f"{shown}:{number}: `{room}` may not use `{target}`"
        for prefix, owners in LIBRARY_ROOMS.items():
            if include[2].startswith(prefix) and room not in owners:
                yield f"{shown}:{number}: <{include[2]}> belongs to {', '.join(sorted(owners))}"


def check_names(path, shown, room, names):
    """Comments may name anything."""
    if path.name.endswith(("_test.cc", "_fixture.h")):
        return
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        code = line.split("//")[0]
        for name, owners in names.items():
            end = "" if name.endswith(":") else r"\b"
            if room not in owners and re.search(r"(?<![\w:])" + name + end, code):
                yield f"{shown}:{number}: `{name}` may be written in {', '.join(sorted(owners))} only"


def check(top):
    source = top / "src"
    rooms = {d.parent.relative_to(source).as_posix() for d in source.rglob("CMakeLists.txt")}
    table = read_table(top / "ARCHITECTURE.md")
    names = read_opaque_names(top / "ARCHITECTURE.md")
    yield from check_table(table, rooms)
    for room in sorted(rooms & table.keys()):
        allowed = closure(room, table)
        for used in sorted(read_uses(source / room / "CMakeLists.txt") - allowed):
            yield f"src/{room}/CMakeLists.txt: `{room}` may not use `{used}`"
        for path in sorted((source / room).rglob("*")):
            if path.suffix in (".h", ".cc") and room_of(path.relative_to(source), rooms) == room:
                yield from check_includes(path, path.relative_to(top), room, allowed, rooms)
                yield from check_names(path, path.relative_to(top), room, names)


def main():
    top = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    problems = list(check(top))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
