# SPDX-License-Identifier: Apache-2.0
"""Requests about several items: batches and transactions."""

from differential.item_requests import ItemRequests, only_takes_away


class GroupRequests(ItemRequests):
    def batch_get(self):
        r = self.random
        tables = {}
        for table in r.sample(self.tables, r.randint(1, 2)):
            keys = distinct([self.values.item_key(table) for _ in range(r.randint(1, 5))])
            tables[table.name] = {"Keys": keys, **self.projection(table, 0.4)}
            self.maybe(tables[table.name], "ConsistentRead", [True, False])
        request = {"RequestItems": tables}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        return "BatchGetItem", request

    def batch_write(self):
        r = self.random
        tables = {}
        for table in r.sample(self.tables, r.randint(1, 2)):
            items = distinct([self.values.item(table) for _ in range(r.randint(1, 4))], table.keys)
            tables[table.name] = [
                {"PutRequest": {"Item": item}} if r.random() < 0.7 else
                {"DeleteRequest": {"Key": {n: item[n] for n in table.keys}}} for item in items]
        request = {"RequestItems": tables}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"], 0.5)
        self.maybe(request, "ReturnItemCollectionMetrics", ["SIZE", "NONE"])
        return "BatchWriteItem", request

    def transact_get(self):
        gets = []
        for _ in range(self.random.randint(1, 4)):
            table = self.table()
            get = {"TableName": table.name, "Key": self.values.item_key(table)}
            if self.random.random() < 0.4:
                expressions = self.expressions(table)
                get["ProjectionExpression"] = expressions.projection()
                get.update({k: v for k, v in expressions.parameters().items() if k == "ExpressionAttributeNames"})
            gets.append({"Get": get})
        request = {"TransactItems": gets}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"])
        return "TransactGetItems", request

    def transact_write(self):
        request = {"TransactItems": [self.action() for _ in range(self.random.randint(1, 4))]}
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"], 0.5)
        self.maybe(request, "ReturnItemCollectionMetrics", ["SIZE", "NONE"], 0.2)
        return "TransactWriteItems", request

    def action(self):
        kind = self.random.choice(["Put", "Put", "Update", "Update", "Delete", "ConditionCheck"])
        table = self.table()
        action = {"TableName": table.name}
        expressions = self.expressions(table)
        if kind == "Put":
            action["Item"] = self.values.item(table)
        else:
            action["Key"] = self.values.item_key(table)
        if kind == "Update":
            action["UpdateExpression"] = expressions.update(avoided=table.keys)
        if kind == "Update" and only_takes_away(action["UpdateExpression"]):
            action["ConditionExpression"] = "attribute_exists(pk)"
        elif kind == "ConditionCheck" or self.random.random() < 0.3:
            # Half of them hold: a cancelled transaction shows little.
            action["ConditionExpression"] = (expressions.condition() if self.random.random() < 0.5
                                             else f"attribute_not_exists({expressions.name('zz')})")
        action.update(expressions.parameters())
        self.maybe(action, "ReturnValuesOnConditionCheckFailure", ["ALL_OLD", "NONE"])
        return {kind: action}


def distinct(items, keys=None):
    """Each key once."""
    seen = {}
    for item in items:
        seen.setdefault(repr([item[k] for k in keys] if keys else sorted(item.items())), item)
    return list(seen.values())
