// SPDX-License-Identifier: Apache-2.0
#include "magneto/enum.h"

#include <algorithm>

namespace magneto::detail {

void EnumText::set(std::string_view text, std::span<const std::string_view> words) {
  const auto at = std::find(words.begin(), words.end(), text);
  const bool known = at != words.end();
  value = known ? static_cast<std::uint8_t>(at - words.begin() + 1) : std::uint8_t{0};
  unknown = known ? std::string() : std::string(text);
}

}  // namespace magneto::detail
