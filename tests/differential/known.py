# SPDX-License-Identifier: Apache-2.0
"""The list of known differences: known_differences.toml, which says how its entries are read."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("known_differences.toml")
PATTERNS = ("magneto", "witness", "at", "request")
REQUIRED = {"kind", "right", "why", "source"}
MEMBERS = REQUIRED | {"operations", *PATTERNS}
KINDS = ("verdict", "error", "message", "answer", "any")
RIGHT = ("Magneto", "both")


@dataclass(frozen=True)
class Known:
    """One entry. What it leaves out matches everything."""

    kind: str
    right: str
    why: str
    source: str
    operations: tuple
    patterns: dict

    def explains(self, operation, request, difference):
        if self.kind not in ("any", difference.kind) or (self.operations and operation not in self.operations):
            return False
        texts = {"magneto": difference.magneto, "witness": difference.witness, "at": difference.at}
        for name, pattern in self.patterns.items():
            text = json.dumps(request, ensure_ascii=False) if name == "request" else texts[name]
            if not pattern.search(text):
                return False
        return True


def read_known(file=FILE):
    """The entries. Raises ValueError where one is not as it should be."""
    return [make_known(entry) for entry in tomllib.loads(file.read_text()).get("difference", [])]


def make_known(entry):
    if not REQUIRED <= entry.keys() or not entry.keys() <= MEMBERS:
        raise ValueError(f"an entry has {sorted(entry)}, needs {sorted(REQUIRED)} and may have {sorted(MEMBERS)}")
    if entry["kind"] not in KINDS or entry["right"] not in RIGHT:
        raise ValueError(f"kind is one of {KINDS}, right one of {RIGHT}: {entry}")
    patterns = {name: re.compile(entry[name], re.S) for name in PATTERNS if name in entry}
    return Known(entry["kind"], entry["right"], entry["why"], entry["source"], tuple(entry.get("operations", ())), patterns)


def explanation(known, operation, request, difference):
    """The first entry that explains the difference, or None."""
    return next((entry for entry in known if entry.explains(operation, request, difference)), None)
