// SPDX-License-Identifier: Apache-2.0
//
// Items and JSON, in both forms that are in use:
//
//   DynamoDB's  {"Year":{"N":"1965"},"Tags":{"SS":["calm","jazz"]}}     every type kept
//   plain       {"Year":1965,"Tags":["calm","jazz"]}                    sets and binaries are not
//
// Numbers keep all their digits in both. All functions are pure.
#pragma once

#include <string>
#include <string_view>

#include "magneto/item_view.h"
#include "magneto/value.h"

namespace magneto {

std::string to_json(const Item& item);
std::string to_json(const Value& value);
std::string to_json(const ItemView& item);

/// Errors: kSerialization (no JSON, or none of this form), kValidation (an empty set, a number of
/// 39 digits), with what is wrong.
Result<Item> item_from_json(std::string_view json);
Result<Value> value_from_json(std::string_view json);

/// How what plain JSON has no type for is written: a set as an array, bytes in base64.
std::string to_plain_json(const Item& item);
std::string to_plain_json(const Value& value);

/// Arrays become lists, objects maps, strings S, numbers N. Errors: kSerialization, kInexact (a
/// number of more than 38 digits), kInvalidArgument (a number out of range).
Result<Item> item_from_plain_json(std::string_view json);
Result<Value> value_from_plain_json(std::string_view json);

}  // namespace magneto
