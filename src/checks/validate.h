// SPDX-License-Identifier: Apache-2.0
//
// The constraints of the service model: required members, lengths, ranges, patterns, enums, at any
// depth, reported in the service's words. Free functions, safe from any thread.
//
//   MAGNETO_ASSIGN_OR_RETURN(auto input, json::decode<model::PutItemInput>(body, arena));
//   MAGNETO_RETURN_IF_ERROR(checks::validate(input, checks::Wording::kPresent));
#pragma once

#include "base/result.h"
#include "model/generated/shape_tables.h"
#include "model/shape.h"

namespace magneto::internal::checks {

/// The service's words, by time. The order of checks is the same.
enum class Wording : std::uint8_t {
  kPresent,  ///< Late 2026: the first error is reported, and it alone.
  kLegacy,   ///< Before: up to ten errors in one text.
};

Result<void> validate(const model::Shape& shape, const void* value, Wording wording);

/// Checks what the model demands: required members, lengths, ranges, patterns, enums, at any depth.
/// Errors: kValidation.
template <class T>
Result<void> validate(const T& value, Wording wording) {
  return validate(model::shape_of<T>(), &value, wording);
}

}  // namespace magneto::internal::checks
