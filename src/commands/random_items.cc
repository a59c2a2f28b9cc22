// SPDX-License-Identifier: Apache-2.0
#include "commands/random_items.h"

#include <array>
#include <cstdio>
#include <random>
#include <string>

namespace magneto::internal::commands {
namespace {

constexpr std::array<const char*, 8> kWords = {"amber", "birch", "cedar",  "delta",
                                               "ember", "fjord", "garnet", "hazel"};

}  // namespace

Value numbered_key(AttributeType type, std::uint64_t number) {
  if (type == AttributeType::kN) return Value(number);
  if (type == AttributeType::kB) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    return Value(Binary(std::move(bytes)));
  }
  char text[32];
  std::snprintf(text, sizeof text, "item-%012llu", static_cast<unsigned long long>(number));
  return Value(std::string(text));
}

Item RandomItems::key(std::uint64_t number) const {
  constexpr std::uint64_t kPerPartition = 10;
  Item key;
  if (!sort_) {
    key.set(partition_.name, numbered_key(partition_.type, number));
    return key;
  }
  key.set(partition_.name, numbered_key(partition_.type, number / kPerPartition));
  key.set(sort_->name, numbered_key(sort_->type, number % kPerPartition));
  return key;
}

Item RandomItems::item(std::uint64_t number) const {
  std::mt19937_64 random(seed_ * 0x9E3779B97F4A7C15ULL + number);
  const auto word = [&random] { return std::string(kWords[random() % kWords.size()]); };
  Item item{{"Name", word() + " " + word()},
            {"Amount", static_cast<std::int64_t>(random() % 1'000'000)},
            {"Active", random() % 2 == 0},
            {"Tags", StringSet{word(), word()}}};
  constexpr std::size_t kOthers = 100;  // about what the rest of the item comes to
  std::string text;
  while (text.size() + kOthers < bytes_) text += word() + " ";
  if (!text.empty()) item.set("Text", std::move(text));
  // Last: a key of one of these names counts.
  for (const auto& [name, value] : key(number)) item.set(name, value);
  return item;
}

}  // namespace magneto::internal::commands
