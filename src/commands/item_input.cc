// SPDX-License-Identifier: Apache-2.0
#include "commands/item_input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "base/utf8.h"
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

magneto::Error bad_data(std::string text) { return {ErrorCode::kSerialization, std::move(text)}; }

magneto::Result<std::string> read_stream(std::istream& stream, const std::string& name) {
  std::string text;
  std::array<char, 16'384> some;
  errno = 0;
  // It ends with badbit where reading fails: a folder can be opened.
  while (stream.read(some.data(), some.size()), stream.gcount() > 0) {
    text.append(some.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.bad()) return text;
  const std::string why = errno == 0 ? "" : std::string(": ") + std::strerror(errno);
  return magneto::Error(ErrorCode::kOther, "cannot read " + name + why);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// REQUIRES: it is not.
std::string not_utf8(std::string_view text) {
  std::size_t number = 1;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    if (!is_utf8(text.substr(0, end))) break;
    text.remove_prefix(end + 1);
    ++number;
  }
  return "line " + std::to_string(number) + " is not UTF-8";
}

}  // namespace

magneto::Result<Item> read_item(std::string_view json) {
  magneto::Result<Item> plain = item_from_plain_json(json);
  if (!plain && !is_utf8(json)) return bad_data(not_utf8(json));
  // Whatever is wrong, it is the data that is: not the command line.
  if (!plain) return bad_data(plain.error().message());
  const bool typed =
      !plain->empty() &&
      std::all_of(plain->begin(), plain->end(), [](const Member& m) { return has_type(m.value); });
  return typed ? item_from_json(json) : plain;
}

magneto::Result<Item> read_given_item(const std::string& given, std::string_view what) {
  magneto::Result<std::string> text = read_text(given);
  if (!text) return text.error();
  const std::string name = given == "-"             ? "standard input"
                           : given.starts_with('@') ? given.substr(1)
                                                    : std::string(what);
  if (is_blank(*text)) return bad_data(name + " is empty; it should be an item as JSON");
  magneto::Result<Item> item = read_item(*text);
  if (!item) return item.error().in(name);
  return item;
}

magneto::Result<std::string> read_file_text(const std::string& given) {
  const bool is_text = given.starts_with('{') || is_blank(given);
  if (given == "-" || given.starts_with('@') || is_text) return read_text(given);
  return read_text('@' + given);
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
