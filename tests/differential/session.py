# SPDX-License-Identifier: Apache-2.0
"""Sends rounds of requests to both servers and collects the differences that are not known."""

import random as random_module
import re
import time
from collections import Counter
from dataclasses import dataclass, replace

from differential import shrinking
from differential.comparing import compare
from differential.faults import with_fault
from differential.group_requests import GroupRequests
from differential.item_requests import ItemRequests
from differential.known import explanation
from differential.read_requests import ReadRequests
from differential.statement_requests import StatementRequests
from differential.table_requests import TableRequests, undo
from differential.tables import TABLES, clear_table
from differential.walking import ask, free_order

ROUND = 40  # Requests between two clearings of the tables.
FAULTY = 0.45  # How many requests get a fault.
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems",
          "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}


@dataclass
class Finding:
    """A difference, and what leads to it: the writes before, then the request that is answered differently."""

    round: int
    operation: str
    request: dict
    history: list
    difference: object
    count: int = 1
    small: bool = False  # Whether it has been shrunk.


class Generators:
    """All kinds of requests, the more telling ones more often."""

    def __init__(self, random, tables):
        items, reads, groups, statements = (
            kind(random, tables) for kind in (ItemRequests, ReadRequests, GroupRequests, StatementRequests))
        made = TableRequests(random)
        self.random = random
        self.kinds = {items.put: 20, items.update: 25, items.delete: 8, items.get: 8, reads.query: 18, reads.scan: 10,
                      groups.batch_get: 5, groups.batch_write: 5, groups.transact_get: 4, groups.transact_write: 8,
                      statements.execute: 20, statements.batch: 6, statements.transact: 6, made.create: 2, made.update: 2}

    def next(self):
        [kind] = self.random.choices(list(self.kinds), self.kinds.values())
        operation, request = kind()
        if self.random.random() < FAULTY:
            request = with_fault(self.random, request)
        return operation, request


class Session:
    """Both servers must have the tables already. `known` is the list of known differences."""

    def __init__(self, magneto, witness, known, seed, kinds):
        self.magneto = magneto
        self.witness = witness
        self.known = known
        self.seed = seed
        self.kinds = kinds
        self.findings = {}
        self.explained = Counter()
        self.sent = 0

    def run(self, requests, seconds, only_round=None):
        """Rounds until so many requests were sent or so many seconds have passed."""
        deadline = time.monotonic() + seconds
        number = only_round or 0
        while self.sent < requests and time.monotonic() < deadline:
            self.run_round(number, min(ROUND, requests - self.sent))
            if only_round is not None:
                return
            number += 1

    def run_round(self, number, count):
        generators = Generators(random_module.Random(f"{self.seed}/{number}"), TABLES)
        history = []
        self.clear()
        for _ in range(count):
            operation, request = generators.next()
            differences = self.differences(operation, request)
            self.sent += 1
            new = any([self.note(Finding(number, operation, request, list(history), found)) for found in differences])
            if new or operation in WRITES and any(may_be_stored(found) for found in differences):
                return  # The tables are no longer what the history says.
            if operation in WRITES:
                history.append((operation, request))

    def clear(self):
        for table in TABLES:
            for endpoint in (self.magneto, self.witness):
                clear_table(endpoint, table)

    def differences(self, operation, request):
        """Those of the kinds that are looked for."""
        ours, theirs = (ask(endpoint, operation, request) for endpoint in (self.magneto, self.witness))
        if operation in ("CreateTable", "UpdateTable") and (ours.ok or theirs.ok):
            undo((self.magneto, self.witness), operation)
        found = compare(ours, theirs, free_order(operation, request))
        return [difference for difference in found if difference.kind in self.kinds]

    def note(self, finding):
        """Counts it. Returns whether it is of a new kind; then it has been made small."""
        if self.is_known(finding):
            return False
        group = group_of(finding)
        if group in self.findings:
            self.findings[group].count += 1
            return False
        self.shrink(finding, group)
        if not self.is_known(finding):
            self.findings[group] = finding
        return True

    def is_known(self, finding):
        entry = explanation(self.known, finding)
        if entry:
            self.explained[entry.why] += 1
        return entry is not None

    def shrink(self, finding, group):
        def reproduces(history, request):
            self.clear()
            for step in history:
                for endpoint in (self.magneto, self.witness):
                    endpoint.call(*step)
            for difference in self.differences(finding.operation, request):
                smaller = replace(finding, history=history, request=request, difference=difference)
                if group_of(smaller) == group and not explanation(self.known, smaller):
                    finding.difference = difference
                    return True
            return False

        finding.history, finding.request = shrinking.shrink(finding.history, finding.request, reproduces)
        finding.small = True


def may_be_stored(difference):
    """Whether a write with such a difference may leave the two tables different."""
    return difference.kind == "verdict" or difference.kind == "answer" and difference.at.startswith("Attributes")


def group_of(finding):
    """What differences of the same cause have in common: the texts without names, numbers and values."""
    difference = finding.difference
    if difference.kind == "answer":
        place = re.sub(r"\[\d+\]", "[]", difference.at).split(".")[:3]
        none = [text if text in ("0", "null") else "" for text in (difference.magneto, difference.witness)]
        return finding.operation, difference.kind, ".".join(place), *none
    return finding.operation, difference.kind, general(difference.magneto), general(difference.witness)


def general(text):
    text = re.sub(r"^ok .*", "ok", text, flags=re.S)
    text = re.sub(r"'[^']*'|\"[^\"]*\"|\{[^}]*\}|\[[^\]]*\]", "_", text)
    return re.sub(r"[#:]\w+|\b(pk|sk|[a-dlm]|k[123])\b|\d+|(local|global)-\w+", "_", text)
