// SPDX-License-Identifier: Apache-2.0
//
// Document paths: an attribute's name, then names in maps and indexes in lists.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::internal::expression {

/// A name or a list index.
struct PathElement {
  std::string_view name;
  std::uint32_t index = 0;
  bool is_index = false;
  friend bool operator==(const PathElement&, const PathElement&) = default;
};

/// Never empty, and the first element is a name.
using Path = std::span<const PathElement>;

inline constexpr std::size_t kMaxPathElements = 32;

bool same_path(Path a, Path b);

/// As the service prints it: "[a, [1], b]".
std::string printed_path(Path path);

/// What stands at `path` in `item`. Nothing when it is not there, or something on the way is no map
/// or list. O(what stands before it in each map and list on the way).
std::optional<value::ValueView> find_path(value::ItemView item, Path path);

}  // namespace magneto::internal::expression
