// SPDX-License-Identifier: Apache-2.0
//
// Serialized attributes: any bytes are refused or give a value whose own bytes give it again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "encryption/format/deserialize.h"
#include "encryption/format/serialize.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal::encryption;
  const auto value = deserialize({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  for (const WriterProfile profile : {WriterProfile::kPython, WriterProfile::kJava}) {
    Serializer serializer(profile, false);
    std::string bytes;
    MAGNETO_CHECK(serializer.append(*value, bytes).has_value());
    const auto again = deserialize(bytes);
    MAGNETO_CHECK(again.has_value() && *again == *value);
  }
  return 0;
}
