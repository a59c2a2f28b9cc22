// SPDX-License-Identifier: Apache-2.0
//
// JSON values of the wrong type, and what the service says about each.
#pragma once

#include <simdjson.h>

#include <string>

#include "model/shape.h"

namespace magneto::internal::json {

/// Where a JSON value stands: the service words its errors by it.
enum class Place : std::uint8_t { kMember, kElement };

/// What is wrong with `json` where a scalar of `shape` must stand.
std::string wrong_scalar(simdjson::dom::element json, const model::Shape& shape);
/// What is wrong with `json` where a structure, list or map of `shape` must stand.
std::string wrong_collection(simdjson::dom::element json, const model::Shape& shape, Place place);
/// A boolean, or a string that the service takes for one.
bool read_bool(simdjson::dom::element json, bool& to, std::string& error);

}  // namespace magneto::internal::json
