// SPDX-License-Identifier: Apache-2.0
#include "value/float_vector.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/check.h"
#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::value {

std::optional<float> to_float(std::string_view number) {
  std::array<char, Decimal::kMaxTextBytes> text;
  const char* const end = text.data() + number_to_chars(number, text.data());
  float value = 0;
  const std::from_chars_result read = std::from_chars(text.data(), end, value);
  if (read.ec == std::errc()) return value;
  // Out of range, above or below: a double tells which.
  double wide = 0;
  std::from_chars(text.data(), end, wide);
  if (std::abs(wide) > 1) return std::nullopt;
  return 0.0F;
}

ValueView number_of_float(Arena& arena, float value) {
  std::array<char, 32> text;
  const std::to_chars_result written = std::to_chars(text.data(), text.data() + text.size(), value);
  std::array<char, Decimal::kMaxEncodedBytes> number;
  const Result<std::size_t> size = number_from_chars({text.data(), written.ptr}, number.data());
  MAGNETO_CHECK(size.ok());
  return make_number(arena, {number.data(), *size});
}

std::optional<std::span<const float>> to_floats(Arena& arena, ValueView list) {
  const ListView elements = list.list();
  const std::span<float> floats = arena.make_span<float>(elements.size());
  auto to = floats.begin();
  for (const ValueView element : elements) {
    if (element.type() != Type::kNumber) return std::nullopt;
    const std::optional<float> value = to_float(element.scalar());
    if (!value) return std::nullopt;
    *to++ = *value;
  }
  return floats;
}

ValueView list_of_floats(Arena& arena, std::span<const float> floats) {
  const std::span<ValueView> elements = arena.make_span<ValueView>(floats.size());
  for (std::size_t i = 0; i < floats.size(); ++i) elements[i] = number_of_float(arena, floats[i]);
  return make_list(arena, elements);
}

}  // namespace magneto::internal::value
