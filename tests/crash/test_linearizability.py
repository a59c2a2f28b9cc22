# SPDX-License-Identifier: Apache-2.0
"""The checker of histories knows right ones from wrong ones."""

import itertools
import random

from crash.linearizability import KEEP, Operation, is_linearizable


def read(start, end, value):
    return Operation(start, end, sees=value)


def write(start, end, value, **more):
    return Operation(start, end, writes=value, **more)


def test_reads_see_the_write_before_them():
    assert is_linearizable([write(0, 1, "a"), read(2, 3, "a")], None)
    assert not is_linearizable([write(0, 1, "a"), read(2, 3, None)], None)


def test_a_read_during_a_write_may_see_either():
    for value in (None, "a"):
        assert is_linearizable([write(0, 10, "a"), read(2, 3, value)], None)


def test_a_value_that_was_seen_does_not_go_again():
    assert not is_linearizable([write(0, 10, "a"), read(1, 2, "a"), read(3, 4, None)], None)


def test_a_write_without_an_answer_may_have_happened():
    unknown = write(0, 9, "a", maybe=True)
    assert is_linearizable([unknown, read(10, 11, None)], None)
    assert is_linearizable([unknown, read(10, 11, "a")], None)
    assert not is_linearizable([unknown, read(10, 11, "a"), read(12, 13, None)], None)
    assert not is_linearizable([write(0, 9, "a"), read(10, 11, None)], None)


def test_one_of_two_conditional_writes_wins():
    both = [Operation(0, 5, sees=None, writes="a"), Operation(0, 5, sees=None, writes="b")]
    assert not is_linearizable(both, None)
    assert is_linearizable([both[0], Operation(0, 5, missed=None)], None)
    assert not is_linearizable([both[0], Operation(6, 7, missed="a")], None)


def in_some_order(operations, value):
    """The definition, tried out."""
    maybe = [operation for operation in operations if operation.maybe]
    for count in range(len(maybe) + 1):
        for left_out in itertools.combinations(maybe, count):
            kept = [operation for operation in operations if operation not in left_out]
            if any(is_legal(order, value) for order in itertools.permutations(kept)):
                return True
    return False


def is_legal(order, value):
    for number, operation in enumerate(order):
        if any(later.end < operation.start for later in order[number + 1:]) or not operation.may_follow(value):
            return False
        value = operation.value_after(value)
    return True


def test_it_agrees_with_the_definition_on_random_histories():
    chance = random.Random(5)
    verdicts = {True: 0, False: 0}
    for _ in range(1500):
        operations = []
        for number in range(chance.randint(1, 5)):
            start = chance.randint(0, 12)
            kind = chance.choice(["read", "write", "swap", "miss"])
            values = [None, 0, 1, 2]
            operations.append(Operation(
                start, start + chance.randint(0, 6) + number / 100,
                **({"sees": chance.choice(values)} if kind in ("read", "swap") else {}),
                **({"missed": chance.choice(values)} if kind == "miss" else {}),
                writes=number if kind in ("write", "swap") else KEEP,
                maybe=kind == "write" and chance.random() < 0.3))
        verdict = in_some_order(operations, None)
        assert is_linearizable(operations, None) == verdict, operations
        verdicts[verdict] += 1
    assert min(verdicts.values()) > 200, verdicts
