// SPDX-License-Identifier: Apache-2.0
//
// Material descriptions: any bytes are refused or give entries that are written and read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/format/description.h"
#include "encryption/kms/derived_keys.h"
#include "encryption/store/material_row.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal::encryption;
  const auto description = read_description({reinterpret_cast<const char*>(data), size});
  if (!description) return 0;
  const auto bytes = serialize_description(*description);
  MAGNETO_CHECK(bytes.has_value());
  const auto again = read_description(*bytes);
  MAGNETO_CHECK(again.has_value() && *again == *description);
  // What providers take from it.
  (void)key_algorithms(*description).has_value();
  (void)version_of(*description).has_value();
  for (const auto& [name, value] : *description) (void)wrap_named(value).has_value();
  return 0;
}
