# SPDX-License-Identifier: Apache-2.0
"""Requests about one item: PutItem, GetItem, UpdateItem, DeleteItem."""

from differential import legacy_requests
from differential.expressions import Expressions
from differential.values import Values


class ItemRequests:
    """Makes requests about the items of `tables`."""

    def __init__(self, random, tables):
        self.random = random
        self.tables = tables
        self.values = Values(random)

    def table(self):
        return self.random.choice(self.tables)

    def maybe(self, members, name, choices, chance=0.3):
        """Adds a parameter that has a few values."""
        if self.random.random() < chance:
            members[name] = self.random.choice(choices)

    def expressions(self, table):
        return Expressions(self.random, self.values, table.types)

    def legacy(self):
        """Whether this request uses the parameters from before expressions."""
        return self.random.random() < 0.15

    def of_write(self, request, table):
        """What PutItem, UpdateItem and DeleteItem share."""
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"], 0.5)
        self.maybe(request, "ReturnItemCollectionMetrics", ["SIZE", "NONE"], 0.2)
        self.maybe(request, "ReturnValuesOnConditionCheckFailure", ["ALL_OLD", "NONE"], 0.2)
        return request

    def put(self):
        table = self.table()
        request = {"TableName": table.name, "Item": self.values.item(table)}
        self.maybe(request, "ReturnValues", ["ALL_OLD", "NONE"], 0.4)
        if self.random.random() < 0.35:
            request.update(self.condition(table))
        return "PutItem", self.of_write(request, table)

    def delete(self):
        table = self.table()
        request = {"TableName": table.name, "Key": self.values.item_key(table)}
        self.maybe(request, "ReturnValues", ["ALL_OLD", "NONE"], 0.5)
        if self.random.random() < 0.4:
            request.update(self.condition(table))
        return "DeleteItem", self.of_write(request, table)

    def condition(self, table):
        if self.legacy():
            return legacy_requests.expected(self.random, self.values, table)
        expressions = self.expressions(table)
        text = expressions.condition()
        return {"ConditionExpression": text, **expressions.parameters()}

    def update(self):
        table = self.table()
        request = {"TableName": table.name, "Key": self.values.item_key(table)}
        self.maybe(request, "ReturnValues", ["ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW", "NONE"], 0.7)
        if self.legacy():
            request.update(legacy_requests.attribute_updates(self.random, self.values, table))
            if self.random.random() < 0.3:
                request.update(legacy_requests.expected(self.random, self.values, table))
            return "UpdateItem", self.of_write(request, table)
        expressions = self.expressions(table)
        if self.random.random() < 0.97:
            request["UpdateExpression"] = expressions.update(avoided=table.keys)
        if only_takes_away(request.get("UpdateExpression", "")):
            request["ConditionExpression"] = "attribute_exists(pk)"
        elif self.random.random() < 0.3:
            request["ConditionExpression"] = expressions.condition()
        request.update(expressions.parameters())
        return "UpdateItem", self.of_write(request, table)

    def get(self):
        table = self.table()
        request = {"TableName": table.name, "Key": self.values.item_key(table)}
        self.maybe(request, "ConsistentRead", [True, False])
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        request.update(self.projection(table, 0.5))
        return "GetItem", request

    def projection(self, table, chance):
        if self.random.random() >= chance:
            return {}
        if self.legacy():
            return legacy_requests.attributes_to_get(self.random, table)
        expressions = self.expressions(table)
        return {"ProjectionExpression": expressions.projection(), **expressions.parameters()}


def only_takes_away(update):
    """Whether it has no SET and no ADD. DynamoDB Local makes an item where there is none, which is wrong, and
    everything would differ from there on: so such updates are made to items that are there."""
    return bool(update) and "SET " not in update and "ADD " not in update
