// SPDX-License-Identifier: Apache-2.0
//
// What the service says about numbers it refuses (observed).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::value {

inline Error not_a_number(std::string_view text) {
  std::string message = "The parameter cannot be converted to a numeric value";
  if (!text.empty()) message.append(": ").append(text);
  return validation_error(std::move(message));
}

/// What the current layer says of no text: the colon stands all the same.
inline Error empty_number() {
  return validation_error("The parameter cannot be converted to a numeric value: ");
}

inline Error too_many_digits() {
  return validation_error("Attempting to store more than 38 significant digits in a Number");
}

inline Error number_overflow() {
  return validation_error(
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
}

inline Error number_underflow() {
  return validation_error(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

}  // namespace magneto::internal::value
