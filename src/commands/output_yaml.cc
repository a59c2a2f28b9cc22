// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>

#include "commands/binary_text.h"
#include "commands/output.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

/// Words that YAML takes for something else than a text.
constexpr std::array<std::string_view, 9> kWords = {"true", "false", "null", "yes", "no",
                                                    "on",   "off",   "y",    "n"};

bool is_plain(const std::string& text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  const bool simple = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
  });
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return simple && std::find(kWords.begin(), kWords.end(), lower) == kWords.end();
}

/// JSON's quotes are YAML's.
std::string scalar(const std::string& text) {
  return is_plain(text) ? text : to_plain_json(Value(text));
}

void write(std::string& to, const Value& value, std::size_t indent);

void write_members(std::string& to, const Map& map, std::size_t indent, bool first_is_placed) {
  for (const auto& [name, value] : map) {
    if (!first_is_placed) to.append(indent, ' ');
    first_is_placed = false;
    to += scalar(name) + ":";
    write(to, value, indent);
  }
}

void write_list(std::string& to, const List& list, std::size_t indent) {
  for (const Value& element : list) {
    to.append(indent, ' ').append("-");
    const Map* map = element.get_if<Map>();
    if (map != nullptr && !map->empty()) {
      to += ' ';
      write_members(to, *map, indent + 2, true);
    } else {
      write(to, element, indent);
    }
  }
}

template <class Set>
List elements_of(const Set& set) {
  List list;
  for (const auto& element : set) list.emplace_back(element);
  return list;
}

/// Behind "name:" or "-".
void write(std::string& to, const Value& value, std::size_t indent) {  // NOLINT(misc-no-recursion)
  const auto below = [&to, indent](const List& list) {
    if (list.empty()) {
      to += " []\n";
      return;
    }
    to += '\n';
    write_list(to, list, indent + 2);
  };
  if (const Map* map = value.get_if<Map>(); map != nullptr && !map->empty()) {
    to += '\n';
    return write_members(to, *map, indent + 2, false);
  }
  if (const List* list = value.get_if<List>()) return below(*list);
  if (const auto* set = value.get_if<StringSet>()) return below(elements_of(*set));
  if (const auto* set = value.get_if<NumberSet>()) return below(elements_of(*set));
  if (const auto* set = value.get_if<BinarySet>()) return below(elements_of(*set));
  if (const std::string* text = value.get_if<std::string>()) {
    to += " " + scalar(*text) + "\n";
  } else if (const Binary* bytes = value.get_if<Binary>()) {
    to += " !!binary \"" + base64_of(*bytes) + "\"\n";
  } else {
    to += " " + to_plain_json(value) + "\n";
  }
}

}  // namespace

std::string yaml_element(const Item& item) {
  if (item.empty()) return "- {}\n";
  std::string text = "- ";
  write_members(text, item, 2, true);
  return text;
}

}  // namespace magneto::internal::commands
