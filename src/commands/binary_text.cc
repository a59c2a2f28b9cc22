// SPDX-License-Identifier: Apache-2.0
#include "commands/binary_text.h"

#include "base/base64.h"

namespace magneto::internal::commands {

magneto::Result<Binary> binary_from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const Base64Result result = decode_base64(text, bytes.data());
  if (!result.error.empty()) {
    return magneto::Error(ErrorCode::kInvalidArgument, "no base64: " + std::string(text));
  }
  bytes.resize(result.size);
  return Binary(std::move(bytes));
}

std::string base64_of(const Binary& binary) { return internal::base64_of(binary.bytes()); }

}  // namespace magneto::internal::commands
