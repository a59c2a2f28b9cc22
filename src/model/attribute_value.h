// SPDX-License-Identifier: Apache-2.0
//
// AttributeValues as they stand in request and response structs: views of encoded bytes. Wrong JSON
// types fail the decoding of the whole request (SerializationException). What is wrong with a
// value's *content* (an empty set, two types in one value, a number of 39 digits) is reported by
// the service later, in an order and with a prefix that depend on the operation: so decoding only
// notes it, and the operation calls `check`.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "value/encoded_item.h"

namespace magneto::internal::model {

/// Value or map of values, and the first problem in its content, if any.
struct AttributeValue : value::ValueView {
  AttributeValue() = default;
  AttributeValue(value::ValueView view) : value::ValueView(view) {}  // NOLINT: implicit
  std::string_view
      problem;  ///< Full text of the ValidationException; empty when the content is right.
};

struct AttributeMap : value::ItemView {
  AttributeMap() = default;
  AttributeMap(value::ItemView view) : value::ItemView(view) {}  // NOLINT: implicit
  std::string_view problem;  ///< As above, of the first wrong attribute in the request's order.
  std::string_view problem_name;  ///< The name of that attribute.
};

/// The noted problem as an error.
template <class T>
Result<void> check_content(const T& value, std::string_view prefix = {}) {
  if (value.problem.empty()) return {};
  return validation_error(std::string(prefix) + std::string(value.problem));
}

}  // namespace magneto::internal::model
