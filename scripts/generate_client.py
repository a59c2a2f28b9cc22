#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Generates the client's C++ of the API from Amazon's service models.

    scripts/generate_client.py MODEL... [--check]

MODEL is as for generate_shapes.py. The files written are checked in:

    include/magneto/table_model.h  enums and one struct per structure, with std types: those that tables need
    include/magneto/model.h        the others
    include/magneto/operations.h   one type per operation
    src/client/generated/*         tables of the structs' members, see src/client/shape.h

`--check` writes nothing and fails when a file would change. Needs clang-format-14.
"""

import sys

from generate_shapes import HEADER, ROOT, describe, main
from service_model import enumerator, snake_case

PUBLIC = ROOT / "include" / "magneto"
TABLES = ROOT / "src" / "client" / "generated"
STRUCTURES_A_FILE = 60
OPERATIONS_A_FILE = 17

# Operations whose items can be had as they came.
VIEWED = {"GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem"}

# Operations whose structures are in table_model.h, and so in magneto.h: those that its classes need, and some more that
# cost its includers nothing.
OF_TABLES = ["BatchGetItem", "BatchWriteItem", "DeleteItem", "DescribeTable", "DescribeTimeToLive", "ExecuteStatement",
             "GetItem", "GetRecords", "ListTables", "PutItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems",
             "UpdateItem", "UpdateTable"]
# What its waiters return.
WAITED_FOR = ["BackupDescription", "ExportDescription", "ImportTableDescription"]

SCALARS = {
    "string": "std::string",
    "blob": "Binary",
    "boolean": "bool",
    "integer": "std::int64_t",
    "long": "std::int64_t",
    "double": "double",
    "timestamp": "Timestamp",
}

# The types that are so common that an std::optional of them is made but once. All others are Optional
# (optional.h), which costs the programs that include the header a fraction of the time.
LIGHT_IN_STD = {*SCALARS.values(), "Item"}


class Client:
    """The part of the API that the client's structs show."""

    def __init__(self, api):
        self.api = api
        self.inputs, self.outputs, self.of_tables = set(), set(), set()
        for operation, _ in api.operations:
            self.visit(operation["input"]["shape"], self.inputs)
            if "output" in operation:
                self.visit(operation["output"]["shape"], self.outputs)
            if operation["name"] in OF_TABLES:
                self.visit(operation["input"]["shape"], self.of_tables)
                self.visit(operation["output"]["shape"], self.of_tables)
        for name in WAITED_FOR:
            self.visit(name, self.of_tables)

    def visit(self, name, into):
        if name in into:
            return
        into.add(name)
        for child in self.api.children(name):
            self.visit(child, into)

    def used(self):
        """The names of all shapes in use, each behind those it uses."""
        return [name for name in self.api.reachable() if name in self.inputs | self.outputs]

    def structures(self):
        return [name for name in self.used() if self.api.kind(name) == "kStructure"]

    def enums(self):
        return [name for name in self.used() if "enum" in self.api.shapes[name]]

    def cpp_type(self, name):
        shape = self.api.shapes[name]
        kind = shape["type"]
        if name == "AttributeValue":
            return "Value"
        if kind == "structure":
            return name
        if "enum" in shape:
            return f"Enum<{name}>"
        if self.api.is_attribute_map(name):
            return "Item"
        if kind == "list":
            return f"std::vector<{self.cpp_type(shape['member']['shape'])}>"
        if kind == "map":
            return f"std::map<std::string, {self.cpp_type(shape['value']['shape'])}>"
        return SCALARS[kind]

    def member_type(self, structure, member, reference):
        """Required members of what is sent are plain, and so are lists and maps of answers."""
        name = reference["shape"]
        shape = self.api.shapes[name]
        plain = self.cpp_type(name)
        if structure in self.inputs:
            if member in self.api.shapes[structure].get("required", []):
                return plain
        elif shape["type"] in ("list", "map") and not self.api.is_attribute_map(name):
            return plain
        # Those that nearly every structure has cost a compiler little more than one of each.
        optional = "std::optional" if plain in LIGHT_IN_STD else "Optional"
        return f"{optional}<{plain}>"


def enum_declaration(client, name):
    values = ", ".join(map(enumerator, client.api.shapes[name]["enum"]))
    return (f"enum class {name} : std::uint8_t {{ kUnknown, {values} }};\n"
            f"std::span<const std::string_view> words_of({name});\n")


def comment_of(api, structure, member):
    """What the model demands; the words of an enum stand with the enum."""
    text = describe(api, api.shapes[structure], member)
    return text.replace("Seconds since 1970.", "").replace("; seconds since 1970", "").strip()


def structure_declaration(client, name):
    shape = client.api.shapes[name]
    out = [f"struct {name} {{"]
    for member, reference in shape["members"].items():
        kind = client.member_type(name, member, reference)
        declared = f"{kind} {snake_case(member)} = {{}};"
        comment = comment_of(client.api, name, member)
        if comment and len(declared) + len(comment) > 90:
            out.append("  /// " + comment)
            out.append("  " + declared)
        else:
            out.append(f"  {declared}  ///< {comment}" if comment else "  " + declared)
    out.append("};\n")
    return "\n".join(out)


TABLE_MODEL_INTRODUCTION = """// The API's structures and enums under the model's names, members in snake_case ("delete_" where
// the name is a keyword). Made with designated initializers:
//
//   model::GetItemInput{.table_name = "Songs", .key = {{"Artist", "Nina"}}}
//
//   string, enum        std::string, Enum (enum.h)      blob        Binary
//   integer, long       std::int64_t                    double      double
//   timestamp           Timestamp                       boolean     bool
//   list, map           std::vector, std::map           structure   the struct of that name
//   AttributeValue      Value                           a map of them   Item
//
// What may be left out of a request is optional: std::optional of the scalars and of Item, and else
// Optional (optional.h), which is used in the same way. In structures that only answers have, a
// list or map that is not there is empty.
//
// Here are those that magneto.h needs. The others are declared here and defined in model.h:
// programs that do without them are compiled sooner.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/enum.h"
#include "magneto/optional.h"
#include "magneto/value.h"

namespace magneto::model {

/// UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The output of operations whose answer has no body.
struct NoOutput {};
"""

MODEL_INTRODUCTION = """// All structures and enums of the API: those of table_model.h, which says what they are like, and
// the others.
#pragma once

#include "magneto/table_model.h"

namespace magneto::model {
"""


def declarations(client, names):
    enums, structures = client.enums(), client.structures()
    return ([enum_declaration(client, name) for name in enums if name in names] +
            [structure_declaration(client, name) for name in structures if name in names])


def table_model_h(client):
    out = [HEADER.replace("generate_shapes", "generate_client") + TABLE_MODEL_INTRODUCTION]
    out += declarations(client, client.of_tables)
    out += [f"struct {name};" for name in client.structures() if name not in client.of_tables]
    out.append("\n}  // namespace magneto::model")
    return "\n".join(out) + "\n"


def model_h(client):
    out = [HEADER.replace("generate_shapes", "generate_client") + MODEL_INTRODUCTION]
    out += declarations(client, set(client.used()) - client.of_tables)
    out.append("}  // namespace magneto::model")
    return "\n".join(out) + "\n"


OPERATIONS_INTRODUCTION = """// The operations of the API, for `client.call<operation::CreateBackup>({...})`: for each its input,
// output, name, and X-Amz-Target. Structures that table_model.h does not have are in model.h.
#pragma once

#include <string_view>

#include "magneto/table_model.h"

namespace magneto::operation {
"""


def output_of(operation):
    return operation["output"]["shape"] if "output" in operation else "NoOutput"


def operations_h(client):
    out = [HEADER.replace("generate_shapes", "generate_client") + OPERATIONS_INTRODUCTION]
    for operation, prefix in client.api.operations:
        name = operation["name"]
        out.append(f"struct {name} {{")
        out.append(f"  using Input = model::{operation['input']['shape']};")
        out.append(f"  using Output = model::{output_of(operation)};")
        out.append(f'  static constexpr std::string_view kName = "{name}";')
        out.append(f'  static constexpr std::string_view kTarget = "{prefix}.{name}";')
        out.append("};\n")
    out.append("}  // namespace magneto::operation")
    return "\n".join(out) + "\n"


def tables_h(client):
    names = sorted(client.structures())
    out = [HEADER.replace("generate_shapes", "generate_client") + "// The tables of all structs.",
           "#pragma once\n", "#include <type_traits>\n", '#include "client/shape.h"',
           '#include "magneto/model.h"\n', "namespace magneto::internal::client {\n"]
    out.append("namespace table {")
    out += [f"extern const Shape k{name};" for name in names]
    out.append("}  // namespace table\n")
    for name in names:
        out.append(f"constexpr const Shape* shape_of(std::type_identity<magneto::model::{name}>) "
                   f"{{ return &table::k{name}; }}")
    out.append("\n}  // namespace magneto::internal::client")
    return "\n".join(out) + "\n"


def structures_cc(client, names):
    out = [HEADER.replace("generate_shapes", "generate_client") +
           f"// Structures, {names[0]} to {names[-1]}.",
           '#include "client/generated/tables.h"', '#include "client/shape_access.h"\n',
           "namespace magneto::internal::client::table {\n"]
    for name in names:
        members = client.api.shapes[name]["members"]
        if not members:
            out.append(f"constinit const Shape k{name} = {{.kind = Kind::kStructure}};\n")
            continue
        out.append(f"constexpr Member k{name}Members[] = {{")
        for member in members:
            out.append(f'    member_of<&magneto::model::{name}::{snake_case(member)}>("{member}"),')
        out.append("};")
        out.append(f"constinit const Shape k{name} = {{.kind = Kind::kStructure, "
                   f".members = k{name}Members}};\n")
    out.append("}  // namespace magneto::internal::client::table")
    return "\n".join(out) + "\n"


def enums_cc(client):
    out = [HEADER.replace("generate_shapes", "generate_client") + "// The words of all enums.",
           '#include "magneto/model.h"\n', "namespace magneto::model {\n"]
    for name in sorted(client.enums()):
        words = ", ".join(f'"{word}"' for word in client.api.shapes[name]["enum"])
        out.append(f"std::span<const std::string_view> words_of({name}) {{")
        out.append(f"  static constexpr std::string_view kWords[] = {{{words}}};")
        out.append("  return kWords;\n}\n")
    out.append("}  // namespace magneto::model")
    return "\n".join(out) + "\n"


def operations_cc(operations):
    out = [HEADER.replace("generate_shapes", "generate_client") + "// Calls, operation by operation.",
           '#include "client/typed_call.h"', '#include "magneto/model.h"', '#include "magneto/operations.h"\n',
           "namespace magneto {\n"]
    for operation, _ in operations:
        name = operation["name"]
        out.append(f"template Call<model::{output_of(operation)}> "
                   f"Client::call<operation::{name}>(const model::{operation['input']['shape']}&) const;")
        if name in VIEWED:
            out.append(f"template Call<WithViews<operation::{name}>> Client::views<operation::{name}>("
                       f"const model::{operation['input']['shape']}&) const;")
    out.append("\n}  // namespace magneto")
    return "\n".join(out) + "\n"


def parts(values, size):
    return [values[start:start + size] for start in range(0, len(values), size)]


def generated_files(api):
    client = Client(api)
    files = {
        PUBLIC / "table_model.h": table_model_h(client),
        PUBLIC / "model.h": model_h(client),
        PUBLIC / "operations.h": operations_h(client),
        TABLES / "tables.h": tables_h(client),
        TABLES / "enums.cc": enums_cc(client),
    }
    for i, part in enumerate(parts(sorted(client.structures()), STRUCTURES_A_FILE), 1):
        files[TABLES / f"structures_{i}.cc"] = structures_cc(client, part)
    for i, part in enumerate(parts(client.api.operations, OPERATIONS_A_FILE), 1):
        files[TABLES / f"operations_{i}.cc"] = operations_cc(part)
    return files


if __name__ == "__main__":
    sys.exit(main(generated_files))
