// SPDX-License-Identifier: Apache-2.0
//
// What differs from operation to operation in how today's service reports broken constraints: which
// errors it gathers, which member it looks at first, and how it names the member. Data only; the
// walk is in validator.cc. Recorded of the service between July and October 2026.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/shape.h"

namespace magneto::internal::checks {

/// Which errors one answer lists.
enum class Gather : std::uint8_t {
  kFirst,  ///< The first alone.
  kEnums,  ///< The first; where it is a wrong enum, all wrong enums.
  /// The first; all where a member is missing.
  kMissing,
  kAll,  ///< All, up to ten.
};

/// How bounds of lengths and numbers are reported.
enum class Bounds : std::uint8_t {
  kQuoted,  ///< "Value '0' at 'limit' failed to satisfy constraint: ..."
  kNamed,   ///< "Value at 'Limit' failed to satisfy constraint: ...": the member's own name.
};

/// How the value of a member that is wrong is written.
enum class Quoting : std::uint8_t {
  kObjects,  ///< A structure is its Java class and a hash.
  kMembers,  ///< A structure is its name and all its members, as Java prints records.
  kJson,     ///< As JSON.
};

struct Rules {
  std::string_view input;  ///< The input's shape: "PutItemInput".
  Gather gather = Gather::kFirst;
  Bounds bounds = Bounds::kQuoted;
  Quoting quoting = Quoting::kObjects;
  /// Members that are looked at before the others, in this order.
  std::span<const std::string_view> first = {};
  /// A member whose wrong enum is reported without path and value, and with values of its own.
  std::string_view bare_enum = {};
  /// A member that must not be missing, reported as "The parameter 'TableName' is required ...".
  std::string_view parameter = {};
  /// Whether a member that is missing is reported, alone and before all else, as "missing field
  /// `TopK`".
  bool missing_field = false;
  /// What is said of a map that must not be empty, instead of its bound.
  std::string_view empty_map = {};
};

/// The rules of an input; those of an operation without a row are Rules{}.
const Rules& rules_of(const model::Shape& input);

}  // namespace magneto::internal::checks
