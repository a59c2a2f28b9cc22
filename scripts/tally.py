#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sums the results of ./test: prints the tests that failed and, last, `N passed, N failed`.

    tally.py DIRECTORY

The directory holds steps.tsv (a line for each step), unit-*/ (ctest.xml, and GoogleTest's report of each
program in it), clients.xml (pytest's report) and clients.log (what it printed). A step that has a report
counts by its tests, and by itself only when it failed and no test says so. Tests that passed only when they
were repeated are named: they count as passed, and somebody has to look at them.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


class Tally:
    def __init__(self):
        self.passed, self.skipped, self.failed = 0, 0, []

    def count(self, outcome, name):
        if outcome == "passed":
            self.passed += 1
        elif outcome == "skipped":
            self.skipped += 1
        else:
            self.failed.append(name)

    def line(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {len(self.failed)} failed{skipped}"


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.find("skipped") is not None or case.get("status") == "notrun":
        return "skipped"
    return "passed"


def count_cases(report, tally):
    """Adds the test cases of a JUnit report. Returns how many there were and how many failed."""
    cases, failed = 0, len(tally.failed)
    for case in ElementTree.parse(report).iter("testcase"):
        tally.count(outcome(case), f"{case.get('classname')}.{case.get('name')}")
        cases += 1
    return cases, len(tally.failed) - failed


def programs(directory):
    """The programs that ctest ran: name, and whether it ended well."""
    report = directory / "ctest.xml"
    if not report.exists():
        return {}
    return {case.get("name"): case.get("status") == "run"
            for case in ElementTree.parse(report).iter("testcase")}


def count_unit(directory, tally):
    """Adds each test of each program that ctest ran, of its last run. A program that died, or failed outside
    its tests, is a failure of its own."""
    again = programs(directory / "repeated")
    for name, ended_well in {**programs(directory), **again}.items():
        report = (directory / "repeated" if name in again else directory) / f"{name}_test.xml"
        cases, failed = count_cases(report, tally) if report.exists() else (0, 0)
        if not ended_well and not failed or not cases:
            tally.count("passed" if ended_well else "failed", f"{directory.name}: {name}")


def repeated(results):
    """The tests that failed and were run again: of GoogleTest's reports, and of what tests/conftest.py
    printed."""
    first_runs = Tally()
    for directory in results.glob("unit-*/repeated"):
        for name in programs(directory):
            if (report := directory.parent / f"{name}_test.xml").exists():
                count_cases(report, first_runs)
    log = results / "clients.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    clients = {line.removeprefix("REPEATED ") for line in lines if line.startswith("REPEATED ")}
    return sorted(clients.union(first_runs.failed))


def sum_up(results):
    tally = Tally()
    reports = {
        "clients": results / "clients.xml",
        **{f"unit tests {d.name.removeprefix('unit-')}": d for d in results.glob("unit-*")},
    }
    for line in (results / "steps.tsv").read_text().splitlines():
        result, name = line.split("\t")
        report, failed_before = reports.get(name), len(tally.failed)
        if report and report.is_dir() and (report / "ctest.xml").exists():
            count_unit(report, tally)
        elif report and report.is_file():
            count_cases(report, tally)
        else:
            tally.count(result, name)
            continue
        if result == "failed" and len(tally.failed) == failed_before:
            tally.count("failed", name)
    return tally


def main():
    results = Path(sys.argv[1])
    tally = sum_up(results)
    for name in repeated(results):
        print(f"repeated: {name}")
    for name in tally.failed:
        print(f"failed: {name}")
    print(tally.line())
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
