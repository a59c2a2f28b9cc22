// SPDX-License-Identifier: Apache-2.0
//
// What signatures are made of.
#pragma once

#include <string_view>

#include "base/constant_time.h"
#include "base/hex.h"
#include "base/sha256.h"

namespace magneto::internal::sigv4 {

using internal::append_hex;
using internal::equal_in_constant_time;
using internal::HmacSha256;
using internal::Sha256;
using Digest = Sha256::Bytes;

inline std::string_view view_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace magneto::internal::sigv4
