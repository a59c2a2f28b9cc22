// SPDX-License-Identifier: Apache-2.0
//
// Key schemas of tables and indexes, and what can be wrong with the keys of an item.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/encoded_item.h"

namespace magneto::internal::keys {

/// Of all partition attributes together, and of all sort attributes together.
inline constexpr std::size_t kMaxPartitionKeyBytes = 2048;
inline constexpr std::size_t kMaxSortKeyBytes = 1024;

struct KeyAttribute {
  std::string name;
  value::Type type = value::Type::kString;  ///< S, N or B.
  friend bool operator==(const KeyAttribute&, const KeyAttribute&) = default;
};

/// A table has one partition attribute and at most one sort attribute. A global secondary index may
/// have up to four of each.
struct KeySchema {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;

  std::size_t size() const { return partition.size() + sort.size(); }
  const KeyAttribute* find(std::string_view attribute) const;
  bool contains(std::string_view attribute) const { return find(attribute) != nullptr; }
  bool is_partition(std::string_view attribute) const;
  friend bool operator==(const KeySchema&, const KeySchema&) = default;
};

/// Why an item has no valid key under a schema. The texts depend on the operation: made there.
struct KeyProblem {
  enum class Kind : std::uint8_t { kMissing, kWrongType, kEmpty, kTooLong };
  Kind kind;
  const KeyAttribute* attribute;
  bool is_sort;
  value::Type actual = value::Type::kString;  ///< With kWrongType.
  std::size_t bytes = 0;                      ///< With kTooLong: of the attributes up to this one.
};

/// The first problem in schema order (partition before sort), if any. Attributes outside the schema
/// are ignored.
std::optional<KeyProblem> find_key_problem(const KeySchema& schema, value::ItemView item);

}  // namespace magneto::internal::keys
