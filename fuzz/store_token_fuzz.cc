// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the stored record of a client request token: refused, or the record's only form.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/check.h"
#include "store/token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  const Result<store::StoredToken> token = store::decode_token(record);
  if (!token.ok()) return 0;
  Arena arena;
  MAGNETO_CHECK(store::encode_token(arena, *token) == record);
  return 0;
}
