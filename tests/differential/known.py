# SPDX-License-Identifier: Apache-2.0
"""The list of known differences: known_differences.toml, which says how its entries are read."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from differential.comparing import KINDS

FILE = Path(__file__).with_name("known_differences.toml")
PATTERNS = ("magneto", "witness", "at", "request", "after")
REQUIRED = {"kind", "right", "why", "source"}
MEMBERS = REQUIRED | {"operations", *PATTERNS}
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

    def explains(self, finding):
        if self.kind not in ("any", finding.difference.kind) or (self.operations and finding.operation not in self.operations):
            return False
        if "after" in self.patterns and not finding.small:
            return False  # Everything comes after something.
        return all(pattern.search(text_of(name, finding)) for name, pattern in self.patterns.items())


def text_of(name, finding):
    """What a pattern of this name is looked for in."""
    if name == "request":
        return json.dumps(finding.request, ensure_ascii=False)
    if name == "after":
        return "\n".join(json.dumps(request, ensure_ascii=False) for _, request in finding.history)
    return getattr(finding.difference, name)


def read_known(file=FILE):
    """The entries. Raises ValueError where one is not as it should be."""
    return [make_known(entry) for entry in tomllib.loads(file.read_text()).get("difference", [])]


def make_known(entry):
    if not REQUIRED <= entry.keys() or not entry.keys() <= MEMBERS:
        raise ValueError(f"an entry has {sorted(entry)}, needs {sorted(REQUIRED)} and may have {sorted(MEMBERS)}")
    if entry["kind"] not in (*KINDS, "any") or entry["right"] not in RIGHT:
        raise ValueError(f"kind is one of {KINDS}, right one of {RIGHT}: {entry}")
    patterns = {name: re.compile(entry[name], re.S) for name in PATTERNS if name in entry}
    return Known(entry["kind"], entry["right"], entry["why"], entry["source"], tuple(entry.get("operations", ())), patterns)


def explanation(known, finding):
    """The first entry that explains the difference, or None."""
    return next((entry for entry in known if entry.explains(finding)), None)
