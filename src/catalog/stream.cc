// SPDX-License-Identifier: Apache-2.0
#include "catalog/stream.h"

#include <array>

#include "base/check.h"

namespace magneto::internal::catalog {
namespace {

constexpr std::array<std::string_view, 4> kViewTypes = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE",
                                                        "NEW_AND_OLD_IMAGES"};
constexpr std::array<std::string_view, 4> kStatuses = {"ENABLING", "ENABLED", "DISABLING",
                                                       "DISABLED"};

}  // namespace

std::string_view view_type_name(ViewType type) {
  return kViewTypes[static_cast<std::size_t>(type)];
}

ViewType view_type_of(std::string_view name) {
  for (std::size_t i = 0; i < kViewTypes.size(); ++i) {
    if (kViewTypes[i] == name) return static_cast<ViewType>(i);
  }
  MAGNETO_CHECK(false && "a view type of the API");
  return ViewType::kKeysOnly;
}

std::string_view stream_status_name(StreamStatus status) {
  return kStatuses[static_cast<std::size_t>(status)];
}

}  // namespace magneto::internal::catalog
