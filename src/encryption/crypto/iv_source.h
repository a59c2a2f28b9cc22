// SPDX-License-Identifier: Apache-2.0
//
// IvSource: random IVs, drawn ahead for several items: drawing costs as much for 16 bytes as for a
// thousand.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

/// Not thread safe.
class IvSource {
 public:
  /// Before the IVs of each item: what was drawn before a fork is for the parent alone.
  void begin_item();
  /// 16 bytes; valid until the next call. Errors: kEncryption.
  Result<std::string_view> next();

 private:
  std::string ivs_;
  std::size_t used_ = 0;
  int process_ = 0;
};

}  // namespace magneto::internal::encryption
