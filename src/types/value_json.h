// SPDX-License-Identifier: Apache-2.0
//
// Public values to and from DynamoDB's JSON, straight, without encoded bytes between.
#pragma once

#include <simdjson.h>

#include <string>

#include "json/json_writer.h"
#include "magneto/value.h"

namespace magneto::internal::types {

/// Write a value or an item. False: a number in it is none (Number::valid), or a set in it is empty;
/// what was written is good JSON all the same.
[[nodiscard]] bool write_value(json::JsonWriter& writer, const Value& value);
[[nodiscard]] bool write_item(json::JsonWriter& writer, const Item& item);

/// Read a value or an item. False: `error` says what is wrong.
[[nodiscard]] bool read_value(simdjson::dom::element json, Value& to, std::string& error);
[[nodiscard]] bool read_item(simdjson::dom::element json, Item& to, std::string& error);

}  // namespace magneto::internal::types
