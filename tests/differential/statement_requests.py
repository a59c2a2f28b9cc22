# SPDX-License-Identifier: Apache-2.0
"""PartiQL: statements alone, in batches and in transactions."""

import json

from differential.expressions import COMPARISONS
from differential.item_requests import ItemRequests
from differential.values import NAMES

TYPES = ["MISSING", "NULL", "BOOLEAN", "BLOB", "STRING", "NUMERIC", "STRUCT", "TUPLE", "LIST"]
RETURNING = ["ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW"]


class Statement:
    """One statement, written part by part; values are literals, or parameters in the order in which they stand."""

    def __init__(self, random, values, table):
        self.random = random
        self.values = values
        self.table = table
        self.parameters = []

    def members(self, text):
        """The members of a request that the statement is. `text` was made by this object, in its order."""
        return {"Statement": text, **({"Parameters": self.parameters} if self.parameters else {})}

    # Parts.

    def value(self, value):
        if self.random.random() < 0.3 or not is_writable(value):
            self.parameters.append(value)
            return "?"
        return literal(value)

    def name(self, name):
        return f'"{name}"' if self.random.random() < 0.2 else name

    def source(self, index=None):
        table = f'"{self.table.name}"'
        return f'{table}."{index.name}"' if index else table

    def path(self, top=None):
        r = self.random
        top = top or r.choice([*self.table.types, *NAMES])
        path = self.name(top)
        nested = top in ("m", "l") and r.random() < 0.6 or r.random() < 0.07
        while nested:
            path += f"[{r.choice([0, 0, 1, 2, 5])}]" if top == "l" or r.random() < 0.2 else f".{self.name(r.choice(NAMES))}"
            nested = r.random() < 0.25
        return path

    def operand(self):
        chance = self.random.random()
        if chance < 0.5:
            return self.path()
        return self.value(self.values.any()) if chance < 0.95 else f"size({self.path()})"

    def constant(self, *types):
        return self.value(self.values.of_type(self.random.choice(types)))

    # WHERE.

    def condition(self, depth=2):
        r = self.random
        if depth > 0 and r.random() < 0.4:
            form = r.choice(["{} AND {}", "{} OR {}", "({}) AND {}", "{} and ({} or {})"])
            return form.format(*(self.condition(depth - 1) for _ in range(form.count("{}"))))
        return f"NOT ({self.predicate()})" if r.random() < 0.1 else self.predicate()

    def predicate(self):
        r = self.random
        kind = r.choice(["compare", "compare", "compare", "between", "in", "is", "is", "type", "begins", "contains"])
        if kind == "compare":
            usual, types = r.choice([("a", ["N"]), ("b", ["S"]), ("l", ["L"]), ("m", ["M"]), ("c", ["BOOL", "SS", "NULL"])])
            if r.random() < 0.6:
                return f"{self.path(usual)} {r.choice(COMPARISONS)} {self.constant(*types)}"
            return f"{self.operand()} {r.choice(COMPARISONS + ['!='])} {self.operand()}"
        if kind == "between":
            return f"{self.path()} {r.choice(['', '', 'NOT '])}BETWEEN {self.constant('N', 'S')} AND {self.constant('N', 'S')}"
        if kind == "in":
            opening, closing = r.choice(["[]", "()"])
            several = ", ".join([self.operand() for _ in range(r.randint(1, 3))])
            return f"{self.path()} {r.choice(['', '', 'NOT '])}IN {opening}{several}{closing}"
        if kind == "is":
            return f"{self.path()} IS {r.choice(['', 'NOT '])}{r.choice(TYPES[:2] * 3 + TYPES)}"
        if kind == "type":
            return f"attribute_type({self.path()}, {self.value({'S': r.choice(['S', 'N', 'L', 'M', 'SS', 'BOOL'])})})"
        if kind == "begins":
            return f"begins_with({self.path()}, {self.constant('S', 'S', 'B')})"
        return f"contains({self.path()}, {self.constant('S', 'N')})"

    def key(self, source=None):
        """A condition that names the key of the table, or the partition key of an index and maybe its sort key."""
        r = self.random
        source = source or self.table
        parts = []
        for name in [source.partition] + ([source.sort] if source.sort else []):
            value = self.values.key(self.table.types[name])
            swapped = r.random() < 0.05
            parts.append(f"{self.value(value)} = {self.name(name)}" if swapped else f"{self.name(name)} = {self.value(value)}")
        return " AND ".join(parts)

    def where(self, key):
        """The key and, maybe, a condition; now and then not the whole key."""
        chance = self.random.random()
        if chance < 0.7:
            return f"WHERE {key()}"
        if chance < 0.94:
            return f"WHERE {key()} AND {self.condition(1)}"
        return f"WHERE {self.condition()}"

    # Statements.

    def select(self):
        r = self.random
        index = r.choice(self.table.indexes) if self.table.indexes and r.random() < 0.3 else None
        source = index or self.table
        columns = "*" if r.random() < 0.5 else ", ".join([self.path() for _ in range(r.randint(1, 3))])
        text = f"{r.choice(['SELECT', 'select'])} {columns} FROM {self.source(index)}"
        kind = r.random()
        if kind < 0.4:
            text += f" {self.where(lambda: self.key(source))}"
        elif kind < 0.6:
            text += f" WHERE {self.partition(source)}"
            if r.random() < 0.3:
                text += f" AND {self.condition(1)}"
        elif kind < 0.9:
            text += f" WHERE {self.condition()}"
        if source.sort and r.random() < 0.15:
            text += f" ORDER BY {self.name(source.sort)}{r.choice(['', ' ASC', ' DESC'])}"
        return text

    def partition(self, source):
        """One partition or some, and maybe a range of sort keys."""
        r = self.random
        kind = self.table.types[source.partition]
        if r.random() < 0.3:
            several = ", ".join([self.value(self.values.key(kind)) for _ in range(r.randint(1, 3))])
            text = f"{self.name(source.partition)} IN [{several}]"
        else:
            text = f"{self.name(source.partition)} = {self.value(self.values.key(kind))}"
        if source.sort and r.random() < 0.5:
            kind = self.table.types[source.sort]
            text += f" AND {self.name(source.sort)} {r.choice(COMPARISONS)} {self.value(self.values.key(kind))}"
        return text

    def insert(self):
        item = self.values.item(self.table)
        members = ", ".join([f"'{name}': {self.value(value)}" for name, value in item.items()])
        return f"INSERT INTO {self.source()} VALUE {{{members}}}"

    def delete(self):
        text = f"DELETE FROM {self.source()} {self.where(self.key)}"
        return text + (f" RETURNING {self.random.choice(RETURNING)} *" if self.random.random() < 0.3 else "")

    def update(self):
        r = self.random
        tops = [name for name in [*self.table.types, *NAMES] if name not in self.table.keys or r.random() < 0.02]
        r.shuffle(tops)
        actions = " ".join([self.action(tops.pop()) for _ in range(r.randint(1, 3))])
        text = f"UPDATE {self.source()} {actions} {self.where(self.key)}"
        return text + (f" RETURNING {r.choice(RETURNING)} *" if r.random() < 0.5 else "")

    def action(self, top):
        r = self.random
        path = self.path(top)
        if r.random() < 0.25:
            return f"REMOVE {path}"
        if top in self.table.types and r.random() < 0.9:
            return f"SET {path} = {self.value(self.values.key(self.table.types[top]))}"
        kind = r.choice(["value", "value", "path", "sum", "append", "set", "if_not_exists"])
        if kind == "sum":
            return f"SET {path} = {r.choice([path, 'a'])} {r.choice('+-')} {self.constant('N')}"
        if kind == "append":
            return f"SET {path} = list_append({r.choice([path, 'l'])}, {self.constant('L')})"
        if kind == "set":
            return f"SET {path} = {r.choice(['set_add', 'set_delete'])}({path}, {self.constant('SS', 'NS', 'N')})"
        if kind == "if_not_exists":
            return f"SET {path} = if_not_exists({self.path()}, {self.operand()})"
        return f"SET {path} = {self.path() if kind == 'path' else self.value(self.values.any())}"


class StatementRequests(ItemRequests):
    def statement(self, kinds):
        """The members of one statement: {"Statement": ..., "Parameters": ...}."""
        statement = Statement(self.random, self.values, self.table())
        return statement.members(getattr(statement, self.random.choice(kinds))())

    def execute(self):
        request = self.statement(["select", "select", "select", "insert", "insert", "update", "update", "delete"])
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        self.maybe(request, "ReturnValuesOnConditionCheckFailure", ["ALL_OLD", "NONE"], 0.2)
        if request["Statement"].lower().startswith("select"):
            self.maybe(request, "ConsistentRead", [True, False], 0.1)
            self.maybe(request, "Limit", [1, 2, 100], 0.15)
        return "ExecuteStatement", request

    def batch(self):
        statements = [self.statement(self.kinds("select")) for _ in range(self.random.randint(1, 4))]
        request = {"Statements": statements}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        return "BatchExecuteStatement", request

    def transact(self):
        kinds = self.kinds("exists")
        statements = [self.exists() if kind == "exists" else self.statement([kind]) for kind in kinds]
        request = {"TransactStatements": statements}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        return "ExecuteTransaction", request

    def kinds(self, also):
        """Some statements that read, or some that write. (Both together are a fault.)"""
        r = self.random
        if r.random() < 0.3:
            return ["select"]
        return [r.choice(["insert", "update", "delete", also]) for _ in range(r.randint(1, 4))]

    def exists(self):
        statement = Statement(self.random, self.values, self.table())
        text = f"EXISTS(SELECT * FROM {statement.source()} WHERE {statement.key()} AND {statement.condition(0)})"
        return statement.members(text)


def is_writable(value):
    """Whether the value has a literal: binary values have none."""
    [(kind, content)] = value.items()
    if kind in ("L", "M"):
        return all(map(is_writable, content if kind == "L" else content.values()))
    return kind not in ("B", "BS")


def literal(value):
    [(kind, content)] = value.items()
    if kind == "S":
        return text(content)
    if kind == "N":
        return content
    if kind in ("BOOL", "NULL"):
        return "null" if kind == "NULL" else json.dumps(content)
    if kind == "L":
        return f"[{', '.join(map(literal, content))}]"
    if kind == "M":
        return f"{{{', '.join(f'{text(name)}: {literal(child)}' for name, child in content.items())}}}"
    return f"<<{', '.join(map(text, content) if kind == 'SS' else content)}>>"


def text(content):
    return "'" + content.replace("'", "''") + "'"
