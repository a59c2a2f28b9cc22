// SPDX-License-Identifier: Apache-2.0
//
// The text of one member: any bytes are read without harm, and where they are a JSON object it is the
// text that the whole parser finds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "encryption/kms/json_text.h"
#include "magneto/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  const auto text = magneto::internal::encryption::json_text(json, "k");
  const auto item = magneto::item_from_plain_json(json);
  if (!text || !item) return 0;
  const magneto::Value* const found = item->find("k");
  // A name may be escaped too, and then the whole parser alone knows it.
  if (json.find('\\') != std::string_view::npos) return 0;
  MAGNETO_CHECK(found != nullptr && found->get_if<std::string>() != nullptr);
  MAGNETO_CHECK(*found->get_if<std::string>() == *text);
  return 0;
}
