// SPDX-License-Identifier: Apache-2.0
//
// Items with random attributes, for `load` and `bench`. The same seed and number give the same item.
#pragma once

#include <cstddef>
#include <cstdint>

#include "magneto/table_info.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

/// A value of a key: "item-000000012345", 12345, or eight bytes.
Value numbered_key(AttributeType type, std::uint64_t number);

class RandomItems {
 public:
  /// Items have about `bytes` bytes.
  RandomItems(const TableInfo& table, std::uint64_t seed, std::size_t bytes)
      : partition_(table.partition_key), sort_(table.sort_key), seed_(seed), bytes_(bytes) {}

  /// The key of item `number`: ten items share a partition key where there is a sort key.
  Item key(std::uint64_t number) const;
  Item item(std::uint64_t number) const;

 private:
  KeyAttribute partition_;
  std::optional<KeyAttribute> sort_;
  std::uint64_t seed_;
  std::size_t bytes_;
};

}  // namespace magneto::internal::commands
