// SPDX-License-Identifier: Apache-2.0
//
// Enum<E>: one of the API's words. Words that came up after this library was built are kept as they
// are: `value()` is E::kUnknown then, and `text()` is what the service wrote.
//
//   if (table.table_status == model::TableStatus::kActive) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace magneto {

namespace detail {

struct EnumText {
  std::uint8_t value = 0;  // 0: unknown, else the word's place in the model's list, from 1
  std::string unknown;

  std::string_view text(std::span<const std::string_view> words) const {
    return value == 0 ? std::string_view(unknown) : words[value - 1];
  }
  void set(std::string_view text, std::span<const std::string_view> words);
  friend bool operator==(const EnumText&, const EnumText&) = default;
};

}  // namespace detail

template <class E>
class Enum : private detail::EnumText {
 public:
  Enum() = default;                                                  ///< Unknown, no text.
  Enum(E value) : EnumText{static_cast<std::uint8_t>(value), {}} {}  // NOLINT: implicit
  explicit Enum(std::string_view text) { set(text, words_of(E{})); }

  E value() const { return static_cast<E>(EnumText::value); }
  operator E() const { return value(); }  // NOLINT: implicit
  /// As in the API: "ALL_NEW".
  std::string_view text() const { return EnumText::text(words_of(E{})); }

  friend bool operator==(const Enum& a, const Enum& b) = default;
  friend bool operator==(const Enum& a, E b) { return a.value() == b; }

  /// For this library's codec.
  detail::EnumText& raw() { return *this; }
  const detail::EnumText& raw() const { return *this; }
};

}  // namespace magneto
