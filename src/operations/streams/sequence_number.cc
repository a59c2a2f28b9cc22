// SPDX-License-Identifier: Apache-2.0
#include "operations/streams/sequence_number.h"

#include <charconv>
#include <cstdio>

namespace magneto::internal::operations {
namespace {

// A one in front keeps the zeros of the rest.
constexpr std::size_t kDigits = 21;

}  // namespace

std::string_view sequence_number(Arena& arena, derive::ChangeNumber number) {
  char text[32];
  std::snprintf(text, sizeof text, "1%020llu", static_cast<unsigned long long>(number));
  return arena.copy(std::string_view(text, kDigits));
}

std::optional<derive::ChangeNumber> read_sequence_number(std::string_view text) {
  while (text.size() > kDigits && text.front() == '0') text.remove_prefix(1);
  if (text.size() != kDigits || text.front() != '1') return std::nullopt;
  derive::ChangeNumber number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + 1, end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace magneto::internal::operations
