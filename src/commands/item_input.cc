// SPDX-License-Identifier: Apache-2.0
#include "commands/item_input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

constexpr std::array<std::string_view, 10> kTypes = {"S",  "N",  "B",  "BOOL", "NULL",
                                                     "SS", "NS", "BS", "L",    "M"};

bool has_type(const Value& value) {
  const Map* map = value.get_if<Map>();
  return map != nullptr && map->size() == 1 &&
         std::find(kTypes.begin(), kTypes.end(), map->begin()->name) != kTypes.end();
}

magneto::Result<std::string> read_stream(std::istream& stream, const std::string& name) {
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.bad()) return text;
  return magneto::Error(ErrorCode::kOther, "cannot read " + name);
}

}  // namespace

magneto::Result<Item> read_item(std::string_view json) {
  magneto::Result<Item> plain = item_from_plain_json(json);
  if (!plain) return plain;
  const bool typed =
      !plain->empty() &&
      std::all_of(plain->begin(), plain->end(), [](const Member& m) { return has_type(m.value); });
  return typed ? item_from_json(json) : plain;
}

magneto::Result<std::string> read_text(const std::string& given) {
  if (given == "-") return read_stream(std::cin, "standard input");
  if (!given.starts_with('@')) return given;
  const std::string path = given.substr(1);
  std::ifstream file(path, std::ios::binary);
  if (file) return read_stream(file, path);
  return magneto::Error(ErrorCode::kAbsent, "cannot open " + path + ": " + std::strerror(errno));
}

}  // namespace magneto::internal::commands
