# SPDX-License-Identifier: Apache-2.0
"""Whether the recorded operations on one register can have happened one after the other, each at a moment between
its call and its answer (Wing and Gong's search; what has been tried is remembered, as Lowe describes it)."""

from typing import Any, NamedTuple

ANY = object()   # The operation says nothing about the value that it found.
KEEP = object()  # The operation leaves the value as it is.


class Operation(NamedTuple):
    start: int
    end: int
    sees: Any = ANY      # The value that it found.
    missed: Any = ANY    # A value that it found not to be there: a condition that failed.
    writes: Any = KEEP
    maybe: bool = False  # No answer came: it may also have had no effect.

    def may_follow(self, value):
        return (self.sees is ANY or self.sees == value) and (self.missed is ANY or self.missed != value)

    def value_after(self, value):
        return value if self.writes is KEEP else self.writes


def is_linearizable(operations, value):
    """`value` is the register's before all of them. REQUIRES: values can be hashed."""
    operations = sorted(operations, key=lambda operation: operation.start)
    everything = (1 << len(operations)) - 1
    tried = set()
    waiting = [(0, 0, value)]  # Operations done as bits, how many of the first are done, the value then.
    while waiting:
        done, first, value = waiting.pop()
        while first < len(operations) and done >> first & 1:
            first += 1
        if done == everything:
            return True
        if (done, value) in tried:
            continue
        tried.add((done, value))
        for number in _next(operations, done, first):
            operation = operations[number]
            after = done | 1 << number
            if operation.maybe:
                waiting.append((after, first, value))
            if operation.may_follow(value):
                waiting.append((after, first, operation.value_after(value)))
    return False


def _next(operations, done, first):
    """Those that can be next: nothing else that is left ended before they started. The latest first."""
    found, earliest_end = [], None
    for number in range(first, len(operations)):
        if done >> number & 1:
            continue
        if earliest_end is not None and operations[number].start > earliest_end:
            break
        found.append(number)
        end = operations[number].end
        earliest_end = end if earliest_end is None else min(earliest_end, end)
    return reversed([number for number in found if operations[number].start <= earliest_end])
