# SPDX-License-Identifier: Apache-2.0
"""Nearly valid requests: one fault at a random place of a valid one."""

import copy
import re

# A token of an expression or a statement: a text, a word, a placeholder, a number or one sign.
TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[#:]?\w+|<=|>=|<>|<<|>>|\S")
EXPRESSIONS = ("UpdateExpression", "ConditionExpression", "FilterExpression", "ProjectionExpression",
               "KeyConditionExpression", "Statement")
BAD_NUMBERS = ["", "abc", "1e126", "-1e126", "1e-131", "1" * 39, "1.", "--1", "1 2", "0x1", "NaN", "Infinity", " 1", "1e",
               "1_0", "+", "1e1000", "١"]
WORDS = ["AND", "OR", "NOT", "SET", "REMOVE", "size", "name", "(", ")", ",", "=", "a", "[0]", ".a", ":nope", "#nope",
         "attribute_exists", "contains(a, :v0)", "[", "]", "+", "foo(a)", "1", ":", "#", "?", "'a'", "null",
         "MISSING", "IS", "WHERE", "VALUE", "*", "<<"]


def places(node, path=()):
    """All (path, node) below `node`, itself included."""
    yield path, node
    if isinstance(node, dict):
        for key, child in node.items():
            yield from places(child, path + (key,))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from places(child, path + (index,))


def replaced(node, path, value):
    """A copy of `node` with another value at `path`."""
    if not path:
        return value
    node = copy.copy(node)
    node[path[0]] = replaced(node[path[0]], path[1:], value)
    return node


def removed(node, path):
    parent = copy.copy(at(node, path[:-1]))
    del parent[path[-1]]
    return replaced(node, path[:-1], parent)


def at(node, path):
    for step in path:
        node = node[step]
    return node


def with_fault(random, request):
    """The request with one fault. (Now and then what is put in is no fault: all the better.)"""
    fault = random.choices(
        [remove_something, replace_something, break_expression, break_value, repeat_something, add_something, rename],
        [3, 1, 6, 4, 1, 3, 2])[0]
    return fault(random, request) or replace_something(random, request)


def remove_something(random, request):
    path = random.choice([path for path, _ in places(request)][1:] or [None])
    return removed(request, path) if path else None


def replace_something(random, request):
    """Another value, of another type as often as not."""
    path, old = random.choice(list(places(request))[1:] or [((), request)])
    if isinstance(old, (int, bool)) and random.random() < 0.7:
        new = random.choice([0, -1, 1, 2, 1000000, 1000001, True, False])
    elif isinstance(old, str) and random.random() < 0.6:
        new = random.choice(["", "a", "x" * 256, "nope", old.lower(), old + " ", "a b", "xx"])
    else:
        new = random.choice(["", "a", 0, 1.5, True, None, [], {}, [{}], {"S": "a"}, {"a": "b"}, ["a"]])
    return replaced(request, path, new) if path else None


def break_expression(random, request):
    found = [(path, text) for path, text in places(request) if path and path[-1] in EXPRESSIONS and isinstance(text, str)]
    if not found:
        return None
    path, text = random.choice(found)
    tokens = TOKEN.findall(text)
    where = random.randrange(len(tokens)) if tokens else 0
    how = random.choice(["delete", "insert", "insert", "swap", "replace", "replace", "wrap"])
    if how == "delete":
        tokens[where:where + 1] = []
    elif how == "insert":
        tokens.insert(where, random.choice(WORDS + tokens))
    elif how == "swap":
        other = random.randrange(len(tokens)) if tokens else 0
        tokens[where], tokens[other] = tokens[other], tokens[where]
    elif how == "replace":
        tokens[where:where + 1] = [random.choice(WORDS + tokens)]
    else:
        tokens = random.choice([["(", "("] + tokens + [")", ")"], ["NOT", "("] + tokens + [")"], tokens + tokens])
    return replaced(request, path, " ".join(tokens))


def break_value(random, request):
    """An attribute value that is wrong, or of another type."""
    found = [(path, value) for path, value in places(request) if is_value(value)]
    if not found:
        return None
    path, value = random.choice(found)
    [(kind, content)] = value.items()
    new = random.choice([
        {"N": random.choice(BAD_NUMBERS)}, {"NS": ["1", random.choice(BAD_NUMBERS)]}, {"SS": []}, {"NS": []}, {"SS": ["a", "a"]},
        {"NS": ["1", "1.0"]}, {"BS": ["YQ==", "YQ=="]}, {"NULL": False}, {"S": ""}, {"B": ""}, {"B": "a"}, {"B": "***"}, {},
        {"S": "a", "N": "1"}, {"X": "a"}, {"S": "a"}, {"N": "1"}, {"B": "YQ=="}, {"BOOL": True}, {"L": []}, {"M": {}},
        {"S": 1}, {"N": 1}, {"BOOL": "true"}, {"L": {}}, {"M": []}, {"M": {"": {"S": "a"}}}, {"SS": "a"}, {"S": None},
        {kind: content, "BOOL": True}, {"SS": [""]}, {"L": [{}]}, {"M": {"a": {}}}, {"S": "x" * 2049}, {"B": "QUJD" * 342}])
    return replaced(request, path, new)


def is_value(node):
    return isinstance(node, dict) and len(node) == 1 and next(iter(node)) in (
        "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M")


def repeat_something(random, request):
    lists = [(path, node) for path, node in places(request) if isinstance(node, list) and node]
    if not lists:
        return None
    path, node = random.choice(lists)
    return replaced(request, path, node + random.choice([[node[0]], [node[-1]], node * random.choice([1, 1, 30])]))


def add_something(random, request):
    member, value = random.choice([
        ("ExpressionAttributeNames", {"#unused": "a"}), ("ExpressionAttributeValues", {":unused": {"S": "a"}}),
        ("ExpressionAttributeNames", {}), ("ExpressionAttributeValues", {}), ("ExpressionAttributeNames", {"a": "a"}),
        ("ExpressionAttributeValues", {"a": {"S": "a"}}), ("ExpressionAttributeNames", {"#a": ""}),
        ("Expected", {"a": {"Exists": False}}), ("Expected", {}), ("ConditionalOperator", "AND"),
        ("AttributesToGet", ["a"]), ("AttributesToGet", ["a", "a"]), ("AttributesToGet", []),
        ("AttributeUpdates", {"a": {"Value": {"S": "a"}}}), ("ConditionExpression", ""), ("ConditionExpression", "a = a"),
        ("ConditionExpression", "attribute_exists(pk)"), ("ProjectionExpression", "a, a"), ("ProjectionExpression", "a, a.b"),
        ("ProjectionExpression", "pk.a"), ("ProjectionExpression", ""), ("FilterExpression", "pk = :v0"), ("FilterExpression", ""),
        ("FilterExpression", "attribute_exists(a)"), ("KeyConditionExpression", "pk = :v0"), ("UpdateExpression", "SET pk = :v0"),
        ("UpdateExpression", "REMOVE sk"), ("UpdateExpression", ""), ("QueryFilter", {}), ("ScanFilter", {}),
        ("KeyConditions", {}), ("Limit", 0), ("Segment", 0), ("TotalSegments", 1), ("Segment", 3), ("Select", "COUNT"),
        ("Select", "ALL_PROJECTED_ATTRIBUTES"), ("Select", "ALL_ATTRIBUTES"), ("IndexName", "global-all"),
        ("IndexName", "local-keys"), ("IndexName", "nope"), ("ConsistentRead", True), ("ReturnValues", "UPDATED_OLD"),
        ("ReturnValues", "ALL_NEW"), ("ReturnValues", "x"), ("ExclusiveStartKey", {}), ("ExclusiveStartKey", {"pk": {"S": "a"}}),
        ("ExclusiveStartKey", {"pk": {"S": "a"}, "sk": {"S": "a"}}), ("ClientRequestToken", ""), ("Unknown", 1)])
    holders = [path for path, node in places(request) if isinstance(node, dict) and
               (not path or "TableName" in node or "Keys" in node)]
    path = random.choice(holders)
    return replaced(request, path, {**at(request, path), member: value})


def rename(random, request):
    """A name (of a table, an attribute, a member, a placeholder) that is not the right one."""
    found = [path for path, _ in places(request) if path and isinstance(path[-1], str)]
    if not found:
        return None
    path = random.choice(found)
    parent = at(request, path[:-1])
    new = random.choice(["pk", "sk", "a", "b", "k1", "nope", "", ":v0", "#a", "x" * 300, path[-1] + "x"])
    renamed = {new if name == path[-1] else name: value for name, value in parent.items()}
    return replaced(request, path[:-1], renamed)
