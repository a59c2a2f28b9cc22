#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Generates the C++ of the API's shapes from Amazon's service models.

    scripts/generate_shapes.py MODEL... [--check]

MODEL is a service model in botocore's form (`service-2.json` or `service-2.json.gz`) or a botocore
wheel, which holds them all. The files written are checked in, so building needs neither Python
nor a model:

    src/model/shapes.h            one struct per structure
    src/model/operation_list.h     one type per operation
    src/model/generated/*          tables of all shapes, see src/model/shape.h

The output depends on the models alone. `--check` writes nothing and fails when a file would change.
Needs clang-format-14.
"""

import argparse
import gzip
import json
import pathlib
import re
import subprocess
import sys
import textwrap
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = ROOT / "src" / "model"
TABLES = MODEL / "generated"
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

# Members that the service answers though the public models have none of them (src/model/unlisted.h).
UNLISTED_MEMBERS = {"TableDescription": "throughput_mode_summary_member()"}

STRUCTURES_A_FILE = 60

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


# --- names and types --------------------------------------------------------------------------


def wrapped_comment(text):
    """Lines of a comment on a member: clang-format does not wrap comments."""
    return textwrap.wrap(text, 100, initial_indent="  /// ", subsequent_indent="  /// ",
                         break_long_words=False, break_on_hyphens=False) or ["  ///"]


def snake_case(name):
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name).lower()
    return name + "_" if name in KEYWORDS else name


SCALARS = {
    "string": "std::string_view",
    "blob": "std::string_view",
    "boolean": "bool",
    "integer": "std::int64_t",
    "long": "std::int64_t",
    "double": "double",
    "timestamp": "double",
}


def cpp_type(api, name):
    shape = api.shapes[name]
    kind = shape["type"]
    if name in HAND_WRITTEN or kind == "structure":
        return name
    if api.is_attribute_map(name):
        return "AttributeMap"
    if kind == "list":
        return f"std::span<const {cpp_type(api, shape['member']['shape'])}>"
    if kind == "map":
        return f"std::span<const MapEntry<{cpp_type(api, shape['value']['shape'])}>>"
    return SCALARS[kind]


def range_text(shape, unit):
    low, high = shape.get("min"), shape.get("max")
    if low is None and high is None:
        return None
    if high is None:
        return f"{unit}at least {low}"
    if low is None:
        return f"{unit}at most {high}"
    return f"{unit}{low} to {high}"


def describe(api, structure, member):
    """A short comment on a member: what the model demands of it."""
    name = structure["members"][member]["shape"]
    shape = api.shapes[name]
    words = []
    if member in structure.get("required", []):
        words.append("required")
    unit = {"string": "length ", "list": "size ", "map": "size "}.get(shape["type"], "")
    words.append(range_text(shape, unit))
    if shape["type"] == "timestamp":
        words.append("seconds since 1970")
    if "pattern" in shape:
        words.append("pattern " + shape["pattern"])
    if "enum" in shape:
        words.append(" | ".join(shape["enum"]))
    text = "; ".join(filter(None, words))
    return f"{text[0].upper()}{text[1:]}." if text else ""


# --- output -----------------------------------------------------------------------------------

HEADER = """// SPDX-License-Identifier: Apache-2.0
//
// Generated by scripts/generate_shapes.py from Amazon's service model. Do not edit.
//
"""


def shapes_h(api):
    out = [HEADER + SHAPES_INTRODUCTION]
    for name in api.structures():
        shape = api.shapes[name]
        out.append(f"struct {name} {{")
        for member, reference in shape["members"].items():
            declared = (f"std::optional<{cpp_type(api, reference['shape'])}> "
                        f"{snake_case(member)} = {{}};")
            comment = describe(api, shape, member)
            if len(declared) + len(comment) > 90:
                out += wrapped_comment(comment)
                out.append("  " + declared)
            else:
                out.append(f"  {declared}  ///< {comment}" if comment else "  " + declared)
        out.append("};\n")
    out.append("}  // namespace magneto::internal::model")
    return "\n".join(out) + "\n"


SHAPES_INTRODUCTION = """// The API's structures under the model's names, members in snake_case ("delete_" where the name is
// a keyword). Every member may be absent, required ones too: what must be there is checked by
// `validate` (codec.h), so a decoded struct can hold what the service refuses. Made with designated
// initializers: `Capacity{.capacity_units = 0.5}`.
//
//   string, enum, blob   std::string_view (a blob: its decoded bytes)
//   integer, long        std::int64_t
//   double, timestamp    double (a timestamp: seconds since 1970)
//   list of T            std::span<const T>
//   map to T             std::span<const MapEntry<T>>, in the order of the JSON
//   AttributeValue, map to AttributeValue    see attribute_value.h
//
// Trivially destructible values and views; what they view lives in the arena they were decoded
// into, or wherever the code that filled them in says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/attribute_value.h"

namespace magneto::internal::model {

template <class T>
struct MapEntry {
  std::string_view key = {};
  T value = {};
};

/// The output of operations whose answer has no body.
struct NoOutput {};
"""


def operation_list_h(api):
    out = [HEADER + OPERATIONS_INTRODUCTION]
    names = []
    for operation, prefix in api.operations:
        name = operation["name"]
        names.append(name)
        given, answered = operation["input"]["shape"], "NoOutput"
        if "output" in operation:
            answered = operation["output"]["shape"]
        out.append(f"struct {name} {{")
        out.append(f"  using Input = model::{given};")
        out.append(f"  using Output = model::{answered};")
        out.append(f'  static constexpr std::string_view kName = "{name}";')
        out.append(f'  static constexpr std::string_view kTarget = "{prefix}.{name}";')
        out.append("};\n")
    out.append("using All = TypeList<" + ", ".join(names) + ">;\n")
    out.append("}  // namespace magneto::internal::model::operation")
    return "\n".join(out) + "\n"


OPERATIONS_INTRODUCTION = """// The operations of the API: for each its input, its output, its name, and its X-Amz-Target.
#pragma once

#include <string_view>

#include "model/shapes.h"

namespace magneto::internal::model::operation {

template <class... Ts>
struct TypeList {
  static constexpr std::size_t kSize = sizeof...(Ts);

  /// Calls `visitor.template operator()<T>()` for each type, in order.
  template <class Visitor>
  static constexpr void for_each(Visitor&& visitor) {
    (visitor.template operator()<Ts>(), ...);
  }
};
"""


# --- tables -----------------------------------------------------------------------------------


def cpp_string(text):
    return json.dumps(text)


def path_name(member):
    return member[0].lower() + member[1:]


def shape_fields(api, name):
    """The fields of the Shape `name`, for designated initialisation."""
    shape = api.shapes[name]
    fields = [f".name = {cpp_string(name)}", f".kind = Kind::{api.kind(name)}"]
    for bound in ("min", "max"):
        if bound in shape:
            fields.append(f".{bound} = {shape[bound]}")
    if "pattern" in shape:
        fields.append(f".pattern = Pattern::{PATTERNS[shape['pattern']]}")
        fields.append(f".pattern_text = {cpp_string(shape['pattern'])}")
    if "enum" in shape:
        fields.append(f".values = k{name}Values")
    if api.kind(name) == "kStructure":
        if shape["members"]:
            fields.append(f".members = k{name}Members")
    elif api.kind(name) == "kAttributeMap":
        fields.append(f".key = &k{shape['key']['shape']}")
    elif shape["type"] in ("list", "map"):
        is_list = shape["type"] == "list"
        element = shape["member" if is_list else "value"]["shape"]
        if not is_list:
            fields.append(f".key = &k{shape['key']['shape']}")
        fields.append(f".element = &k{element}")
        fields.append(f".sequence = &k{'List' if is_list else 'Map'}Of<{cpp_type(api, element)}>")
    if api.is_unconstrained(name):
        fields.append(".unconstrained = true")
    if name == "TableArn":
        fields.append(".table_name_or_arn = true")
    if name in CHECKED_FIRST:
        fields.append(f".checked_first = CheckedFirst::{CHECKED_FIRST[name]}")
    return fields


def shape_definition(api, name):
    shape = api.shapes[name]
    out = []
    if "enum" in shape:
        values = ", ".join(map(cpp_string, api.enum_values(name)))
        out.append(f"constexpr std::string_view k{name}Values[] = {{{values}}};")
    if api.kind(name) == "kStructure" and shape["members"]:
        out.append(f"constexpr Member k{name}Members[] = {{")
        for member in api.ordered_members(name):
            arguments = [cpp_string(member), cpp_string(path_name(member)),
                         "k" + shape["members"][member]["shape"]]
            if member in shape.get("required", []):
                arguments.append("kRequired")
            pointer = f"&model::{name}::{snake_case(member)}"
            out.append(f"    member_of<{pointer}>({', '.join(arguments)}),")
        if name in UNLISTED_MEMBERS:
            out.append(f"    {UNLISTED_MEMBERS[name]},")
        out.append("};")
    out.append(f"constinit const Shape k{name} = {{{', '.join(shape_fields(api, name))}}};\n")
    return "\n".join(out)


def table_cc(api, about, names):
    out = [HEADER + f"// {about}", '#include "model/generated/shape_tables.h"',
           '#include "model/shape_access.h"']
    if UNLISTED_MEMBERS.keys() & set(names):
        out.append('#include "model/unlisted.h"')
    out.append("\nnamespace magneto::internal::model::table {\n")
    if any(api.shapes[name].get("required") for name in names):
        out.append("static constexpr bool kRequired = true;\n")
    out += [shape_definition(api, name) for name in names]
    out.append("}  // namespace magneto::internal::model::table")
    return "\n".join(out) + "\n"


def shape_tables_h(api):
    out = [HEADER + "// All shapes, by name and by struct.", "#pragma once\n",
           '#include "model/shape.h"', '#include "model/shapes.h"\n',
           "namespace magneto::internal::model::table {\n"]
    out += [f"extern const Shape k{name};" for name in sorted(api.reachable())]
    out += ["extern const Shape kNoOutput;\n", "}  // namespace magneto::internal::model::table\n"]
    out.append("namespace magneto::internal::model {\n")
    for name in sorted(api.structures()) + ["NoOutput"]:
        out += ["template <>", f"inline const Shape& shape_of<{name}>() {{",
                f"  return table::k{name};", "}"]
    out.append("\n}  // namespace magneto::internal::model")
    return "\n".join(out) + "\n"


def table_files(api):
    names = sorted(api.reachable())
    structures = [name for name in names if api.kind(name) == "kStructure"]
    collections = [name for name in names if api.shapes[name]["type"] in ("list", "map")]
    scalars = [name for name in names if name not in structures and name not in collections]
    files = {
        TABLES / "shape_tables.h": shape_tables_h(api),
        TABLES / "scalars.cc": table_cc(api, "Strings, numbers, times.", scalars),
        TABLES / "collections.cc": table_cc(api, "Lists and maps.", collections),
    }
    for start in range(0, len(structures), STRUCTURES_A_FILE):
        part = structures[start:start + STRUCTURES_A_FILE]
        path = TABLES / f"structures_{start // STRUCTURES_A_FILE + 1}.cc"
        files[path] = table_cc(api, f"Structures, {part[0]} to {part[-1]}.", part)
    return files


def generated_files(api):
    return {
        MODEL / "shapes.h": shapes_h(api),
        MODEL / "operation_list.h": operation_list_h(api),
        **table_files(api),
    }


def formatted(path, text):
    command = ["clang-format-14", f"--assume-filename={path}"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def main(files=generated_files):
    parser = argparse.ArgumentParser(description="Generates C++ of the API from service models.")
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL")
    parser.add_argument("--check", action="store_true", help="only say whether files are up to date")
    options = parser.parse_args()

    stale = []
    for path, text in files(Api(load_models(options.models))).items():
        text = formatted(path, formatted(path, text))  # it is stable the second time
        if path.exists() and path.read_text() == text:
            continue
        stale.append(path)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for path in stale:
        print(("out of date: " if options.check else "wrote ") + str(path.relative_to(ROOT)))
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
