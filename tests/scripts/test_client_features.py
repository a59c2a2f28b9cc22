# SPDX-License-Identifier: Apache-2.0
"""The tests that docs/client/features.md names exist, and the snippets of docs/client are compiled and run."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/client/features.md"
CODE = re.compile(r"`([^`]+)`")
CPP_TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.M)


def rows():
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    return [line for line in lines if line not in ("| elsewhere | here |", "| wish | here |")]


def named_tests():
    return [code for row in rows() for code in CODE.findall(row.rstrip("|").rsplit(" | ", 1)[1])]


def cpp_tests():
    sources = [*ROOT.glob("src/**/*_test.cc"), *ROOT.glob("tests/**/*_test.cc")]
    return {f"{suite}.{name}" for source in sources
            for suite, name in CPP_TEST.findall(source.read_text())}


def is_python_test(code):
    file, _, name = code.partition("::")
    path = ROOT / file
    return path.is_file() and re.search(rf"^def {re.escape(name)}\(", path.read_text(), re.M)


def without_spaces(code):
    return re.sub(r"\s+", "", re.sub(r"//.*", "", code))


def test_each_snippet_is_compiled_and_run():
    examples = "".join(without_spaces(file.read_text()) for file in sorted(ROOT.glob("docs/examples/*.cc")))
    blocks = [(page.name, part)
              for page in sorted(ROOT.glob("docs/client/*.md")) if page.name != "encryption.md"
              for snippet in re.findall(r"```cpp\n(.*?)```", page.read_text(), re.S)
              for part in snippet.split("\n\n")]
    assert len(blocks) > 20
    assert [block for block in blocks if without_spaces(block[1]) not in examples] == []


def test_each_row_names_a_test():
    assert len(rows()) > 80
    assert [row for row in rows() if not CODE.search(row.rstrip("|").rsplit(" | ", 1)[1])] == []


def test_the_named_tests_exist():
    known = cpp_tests()
    assert [code for code in named_tests() if code not in known and not is_python_test(code)] == []
