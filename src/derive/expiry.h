// SPDX-License-Identifier: Apache-2.0
//
// Expiry: whether an item's time has come. Its attribute must be a number, of seconds since 1970,
// that has passed, but not more than five years ago: then the service takes it for a mistake. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::internal::derive {

inline constexpr std::int64_t kOldestExpiry_s = 5LL * 365 * 24 * 60 * 60;

/// The times that have come by `now_ms`. Stored numbers have the order of their bytes: a look at an
/// item compares bytes.
class ExpiryWindow {
 public:
  explicit ExpiryWindow(std::int64_t now_ms);

  bool contains(value::ItemView item, std::string_view attribute) const;

 private:
  std::string oldest_;  // Encoded numbers: inclusive
  std::string now_;     // and exclusive.
};

}  // namespace magneto::internal::derive
