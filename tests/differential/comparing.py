# SPDX-License-Identifier: Apache-2.0
"""Whether two answers are the same, in all that the API promises."""

import json
import re
from dataclasses import dataclass
from decimal import Context, Decimal

from differential.wordings import meaning

KINDS = ("verdict", "error", "message", "answer")

# What each server makes up for itself.
OWN = {"CreationDateTime", "TableArn", "IndexArn", "TableId", "LatestStreamArn", "LatestStreamLabel",
       "LastUpdateToPayPerRequestDateTime", "LastIncreaseDateTime", "LastDecreaseDateTime"}
EXACT = Context(prec=200)
# Lists of a table's description, in no order that is promised, and what their elements are called by.
NAMED = {"AttributeDefinitions": "AttributeName", "GlobalSecondaryIndexes": "IndexName", "LocalSecondaryIndexes": "IndexName",
         "NonKeyAttributes": None}
SETS = ("SS", "NS", "BS")
# The constraint of the service model that a validation error names: "'x' failed to satisfy constraint: y".
CONSTRAINT = re.compile(r"at '([^']*)' failed to satisfy constraint: (.*?)(?:; Value|$)", re.S)


@dataclass(frozen=True)
class Difference:
    """`kind` (of KINDS) is "verdict" (one accepts, one refuses), "error" (its name), "message" or "answer"; `magneto` and
    `witness` are what differs; `at` is where in the answer."""

    kind: str
    magneto: str
    witness: str
    at: str = ""

    def summary(self):
        where = f" at {self.at}" if self.at else ""
        return f"{self.kind}{where}\n    Magneto: {self.magneto}\n    witness: {self.witness}"


def canonical(node):
    """The answer with its sets sorted, numbers in one form, and without what each server makes up for itself."""
    if isinstance(node, dict):
        if len(node) == 1:
            [(kind, content)] = node.items()
            if kind == "N":
                return {kind: number(content)}
            if kind in SETS and isinstance(content, list):
                return {kind: sorted(map(number, content) if kind == "NS" else content)}
        return {name: meaning(child) if is_error_text(name, child) else canonical(in_order(name, child))
                for name, child in node.items() if name not in OWN}
    if isinstance(node, list):
        return [canonical(child) for child in node]
    if isinstance(node, float) and node.is_integer():
        return int(node)
    return node


def is_error_text(member, node):
    """Of one statement, or of one reason for a cancelled transaction."""
    return member == "Message" and isinstance(node, str)


def in_order(member, node):
    if member not in NAMED or not isinstance(node, list):
        return node
    return sorted(node, key=lambda element: text_of(element.get(NAMED[member])) if NAMED[member] else element)


def number(text):
    """Its value, written in one way: DynamoDB Local gives some numbers back as they were written."""
    try:
        return str(Decimal(text).normalize(EXACT) + 0)
    except ArithmeticError:
        return text


def unordered(answer, members):
    """The answer with these lists sorted: those whose order the service does not promise."""
    def ordered(items):
        return sorted(items, key=order_of) if isinstance(items, list) else items

    answer = dict(answer)
    for member in members:
        if isinstance(answer.get(member), dict):
            answer[member] = {name: ordered(items) for name, items in answer[member].items()}
        elif member in answer:
            answer[member] = ordered(answer[member])
    return answer


def order_of(element):
    """Consumed capacity is told apart by its table, items by all that they are."""
    return element["TableName"] if isinstance(element, dict) and isinstance(element.get("TableName"), str) else text_of(element)


def text_of(node):
    return json.dumps(node, sort_keys=True, ensure_ascii=False)


def differing_places(one, other, at=""):
    """(where, this, that) of all places in which two answers differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        # Of a statement that only one refuses, what else is in its answer follows from that.
        refused_by_one = ("Error" in one) != ("Error" in other)
        for name in ["Error"] if refused_by_one else sorted(one.keys() | other.keys()):
            where = f"{at}.{name}" if at else name
            if name in one and name in other:
                yield from differing_places(one[name], other[name], where)
            else:
                yield where, text_of(one.get(name)), text_of(other.get(name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other)):
            yield from differing_places(left, right, f"{at}[{index}]")
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield at, text_of(one), text_of(other)


def same_constraint(magneto, witness):
    """Whether the one constraint that Magneto names is among those that the witness lists."""
    ours, theirs = (CONSTRAINT.findall(text) for text in (magneto, witness))
    return bool(ours) and "validation error" in witness and set(ours) <= set(theirs)


def compare(magneto, witness, any_order=()):
    """The Differences of two Answers: at most one, if one of them is an error."""
    if magneto.ok != witness.ok:
        return [Difference("verdict", brief(magneto), brief(witness))]
    if magneto.error != witness.error:
        return [Difference("error", magneto.summary(), witness.summary())]
    if meaning(magneto.message) != meaning(witness.message) and not same_constraint(magneto.message, witness.message):
        return [Difference("message", magneto.summary(), witness.summary())]
    ours, theirs = (unordered(canonical(strip(answer.body)), any_order) for answer in (magneto, witness))
    return [Difference("answer", this, that, at) for at, this, that in differing_places(ours, theirs)]


def strip(body):
    return {name: value for name, value in body.items() if name not in ("__type", "message", "Message")}


def brief(answer):
    return "ok " + text_of(answer.body)[:300] if answer.ok else answer.summary()
