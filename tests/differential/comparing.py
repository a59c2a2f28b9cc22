# SPDX-License-Identifier: Apache-2.0
"""Whether two answers are the same, in all that the API promises."""

import json
import re
from dataclasses import dataclass

# What each server makes up for itself.
OWN = {"CreationDateTime", "TableArn", "IndexArn", "TableId", "LatestStreamArn", "LatestStreamLabel",
       "LastUpdateToPayPerRequestDateTime", "LastIncreaseDateTime", "LastDecreaseDateTime"}
SETS = ("SS", "NS", "BS")
# The constraint of the service model that a validation error names: "'x' failed to satisfy constraint: y".
CONSTRAINT = re.compile(r"at '([^']*)' failed to satisfy constraint: (.*?)(?:; Value|$)", re.S)


@dataclass(frozen=True)
class Difference:
    """`kind` is "verdict" (one accepts, one refuses), "error" (its name), "message" or "answer"; `magneto` and
    `witness` are what differs; `at` is where in the answer."""

    kind: str
    magneto: str
    witness: str
    at: str = ""

    def summary(self):
        where = f" at {self.at}" if self.at else ""
        return f"{self.kind}{where}\n    Magneto: {self.magneto}\n    witness: {self.witness}"


def canonical(node):
    """The answer with its sets sorted, and without what each server makes up for itself."""
    if isinstance(node, dict):
        if len(node) == 1:
            [(kind, content)] = node.items()
            if kind in SETS and isinstance(content, list):
                return {kind: sorted(content)}
        return {name: canonical(child) for name, child in node.items() if name not in OWN}
    if isinstance(node, list):
        return [canonical(child) for child in node]
    if isinstance(node, float) and node.is_integer():
        return int(node)
    return node


def unordered(answer, members):
    """The answer with these lists sorted: those whose order the service does not promise."""
    answer = dict(answer)
    for member in members:
        if isinstance(answer.get(member), list):
            answer[member] = sorted(answer[member], key=text_of)
        elif isinstance(answer.get(member), dict):
            answer[member] = {name: sorted(items, key=text_of) if isinstance(items, list) else items
                              for name, items in answer[member].items()}
    return answer


def text_of(node):
    return json.dumps(node, sort_keys=True, ensure_ascii=False)


def first_difference(one, other, at=""):
    """(where, this, that) of the first place where two answers differ, or None."""
    if type(one) is type(other) and isinstance(one, dict):
        for name in sorted(one.keys() | other.keys()):
            where = f"{at}.{name}" if at else name
            if name not in one or name not in other:
                return where, text_of(one.get(name)), text_of(other.get(name))
            found = first_difference(one[name], other[name], where)
            if found:
                return found
        return None
    if type(one) is type(other) and isinstance(one, list):
        if len(one) != len(other):
            return at, text_of(one), text_of(other)
        for index, (left, right) in enumerate(zip(one, other)):
            found = first_difference(left, right, f"{at}[{index}]")
            if found:
                return found
        return None
    return None if one == other and isinstance(one, bool) == isinstance(other, bool) else (at, text_of(one), text_of(other))


def same_constraint(magneto, witness):
    """Whether the one constraint that Magneto names is among those that the witness lists."""
    ours, theirs = (CONSTRAINT.findall(text) for text in (magneto, witness))
    return bool(ours) and "validation error" in witness and set(ours) <= set(theirs)


def compare(magneto, witness, any_order=()):
    """The Difference of two Answers, or None."""
    if magneto.ok != witness.ok:
        return Difference("verdict", brief(magneto), brief(witness))
    if magneto.error != witness.error:
        return Difference("error", magneto.summary(), witness.summary())
    if magneto.message != witness.message and not same_constraint(magneto.message, witness.message):
        return Difference("message", magneto.summary(), witness.summary())
    ours, theirs = (unordered(canonical(strip(answer.body)), any_order) for answer in (magneto, witness))
    found = first_difference(ours, theirs)
    return Difference("answer", found[1], found[2], found[0]) if found else None


def strip(body):
    return {name: value for name, value in body.items() if name not in ("__type", "message", "Message")}


def brief(answer):
    return "ok " + text_of(answer.body)[:300] if answer.ok else answer.summary()
