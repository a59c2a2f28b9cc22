// SPDX-License-Identifier: Apache-2.0
//
// A public struct to the JSON of a request, straight into the writer's buffer. Members in the
// model's order; absent ones are left out.
#pragma once

#include "client/shape.h"
#include "json/json_writer.h"
#include "magneto/result.h"

namespace magneto::internal::client {

/// Errors: kInvalidArgument, naming the member, where a number in it is none (Number::valid).
magneto::Result<void> encode(const Shape& shape, const void* value, json::JsonWriter& writer);

}  // namespace magneto::internal::client
