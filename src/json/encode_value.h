// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/json_writer.h"
#include "model/shape.h"

namespace magneto::internal::json {

/// A value of any shape as JSON; encode() of codec.h is for structs.
void encode_value(const model::Shape& shape, const void* value, JsonWriter& writer);

}  // namespace magneto::internal::json
