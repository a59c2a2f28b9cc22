# SPDX-License-Identifier: Apache-2.0
"""Amazon's service models, and what is known about the service beyond them. For the generators."""

import gzip
import json
import re
import sys
import zipfile

MODELS_IN_WHEEL = ("dynamodb/2012-08-10", "dynamodbstreams/2012-08-10")

# Shapes with a C++ type of their own (model/attribute_value.h).
HAND_WRITTEN = {"AttributeValue"}

# In which order the service checks the members of a structure, where that is known (from answers that
# list several errors). Members not named follow in the model's order.
VALIDATION_ORDER = {
    "BatchGetItemInput": ["ReturnConsumedCapacity", "RequestItems"],
    "BatchWriteItemInput": [
        "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "RequestItems"],
    "CreateTableInput": [
        "AttributeDefinitions", "TableName", "BillingMode", "ProvisionedThroughput", "KeySchema",
        "LocalSecondaryIndexes", "GlobalSecondaryIndexes"],
    "DeleteItemInput": [
        "ReturnConsumedCapacity", "TableName", "ReturnValues", "ReturnItemCollectionMetrics", "Key",
        "ConditionalOperator", "Expected"],
    "GetItemInput": ["ReturnConsumedCapacity", "AttributesToGet", "TableName", "Key"],
    "ListTablesInput": ["Limit", "ExclusiveStartTableName"],
    "PutItemInput": [
        "ReturnConsumedCapacity", "TableName", "Item", "ConditionalOperator", "Expected",
        "ReturnValues", "ReturnItemCollectionMetrics"],
    "QueryInput": [
        "Select", "IndexName", "ReturnConsumedCapacity", "QueryFilter", "TableName",
        "ConditionalOperator", "AttributesToGet", "Limit", "KeyConditions", "ExclusiveStartKey"],
    "ScanInput": [
        "Select", "IndexName", "TotalSegments", "ReturnConsumedCapacity", "TableName",
        "ConditionalOperator", "ScanFilter", "Segment", "Limit", "AttributesToGet",
        "ExclusiveStartKey"],
    "UpdateItemInput": [
        "ReturnConsumedCapacity", "TableName", "ReturnItemCollectionMetrics", "ReturnValues", "Key",
        "ConditionalOperator", "Expected", "AttributeUpdates"],
    "UpdateTableInput": [
        "TableName", "ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates"],
    "AttributeDefinition": ["AttributeType", "AttributeName"],
    "ProvisionedThroughput": ["WriteCapacityUnits", "ReadCapacityUnits"],
    "TimeToLiveSpecification": ["AttributeName", "Enabled"],
    "WriteRequest": ["DeleteRequest", "PutRequest"],
    "GlobalSecondaryIndexUpdate": ["Update", "Create", "Delete"],
    "CreateGlobalSecondaryIndexAction": [
        "Projection", "IndexName", "ProvisionedThroughput", "KeySchema"],
}

# In which order the service's error texts list the values of an enum, where that is known and is not the
# model's.
ENUM_ORDER = {
    "ComparisonOperator": [
        "IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE",
        "BEGINS_WITH", "GE", "CONTAINS"],
    "ConditionalOperator": ["OR", "AND"],
    "ProjectionType": ["ALL", "INCLUDE", "KEYS_ONLY"],
    "ReturnValue": ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"],
    "ScalarAttributeType": ["B", "N", "S"],
    "Select": ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
    "StreamViewType": ["OLD_IMAGE", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"],
}

# Members that the model lets be absent and the service does not: CreateTable without them is for replicas
# of a table in another account (GlobalTableSourceArn) alone.
REQUIRED_NEVERTHELESS = {"CreateTableInput": ["AttributeDefinitions", "KeySchema"]}

# What the model demands of tags, the service checks later and in words of its own (operations/tags.h).
NOT_CHECKED_HERE = {
    "Tag": ["required"], "TagKeyString": ["min", "max"], "TagValueString": ["min", "max"]}

# Key schemas of tables and local indexes have at most two elements, those of global indexes eight; the
# model has one shape for all.
SHORT_KEY_SCHEMA = "KeySchemaOfTwo"
SHORT_KEY_SCHEMAS = ["CreateTableInput", "LocalSecondaryIndex", "TableCreationParameters"]

# Inputs of the table control plane: one member is checked before everything else.
CHECKED_FIRST = {
    **dict.fromkeys([
        "CreateTableInput", "UpdateTableInput", "DeleteTableInput", "DescribeTableInput",
        "DescribeTimeToLiveInput", "UpdateTimeToLiveInput", "DescribeContinuousBackupsInput",
        "UpdateContinuousBackupsInput"], "kTableName"),
    **dict.fromkeys([
        "TagResourceInput", "UntagResourceInput", "ListTagsOfResourceInput"], "kResourceArn"),
}

# The model's patterns and their names in src/model/shape.h.
PATTERNS = {
    r"[a-zA-Z0-9_.-]+": "kName",
    r"\p{Print}+": "kPrintable",
    r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*": "kXmlText",
    r"([0-9a-f]{16})+": "kHexWords",
    r"^[^\$]+$": "kNoDollar",
    r"[A-Za-z0-9][A-Za-z0-9\-\_\.]{0,126}[A-Za-z0-9]": "kContributorRule",
    r"[,;:|\t ]": "kCsvDelimiter",
    r"[\x20-\x21\x23-\x2B\x2D-\x7E]*": "kCsvHeader",
    r"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$": "kS3Bucket",
    r"[0-9]{12}": "kTwelveDigits",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}": "kUuid",
}

KEYWORDS = {"delete", "default", "register", "export", "import", "union", "new", "operator"}


# --- the models -------------------------------------------------------------------------------


def load_models(paths):
    """The parsed models, in the order of `paths`."""
    models = []
    for path in paths:
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                for service in MODELS_IN_WHEEL:
                    name = f"botocore/data/{service}/service-2.json.gz"
                    models.append(json.loads(gzip.decompress(wheel.read(name))))
        else:
            data = path.read_bytes()
            models.append(json.loads(gzip.decompress(data) if path.suffix == ".gz" else data))
    return models


def without_documentation(node):
    if isinstance(node, dict):
        return {k: without_documentation(v) for k, v in node.items() if k != "documentation"}
    if isinstance(node, list):
        return [without_documentation(v) for v in node]
    return node


class Api:
    """All shapes and operations of the models. Equal names must mean equal shapes."""

    def __init__(self, models):
        self.shapes = {}
        self.operations = []  # (operation, target prefix)
        for model in models:
            for name, members in REQUIRED_NEVERTHELESS.items():
                if name in model["shapes"]:
                    model["shapes"][name].setdefault("required", []).extend(members)
            for name, constraints in NOT_CHECKED_HERE.items():
                for constraint in constraints:
                    model["shapes"].get(name, {}).pop(constraint, None)
            for name in SHORT_KEY_SCHEMAS:
                if name in model["shapes"]:
                    model["shapes"][name]["members"]["KeySchema"]["shape"] = SHORT_KEY_SCHEMA
                    model["shapes"][SHORT_KEY_SCHEMA] = {**model["shapes"]["KeySchema"], "max": 2}
        for model in map(without_documentation, models):
            for name, shape in model["shapes"].items():
                if self.shapes.setdefault(name, shape) != shape:
                    sys.exit(f"the models disagree about {name}")
            prefix = model["metadata"]["targetPrefix"]
            self.operations += [(op, prefix) for _, op in sorted(model["operations"].items())]

    def is_attribute_map(self, name):
        shape = self.shapes[name]
        return shape["type"] == "map" and shape["value"]["shape"] == "AttributeValue"

    def children(self, name):
        """The shapes that `name` is made of."""
        shape = self.shapes[name]
        if name in HAND_WRITTEN or self.is_attribute_map(name):
            return []
        if shape["type"] == "structure":
            return [member["shape"] for member in shape["members"].values()]
        if shape["type"] == "list":
            return [shape["member"]["shape"]]
        if shape["type"] == "map":
            return [shape["key"]["shape"], shape["value"]["shape"]]
        return []

    def roots(self):
        """Inputs, outputs, and the errors that say more than a message."""
        for operation, _ in self.operations:
            for side in ("input", "output"):
                if side in operation:
                    yield operation[side]["shape"]
        for name, shape in sorted(self.shapes.items()):
            if shape.get("exception") and len(shape["members"]) > 1:
                yield name

    def ordered_members(self, name):
        """The members of a structure in the order of validation."""
        members = list(self.shapes[name]["members"])
        first = VALIDATION_ORDER.get(name, [])
        if not set(first) <= set(members):
            sys.exit(f"VALIDATION_ORDER of {name} names members it does not have")
        return first + [member for member in members if member not in first]

    def enum_values(self, name):
        """The values of an enum in the order of error texts."""
        values = self.shapes[name]["enum"]
        ordered = ENUM_ORDER.get(name, values)
        if sorted(ordered) != sorted(values):
            sys.exit(f"ENUM_ORDER of {name} does not have the model's values")
        return ordered

    def is_unconstrained(self, name):
        """Whether validation need not look at a value of this shape."""
        shape = self.shapes[name]
        if name in HAND_WRITTEN:
            return True
        if {"min", "max", "pattern", "enum"} & set(shape) or shape.get("required"):
            return False
        if shape["type"] in ("list", "map") and not self.is_attribute_map(name):
            element = shape["member" if shape["type"] == "list" else "value"]["shape"]
            if self.shapes[element]["type"] == "string":
                return False  # a null in it is an error
        key = [shape["key"]["shape"]] if shape["type"] == "map" else []
        return all(self.is_unconstrained(child) for child in key + self.children(name))

    def enums(self):
        return [name for name in self.reachable() if "enum" in self.shapes[name]]

    def structures(self):
        return [name for name in self.reachable() if self.kind(name) == "kStructure"]

    def kind(self, name):
        """The Kind of src/model/shape.h."""
        if name in HAND_WRITTEN:
            return "k" + name
        if self.is_attribute_map(name):
            return "kAttributeMap"
        return "k" + self.shapes[name]["type"].capitalize()

    def reachable(self):
        """Names of all shapes in use, each behind those it uses."""
        done, under_way, order = set(), [], []

        def visit(name):
            if name in under_way:
                sys.exit(f"recursive shape: {' -> '.join(under_way + [name])}")
            if name in done:
                return
            under_way.append(name)
            key = [shape["key"]["shape"]] if (shape := self.shapes[name])["type"] == "map" else []
            for child in key + self.children(name):
                visit(child)
            under_way.pop()
            done.add(name)
            order.append(name)

        for root in self.roots():
            visit(root)
        return order


# --- names ------------------------------------------------------------------------------------


def snake_case(name):
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name).lower()
    return name + "_" if name in KEYWORDS else name


def enumerator(word):
    """ALL_NEW: kAllNew."""
    parts = re.split(r"[^A-Za-z0-9]+", word)
    return "k" + "".join(p[0].upper() + (p[1:].lower() if p.isupper() else p[1:]) for p in parts if p)
