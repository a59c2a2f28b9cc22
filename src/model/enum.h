// SPDX-License-Identifier: Apache-2.0
//
// Enum<E>: a member of a request or answer that the model says is one of a few words; the enums E
// are in enums.h. It holds the text, because requests may have any text there: `validate`
// (checks/validate.h) refuses what is not one of the words, and quotes it.
//
//   if (input.return_values == ReturnValue::kAllOld) ...
//   out.table_status = TableStatus::kActive;
//
// It compares with enumerators only, so a misspelt word does not compile.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace magneto::internal::model {

/// "ALL_OLD".
template <class E>
constexpr std::string_view word_of(E value) {
  return words_of(value)[static_cast<std::size_t>(value)];
}

template <class E>
class Enum {
 public:
  constexpr Enum() = default;
  constexpr Enum(E value) : text_(word_of(value)) {}  // NOLINT: implicit
  explicit constexpr Enum(std::string_view text) : text_(text) {}

  /// As in the request, or as the answer will have it.
  constexpr std::string_view text() const { return text_; }
  /// Nothing when the text is none of the words.
  constexpr std::optional<E> value() const {
    const auto words = words_of(E{});
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i] == text_) return static_cast<E>(i);
    return std::nullopt;
  }

  friend constexpr bool operator==(Enum a, Enum b) = default;
  friend constexpr bool operator==(Enum a, E b) { return a.text_ == word_of(b); }

 private:
  // The only member: the tables of the shapes reach it as they reach any other text.
  std::string_view text_;
};

}  // namespace magneto::internal::model
