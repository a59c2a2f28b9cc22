// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/json_writer.h"
#include "model/shape.h"

namespace magneto::internal::json {

/// A value of any shape as JSON; encode() of codec.h is for structs.
void encode_value(const model::Shape& shape, const void* value, JsonWriter& writer);

/// About how long the JSON of `item` is, for the writer's buffer: right to a few bytes for a flat
/// item of strings, too little for escapes, binaries and lists, never more than twice its length.
std::size_t expected_json_bytes(value::ItemView item);

}  // namespace magneto::internal::json
