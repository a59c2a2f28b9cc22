# SPDX-License-Identifier: Apache-2.0
"""Random attribute values: few different ones, so that they meet, and now and then a strange one."""

import base64

NAMES = ["a", "b", "c", "d", "m", "l"]  # Of attributes and of members of maps.
TYPES = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]
SCALARS = ["S", "N", "B"]
STRINGS = ["", "a", "b", "ab", "abc", "B", "ä", "a b", "zz", "\u0000", "😀", "1"]
BINARIES = [b"", b"a", b"b", b"ab", b"abc", b"\x00", b"\xff", b"\xff\x00"]
PLAIN_NUMBERS = ["0", "1", "2", "3", "-1", "10", "1.5", "-2.25", "100"]
STRANGE_NUMBERS = [
    "+1", "1.0", "01", "1e2", "1E-2", ".5", "5.", "-0", "0.0", "1e125", "-9.9999999999999999999999999999999999999e125",
    "1e-130", "99999999999999999999999999999999999999", "0.1234567890123456789012345678901234567",
    "12345678901234567890", "1e37", "-1e38", "123456789.123456789", "0e500", "10e-131", "1000000000000000000000"]
KEYS = {
    "S": ["a", "b", "ab", "ä", "1"],
    "N": ["0", "1", "2", "-1", "1.5", "10"],
    "B": [b"a", b"b", b"ab", b"\xff"],
}


class Values:
    """Makes values from `random`."""

    def __init__(self, random):
        self.random = random

    def text(self):
        if self.random.random() < 0.03:
            return "x" * self.random.choice([500, 1000, 1020, 2000, 4090, 9000])  # Costs more than one unit.
        return self.random.choice(STRINGS)

    def binary(self):
        return encode(self.random.choice(BINARIES))

    def number(self):
        if self.random.random() < 0.85:
            return self.random.choice(PLAIN_NUMBERS)
        if self.random.random() < 0.7:
            return self.random.choice(STRANGE_NUMBERS)
        digits = "".join(self.random.choice("0123456789") for _ in range(self.random.randint(1, 40)))
        point = self.random.randint(0, len(digits))
        text = self.random.choice(["", "-"]) + (digits[:point] or "0") + (f".{digits[point:]}" if digits[point:] else "")
        if self.random.random() < 0.4:
            text += f"E{self.random.randint(-135, 130)}"
        return text

    def key(self, kind):
        """A value for a key attribute of this type."""
        if kind == "N" and self.random.random() < 0.05:
            return {"N": self.number()}
        value = self.random.choice(KEYS[kind])
        return {kind: encode(value) if kind == "B" else value}

    def of_type(self, kind, depth=2):
        r = self.random
        if kind == "S":
            return {"S": self.text()}
        if kind == "N":
            return {"N": self.number()}
        if kind == "B":
            return {"B": self.binary()}
        if kind == "BOOL":
            return {"BOOL": r.random() < 0.5}
        if kind == "NULL":
            return {"NULL": True}
        if kind == "SS":
            return {"SS": r.sample(STRINGS, r.randint(1, 3))}
        if kind == "NS":
            return {"NS": r.sample(PLAIN_NUMBERS, r.randint(1, 3))}
        if kind == "BS":
            return {"BS": [encode(b) for b in r.sample(BINARIES, r.randint(1, 3))]}
        if kind == "L":
            return {"L": [self.any(depth - 1) for _ in range(r.randint(0, 3))]}
        return {"M": {name: self.any(depth - 1) for name in r.sample(NAMES, r.randint(0, 3))}}

    def any(self, depth=2):
        weights = [6, 8, 3, 2, 1, 2, 2, 1, 5, 5] if depth > 0 else [6, 8, 3, 2, 1, 2, 2, 1, 0, 0]
        return self.of_type(self.random.choices(TYPES, weights)[0], depth)

    def attributes(self):
        """Attributes that are in no key."""
        names = self.random.sample(NAMES, self.random.randint(0, 4))
        # a is often a number, l a list and m a map, so that paths lead somewhere.
        usual = {"a": "N", "l": "L", "m": "M", "b": "S"}
        return {n: self.of_type(usual[n]) if n in usual and self.random.random() < 0.6 else self.any() for n in names}

    def item_key(self, table):
        return {name: self.key(table.types[name]) for name in table.keys}

    def item(self, table):
        item = self.item_key(table)
        for name, kind in table.types.items():
            if name not in item and self.random.random() < 0.6:
                item[name] = self.key(kind)
        return {**item, **self.attributes()}


def encode(data):
    return base64.b64encode(data).decode()
