# SPDX-License-Identifier: Apache-2.0
"""The last line of ./test counts every test once, and nothing that failed goes uncounted."""

import subprocess
import sys

import pytest

from server_process import TOP


@pytest.fixture
def results(tmp_path):
    def write(path, text):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    write.top = tmp_path
    return write


def tally(results):
    done = subprocess.run([sys.executable, TOP / "scripts/tally.py", results.top],
                          capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def ctest(**statuses):
    cases = "".join(f'<testcase name="{n}" status="{s}"/>' for n, s in statuses.items())
    return f"<testsuite>{cases}</testsuite>"


GOOD = '<testsuites><testsuite><testcase name="a" classname="C" status="run"/><testcase name="b" classname="C" status="run"/></testsuite></testsuites>'
BAD = '<testsuites><testsuite><testcase name="a" classname="C" status="run"/><testcase name="b" classname="C" status="run"><failure/></testcase></testsuite></testsuites>'


def test_tests_count_and_not_their_step(results):
    results("steps.tsv", "passed\tformat\npassed\tunit tests release\npassed\tclients\n")
    results("unit-release/ctest.xml", ctest(value="run"))
    results("unit-release/value_test.xml", GOOD)
    results("clients.xml", '<testsuites><testsuite><testcase name="c" classname="C"/><testcase name="d" classname="C"><skipped/></testcase></testsuite></testsuites>')
    assert tally(results) == (0, ["4 passed, 0 failed, 1 skipped"])


def test_failed_test_is_named_and_counted_once(results):
    results("steps.tsv", "failed\tunit tests asan\n")
    results("unit-asan/ctest.xml", ctest(value="fail"))
    results("unit-asan/value_test.xml", BAD)
    assert tally(results) == (1, ["failed: C.b", "1 passed, 1 failed"])


def test_program_that_died_is_a_failure(results):
    results("steps.tsv", "failed\tunit tests asan\n")
    results("unit-asan/ctest.xml", ctest(value="run", store="fail"))
    results("unit-asan/value_test.xml", GOOD)
    assert tally(results) == (1, ["failed: unit-asan: store", "2 passed, 1 failed"])


def test_program_that_fails_after_its_tests_is_a_failure(results):
    results("steps.tsv", "failed\tunit tests tsan\n")
    results("unit-tsan/ctest.xml", ctest(value="fail"))
    results("unit-tsan/value_test.xml", GOOD)
    assert tally(results) == (1, ["failed: unit-tsan: value", "2 passed, 1 failed"])


def test_repeated_test_is_named(results):
    results("steps.tsv", "passed\tclients\n")
    results("clients.xml", GOOD)
    results("clients.log", "REPEATED tests/http/test_a.py::test_b: KeyError\n2 passed, 1 rerun in 1s\n")
    assert tally(results) == (0, ["repeated: tests/http/test_a.py::test_b: KeyError", "2 passed, 0 failed"])


def test_program_that_was_repeated_counts_by_its_last_run(results):
    results("steps.tsv", "passed\tunit tests tsan\n")
    results("unit-tsan/ctest.xml", ctest(value="fail", base="run"))
    results("unit-tsan/value_test.xml", BAD)
    results("unit-tsan/base_test.xml", GOOD)
    results("unit-tsan/repeated/ctest.xml", ctest(value="run"))
    results("unit-tsan/repeated/value_test.xml", GOOD)
    assert tally(results) == (0, ["repeated: C.b", "4 passed, 0 failed"])


def test_program_that_fails_again_is_a_failure(results):
    results("steps.tsv", "failed\tunit tests tsan\n")
    results("unit-tsan/ctest.xml", ctest(value="fail"))
    results("unit-tsan/value_test.xml", BAD)
    results("unit-tsan/repeated/ctest.xml", ctest(value="fail"))
    results("unit-tsan/repeated/value_test.xml", BAD)
    assert tally(results) == (1, ["repeated: C.b", "failed: C.b", "1 passed, 1 failed"])


def test_step_without_a_report_is_a_failure(results):
    results("steps.tsv", "passed\tformat\nfailed\tbuild asan\nfailed\tclients\n")
    assert tally(results) == (1, ["failed: build asan", "failed: clients", "1 passed, 2 failed"])
