# SPDX-License-Identifier: Apache-2.0
"""Sends rounds of requests to both servers and collects the differences that are not known."""

import random as random_module
import re
import time
from collections import Counter
from dataclasses import dataclass

from differential import shrinking
from differential.comparing import compare
from differential.faults import with_fault
from differential.group_requests import GroupRequests
from differential.item_requests import ItemRequests
from differential.known import explanation
from differential.read_requests import ReadRequests
from differential.tables import TABLES, clear_table
from differential.walking import ask, free_order

ROUND = 40  # Requests between two clearings of the tables.
FAULTY = 0.45  # How many requests get a fault.
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


@dataclass
class Finding:
    """A difference, and the requests that lead to it: those before, then the one whose answers differ."""

    round: int
    operation: str
    request: dict
    history: list
    difference: object
    count: int = 1


class Generators:
    """All kinds of requests, the more telling ones more often."""

    def __init__(self, random, tables):
        items, reads, groups = (kind(random, tables) for kind in (ItemRequests, ReadRequests, GroupRequests))
        self.random = random
        self.kinds = {items.put: 20, items.update: 25, items.delete: 8, items.get: 8, reads.query: 18, reads.scan: 10,
                      groups.batch_get: 5, groups.batch_write: 5, groups.transact_get: 4, groups.transact_write: 8}

    def next(self):
        [kind] = self.random.choices(list(self.kinds), self.kinds.values())
        operation, request = kind()
        if self.random.random() < FAULTY:
            request = with_fault(self.random, request)
        return operation, request


class Session:
    """Both servers must have the tables already. `known` is the list of known differences."""

    def __init__(self, magneto, witness, known, seed):
        self.magneto = magneto
        self.witness = witness
        self.known = known
        self.seed = seed
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
            difference = self.differs(operation, request)
            self.sent += 1
            if difference:
                new = self.note(number, operation, request, history, difference)
                stored_differs = operation in WRITES and difference.kind in ("verdict", "answer")
                if new or stored_differs:
                    return  # The tables are no longer what the history says.
            if operation in WRITES:
                history.append((operation, request))

    def clear(self):
        for table in TABLES:
            for endpoint in (self.magneto, self.witness):
                clear_table(endpoint, table)

    def differs(self, operation, request):
        ours, theirs = (ask(endpoint, operation, request) for endpoint in (self.magneto, self.witness))
        return compare(ours, theirs, free_order(operation, request))

    def note(self, number, operation, request, history, difference):
        """Counts the difference. Returns whether it is of a new kind; then it has been made small."""
        entry = explanation(self.known, operation, request, difference)
        if entry:
            self.explained[entry.why] += 1
            return False
        group = group_of(operation, difference)
        if group in self.findings:
            self.findings[group].count += 1
            return False
        self.findings[group] = self.shrunk(Finding(number, operation, request, list(history), difference), group)
        return True

    def shrunk(self, finding, group):
        def reproduces(history, request):
            self.clear()
            for step in history:
                for endpoint in (self.magneto, self.witness):
                    endpoint.call(*step)
            found = self.differs(finding.operation, request)
            if (found is None or group_of(finding.operation, found) != group
                    or explanation(self.known, finding.operation, request, found)):
                return False
            finding.difference = found
            return True

        finding.history, finding.request = shrinking.shrink(finding.history, finding.request, reproduces)
        return finding


def group_of(operation, difference):
    """What differences of the same cause have in common: the texts without names, numbers and values."""
    def general(text):
        text = re.sub(r"^ok .*", "ok", text, flags=re.S) if difference.kind == "verdict" else text
        text = re.sub(r"'[^']*'|\"[^\"]*\"|\{[^}]*\}|\[[^\]]*\]", "_", text)
        return re.sub(r"[#:]\w+|\b(pk|sk|[a-dlm]|k[123])\b|\d+|(local|global)-\w+", "_", text)

    place = re.sub(r"\[\d+\]", "[]", difference.at)
    if difference.kind == "answer":
        return operation, difference.kind, ".".join(place.split(".")[:3])
    return operation, difference.kind, general(difference.magneto), general(difference.witness)
