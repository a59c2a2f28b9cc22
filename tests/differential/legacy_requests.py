# SPDX-License-Identifier: Apache-2.0
"""The parameters from before expressions: Expected, AttributeUpdates, KeyConditions, QueryFilter and their like."""

from differential.expressions import order
from differential.values import NAMES, TYPES

# How many values a comparison takes; -1: one or more.
ARGUMENTS = {"EQ": 1, "NE": 1, "IN": -1, "LE": 1, "LT": 1, "GE": 1, "GT": 1, "BETWEEN": 2, "NOT_NULL": 0, "NULL": 0,
             "CONTAINS": 1, "NOT_CONTAINS": 1, "BEGINS_WITH": 1}


def expected(random, values, table):
    members = {}
    for name in random.sample(NAMES + list(table.types), random.randint(1, 3)):
        chance = random.random()
        if chance < 0.2:
            members[name] = {"Exists": False}
        elif chance < 0.4:
            members[name] = {"Value": values.any(), **({"Exists": True} if random.random() < 0.5 else {})}
        else:
            members[name] = comparison(random, values)
    return with_operator(random, {"Expected": members})


def filter_of(random, values, parameter):
    """QueryFilter or ScanFilter."""
    names = random.sample(NAMES, random.randint(1, 2))
    return with_operator(random, {parameter: {name: comparison(random, values) for name in names}})


def with_operator(random, members):
    if random.random() < 0.4:
        members["ConditionalOperator"] = random.choice(["AND", "OR"])
    return members


def comparison(random, values):
    operator = random.choice(list(ARGUMENTS))
    count = ARGUMENTS[operator]
    if count < 0:
        count = random.randint(1, 3)
    condition = {"ComparisonOperator": operator}
    if operator in ("EQ", "NE") and random.random() < 0.5:
        arguments = [values.any()]
    elif operator == "BEGINS_WITH":
        arguments = [values.of_type(random.choice(["S", "B"]))]
    else:
        kind = random.choice(["S", "N", "N", "B"] if random.random() < 0.8 else TYPES)
        arguments = [values.of_type(kind) for _ in range(count)]
    if operator == "BETWEEN":
        arguments.sort(key=order)
    if count or random.random() < 0.1:
        condition["AttributeValueList"] = arguments
    return condition


def attribute_updates(random, values, table):
    updates = {}
    for name in random.sample(NAMES, random.randint(1, 3)):
        action = random.choice(["PUT", "PUT", "ADD", "DELETE"])
        update = {"Action": action}
        if action == "ADD":
            update["Value"] = values.of_type(random.choice(["N", "N", "SS", "NS", "BS", "L"]))
        elif action == "DELETE":
            if random.random() < 0.5:
                update["Value"] = values.of_type(random.choice(["SS", "NS", "BS"]))
        else:
            update["Value"] = values.any()
        updates[name] = update
    for name, kind in table.types.items():
        if name not in table.keys and random.random() < 0.2:
            updates[name] = {"Action": "PUT", "Value": values.key(kind)}
    if all(update["Action"] == "DELETE" for update in updates.values()):
        # Alone, they would make an item in DynamoDB Local, which is wrong.
        updates["e"] = {"Action": "PUT", "Value": values.any()}
    return {"AttributeUpdates": updates}


def attributes_to_get(random, table):
    return {"AttributesToGet": random.sample(NAMES + list(table.types), random.randint(1, 3))}


def key_conditions(random, values, source, types):
    conditions = {source.partition: {"ComparisonOperator": "EQ",
                                     "AttributeValueList": [values.key(types[source.partition])]}}
    if source.sort and random.random() < 0.6:
        operator = random.choice(["EQ", "LE", "LT", "GE", "GT", "BETWEEN", "BEGINS_WITH"])
        kind = types[source.sort]
        count = 2 if operator == "BETWEEN" else 1
        arguments = sorted((values.key(kind) for _ in range(count)), key=order)
        conditions[source.sort] = {"ComparisonOperator": operator, "AttributeValueList": arguments}
    return {"KeyConditions": conditions}
