# SPDX-License-Identifier: Apache-2.0
"""Random expressions. Most are valid; the placeholders they use are collected beside them."""

from differential.values import NAMES

COMPARISONS = ["=", "<>", "<", "<=", ">", ">="]


class Expressions:
    """The expressions of one request, with their names and values.

    `attributes` are top-level names that a path may begin with: {name: type}, the type "" where it may be
    anything."""

    def __init__(self, random, values, attributes):
        self.random = random
        self.values = values
        self.attributes = {**{n: "" for n in NAMES}, **attributes}
        self.names = {}
        self.placeholders = {}

    def parameters(self):
        """The members of a request that hold the placeholders."""
        members = {}
        if self.names:
            members["ExpressionAttributeNames"] = dict(self.names)
        if self.placeholders:
            members["ExpressionAttributeValues"] = dict(self.placeholders)
        return members

    # Parts.

    def name(self, name):
        if self.random.random() < 0.75:
            return name
        placeholder = f"#{name}"
        self.names[placeholder] = name
        return placeholder

    def value(self, value):
        for placeholder, known in self.placeholders.items():
            if known == value and self.random.random() < 0.7:
                return placeholder
        placeholder = f":v{len(self.placeholders)}"
        self.placeholders[placeholder] = value
        return placeholder

    def path(self, top=None):
        r = self.random
        path = self.name(top or r.choice(list(self.attributes)))
        nested = path in ("m", "#m", "l", "#l") and r.random() < 0.7 or r.random() < 0.1
        while nested:
            path += f"[{r.choice([0, 0, 1, 2, 5])}]" if path[-1] == "l" or r.random() < 0.25 \
                else f".{self.name(r.choice(NAMES))}"
            nested = r.random() < 0.25
        return path

    def constant(self, *types):
        kind = self.random.choice(types) if types else None
        value = self.values.of_type(kind) if kind else self.values.any()
        if not types and self.random.random() < 0.5:
            value = {"N": self.values.number()}
        return self.value(value)

    def operand(self):
        chance = self.random.random()
        if chance < 0.45:
            return self.path()
        if chance < 0.9:
            return self.constant()
        return f"size({self.path()})"

    # Conditions and filters.

    def condition(self, depth=2):
        r = self.random
        if depth > 0 and r.random() < 0.45:
            kind = r.choice(["AND", "OR", "NOT", "("])
            if kind == "NOT":
                return f"NOT {self.condition(depth - 1)}"
            if kind == "(":
                return f"({self.condition(depth - 1)}) {r.choice(['AND', 'or'])} {self.condition(depth - 1)}"
            return f"{self.condition(depth - 1)} {kind} {self.condition(depth - 1)}"
        return self.predicate()

    def predicate(self):
        r = self.random
        kind = r.choice(["compare", "compare", "compare", "between", "in", "exists", "exists", "type", "begins",
                         "contains", "contains", "document"])
        if kind == "compare":
            return f"{self.operand()} {r.choice(COMPARISONS)} {self.operand()}"
        if kind == "between":
            return self.between(self.operand(), r.choice(["S", "N", "B"]))
        if kind == "in":
            return f"{self.operand()} IN ({', '.join(self.operand() for _ in range(r.randint(1, 3)))})"
        if kind == "exists":
            return f"{r.choice(['attribute_exists', 'attribute_not_exists'])}({self.path()})"
        if kind == "type":
            kind = r.choice(["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"])
            return f"attribute_type({self.path()}, {self.value({'S': kind})})"
        if kind == "document":
            # A value of the same type as what usually stands there, so that equality has a chance.
            path, types = r.choice([("l", ["L"]), ("m", ["M"]), ("b", ["S", "SS"]), ("a", ["N", "NS"]), ("l[0]", []), ("m.a", [])])
            return f"{path} {r.choice(['=', '<>'])} {self.constant(*types)}"
        if kind == "begins":
            return f"begins_with({self.path()}, {self.constant('S', 'S', 'B')})"
        return f"contains({self.operand()}, {self.operand() if r.random() < 0.3 else self.constant('S', 'N', 'B')})"

    def between(self, operand, kind):
        if self.random.random() < 0.3:
            return f"{operand} BETWEEN {self.operand()} AND {self.operand()}"
        low, high = self.values.of_type(kind), self.values.of_type(kind)
        if kind == "S" and low["S"].encode() > high["S"].encode() and self.random.random() < 0.9:
            low, high = high, low
        return f"{operand} BETWEEN {self.value(low)} AND {self.value(high)}"

    # Projections.

    def projection(self):
        r = self.random
        if r.random() < 0.3:
            return ", ".join(self.path() for _ in range(r.randint(1, 4)))
        tops = r.sample(list(self.attributes), r.randint(1, min(4, len(self.attributes))))
        return ", ".join(self.path(top) for top in tops)

    # Updates.

    def update(self, avoided=()):
        """Sections in a random order. Attributes of keys (`avoided`) are seldom touched."""
        r = self.random
        tops = [n for n in self.attributes if n not in avoided or r.random() < 0.02]
        r.shuffle(tops)
        sections = []
        for section in r.sample(["SET", "SET", "REMOVE", "ADD", "DELETE"], r.randint(1, 3)):
            if any(s.startswith(section) for s in sections) and r.random() < 0.95:
                continue
            clauses = [self.clause(section, tops.pop()) for _ in range(r.randint(1, 3)) if tops]
            if clauses:
                sections.append(f"{section} {', '.join(clauses)}")
        return " ".join(sections) or "REMOVE a"

    def clause(self, section, top):
        path = self.path(top)
        if section == "SET":
            return f"{path} = {self.set_value(top)}"
        if section == "REMOVE":
            return path
        kinds = ["SS", "NS", "BS"] + (["N", "N", "N"] if section == "ADD" else [])
        return f"{path} {self.constant(*kinds)}"

    def set_value(self, top):
        r = self.random
        kind = self.attributes[top]
        if kind and r.random() < 0.9:
            return self.value(self.values.key(kind))
        chance = r.random()
        if chance < 0.45:
            return self.set_operand()
        if chance < 0.75:
            return f"{self.set_operand('N')} {r.choice('+-')} {self.set_operand('N')}"
        return f"list_append({self.set_operand('L')}, {self.set_operand('L')})"

    def set_operand(self, kind=None, depth=1):
        r = self.random
        chance = r.random()
        if depth and chance < 0.2:
            return f"if_not_exists({self.path()}, {self.set_operand(kind, depth - 1)})"
        if chance < 0.55:
            usual = {"N": "a", "L": "l"}
            return self.path(usual[kind] if kind in usual and r.random() < 0.7 else None)
        return self.constant(kind) if kind and r.random() < 0.95 else self.value(self.values.any())

    # Key conditions.

    def key_condition(self, source, types):
        """For a table or an index: its partition key and, maybe, its sort key."""
        r = self.random
        parts = [f"{self.name(source.partition)} = {self.value(self.values.key(types[source.partition]))}"]
        if source.sort and r.random() < 0.6:
            kind = types[source.sort]
            name = self.name(source.sort)
            operator = r.choice(COMPARISONS[:1] + COMPARISONS[2:] + ["BETWEEN", "begins_with"])
            if operator == "begins_with" and kind != "N":
                parts.append(f"begins_with({name}, {self.value(self.values.key(kind))})")
            elif operator == "BETWEEN":
                bounds = sorted((self.values.key(kind) for _ in range(2)), key=order)
                parts.append(f"{name} BETWEEN {self.value(bounds[0])} AND {self.value(bounds[1])}")
            else:
                operator = ">=" if operator == "begins_with" else operator
                parts.append(f"{name} {operator} {self.value(self.values.key(kind))}")
        if r.random() < 0.2:
            parts.reverse()
        return " AND ".join(parts)


def order(value):
    """A sort key of key values, near enough: bounds in the wrong order are a fault like any other."""
    [(kind, content)] = value.items()
    try:
        return (kind, float(content) if kind == "N" else str(content).encode())
    except ValueError:
        return (kind, 0.0)
