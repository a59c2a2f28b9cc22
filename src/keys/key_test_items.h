// SPDX-License-Identifier: Apache-2.0
//
// Random key values for the tests of this room, and DynamoDB's order of them as a plain function.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "value/decimal.h"
#include "value/encoded_item.h"
#include "value/item_builder.h"

namespace magneto::internal::keys {

inline value::ValueView test_number(Arena& arena, std::string_view text) {
  const Result<value::Decimal> decimal = value::Decimal::parse(text);
  EXPECT_TRUE(decimal.ok()) << text;
  return value::make_number(arena, decimal->encoded());
}

class RandomKeys {
 public:
  RandomKeys(Arena& arena, std::uint32_t seed) : arena_(arena), random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }

  value::ValueView value(value::Type type) {
    if (type == value::Type::kNumber) return test_number(arena_, number());
    const std::string content = bytes(1);
    return type == value::Type::kString ? value::make_string(arena_, content)
                                        : value::make_binary(arena_, content);
  }

  value::Type type() {
    static constexpr value::Type kTypes[] = {value::Type::kString, value::Type::kNumber,
                                             value::Type::kBinary};
    return kTypes[below(3)];
  }

  /// Few different bytes, the delicate ones: so values often are prefixes of each other.
  std::string bytes(std::size_t at_least) {
    static constexpr std::string_view kBytes("\x00\x01\x02\x7F\xFE\xFF", 6);
    std::string content(at_least + below(4), '\0');
    for (char& c : content) c = kBytes[below(kBytes.size())];
    return content;
  }

  std::string number() {
    if (below(20) == 0) return "0";
    std::string text = below(2) == 0 ? "-" : "";
    text += std::to_string(1 + below(below(2) == 0 ? 20 : 1'000'000));
    static constexpr const char* kExponents[] = {"", "E1", "E-1", "E-130", "E119", "E-7", "E60"};
    return text + kExponents[below(7)];
  }

 private:
  Arena& arena_;
  std::mt19937 random_;
};

/// Numbers by value, the rest by unsigned bytes. REQUIRES: of one type.
inline int compare_values(value::ValueView a, value::ValueView b) {
  if (a.type() == value::Type::kNumber) {
    const auto order = value::Decimal::decode(a.scalar()) <=> value::Decimal::decode(b.scalar());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  return a.scalar().compare(b.scalar());
}

}  // namespace magneto::internal::keys
