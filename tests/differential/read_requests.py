# SPDX-License-Identifier: Apache-2.0
"""Query and Scan, of tables and indexes, with filters, projections, Select, Limit and segments."""

from differential import legacy_requests
from differential.item_requests import ItemRequests


class ReadRequests(ItemRequests):
    def query(self):
        table, source, request = self.begin()
        self.maybe(request, "ScanIndexForward", [False, True])
        if self.legacy():
            request.update(legacy_requests.key_conditions(self.random, self.values, source, table.types))
            if self.random.random() < 0.4:
                request.update(legacy_requests.filter_of(self.random, self.values, "QueryFilter"))
            return "Query", self.select(request, table, source, None)
        expressions = self.expressions(table)
        request["KeyConditionExpression"] = expressions.key_condition(source, table.types)
        return "Query", self.select(request, table, source, expressions)

    def scan(self):
        table, source, request = self.begin()
        if self.random.random() < 0.2:
            total = self.random.randint(1, 4)
            request.update(Segment=self.random.randrange(total), TotalSegments=total)
        if self.legacy():
            if self.random.random() < 0.6:
                request.update(legacy_requests.filter_of(self.random, self.values, "ScanFilter"))
            return "Scan", self.select(request, table, source, None)
        return "Scan", self.select(request, table, source, self.expressions(table))

    def begin(self):
        table = self.table()
        request = {"TableName": table.name}
        source = table
        if table.indexes and self.random.random() < 0.6:
            source = self.random.choice(table.indexes)
            request["IndexName"] = source.name
        self.maybe(request, "ConsistentRead", [False] if source is not table and not source.local else [True, False])
        self.maybe(request, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"], 0.5)
        self.maybe(request, "Limit", [1, 2, 3, 5, 100], 0.4)
        if self.random.random() < 0.1:
            request["ExclusiveStartKey"] = self.start_key(table, source)
        return table, source, request

    def start_key(self, table, source):
        """One that no page ended with, so most are of items that are not there."""
        names = [name for name in {*table.keys, *source_keys(table, source)} if self.random.random() < 0.97]
        return {name: self.values.key(table.types[name]) for name in sorted(names)}

    def select(self, request, table, source, expressions):
        """Adds filter, projection and Select."""
        r = self.random
        if "ExclusiveStartKey" in request and "KeyConditionExpression" in request and r.random() < 0.8:
            # In the partition that is queried.
            value = next(iter(expressions.placeholders.values()))
            request["ExclusiveStartKey"][source.partition] = value
        if expressions is None:
            if r.random() < 0.4:
                request.update(legacy_requests.attributes_to_get(r, table))
        else:
            for name in source_keys(table, source):
                if r.random() < 0.95:  # Key attributes are seldom right in filters.
                    expressions.attributes.pop(name, None)
            if r.random() < 0.5:
                request["FilterExpression"] = expressions.condition()
            expressions.attributes.update(table.types)
            if r.random() < 0.35:
                request["ProjectionExpression"] = expressions.projection()
            request.update(expressions.parameters())
        projects = "ProjectionExpression" in request or "AttributesToGet" in request
        if r.random() < 0.3:
            request["Select"] = r.choice(["SPECIFIC_ATTRIBUTES"] if projects and r.random() < 0.8 else
                                         ["COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"])
        return request


def source_keys(table, source):
    return [n for n in (source.partition, source.sort) if n]
