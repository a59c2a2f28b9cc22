// SPDX-License-Identifier: Apache-2.0
#include "formats/record_writer.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "json/json_writer.h"
#include "value/decimal.h"

namespace magneto::internal::formats {
namespace {

using value::Type;

constexpr std::string_view kHexDigits = "0123456789abcdef";

// `quote` is '"' for text, '\'' for a symbol.
void write_quoted(std::string_view text, char quote, std::string& to) {
  to += quote;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      to += '\\';
      to += c;
    } else if (c == '\n') {
      to += "\\n";
    } else if (c == '\r') {
      to += "\\r";
    } else if (c == '\t') {
      to += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      to += "\\x";
      to += kHexDigits[byte >> 4];
      to += kHexDigits[byte & 15];
    } else {
      to += c;
    }
  }
  to += quote;
}

// Whether a name can stand as it is.
bool is_identifier(std::string_view name) {
  constexpr std::array<std::string_view, 4> kKeywords = {"null", "true", "false", "nan"};
  const auto is_start = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  const auto is_part = [&](char c) { return is_start(c) || (c >= '0' && c <= '9'); };
  if (name.empty() || !is_start(name[0]) || !std::ranges::all_of(name, is_part)) return false;
  // $10 names a symbol by its number.
  const bool is_number =
      name[0] == '$' && name.size() > 1 &&
      std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
  return !is_number && std::ranges::find(kKeywords, name) == kKeywords.end();
}

void write_blob(std::string_view bytes, std::string& to) { to += "{{" + base64_of(bytes) + "}}"; }

void write_ion(value::ValueView value, std::string& to);

void write_ion(value::MapView attributes, std::string& to) {
  to += '{';
  bool first = true;
  for (const value::Attribute& each : attributes) {
    if (!first) to += ',';
    first = false;
    if (is_identifier(each.name)) {
      to += each.name;
    } else {
      write_quoted(each.name, '\'', to);
    }
    to += ':';
    write_ion(each.value, to);
  }
  to += '}';
}

template <class Elements, class Write>
void write_elements(const Elements& elements, Write write, std::string& to) {
  to += '[';
  bool first = true;
  for (const auto each : elements) {
    if (!first) to += ',';
    first = false;
    write(each);
  }
  to += ']';
}

void write_set(value::ValueView value, std::string& to) {
  to += "$dynamodb_";
  to += value::type_name(value.type());
  to += "::";
  const auto write = [&](std::string_view element) {
    if (value.type() == Type::kStringSet) {
      write_quoted(element, '"', to);
    } else if (value.type() == Type::kNumberSet) {
      to += ion_decimal(element);
    } else {
      write_blob(element, to);
    }
  };
  write_elements(value.set(), write, to);
}

void write_ion(value::ValueView value, std::string& to) {
  switch (value.type()) {
    case Type::kString:
      return write_quoted(value.scalar(), '"', to);
    case Type::kNumber:
      to += ion_decimal(value.scalar());
      return;
    case Type::kBinary:
      return write_blob(value.scalar(), to);
    case Type::kBool:
      to += value.boolean() ? "true" : "false";
      return;
    case Type::kNull:
      to += "null";
      return;
    case Type::kList:
      return write_elements(
          value.list(), [&](value::ValueView each) { write_ion(each, to); }, to);
    case Type::kMap:
      return write_ion(value.map(), to);
    case Type::kStringSet:
    case Type::kNumberSet:
    case Type::kBinarySet:
      return write_set(value, to);
  }
}

constexpr std::string_view kVersionMarker = "$ion_1_0 ";

}  // namespace

std::string_view file_ending(ExportFormat format) {
  return format == ExportFormat::kIon ? "ion" : "json";
}

// Digits without zeros at the end, as the guide's examples have it: 600 is 6d2. A decimal whose
// digits would begin with zeros behind the point has an exponent instead.
std::string ion_decimal(std::string_view encoded) {
  std::array<char, value::Decimal::kMaxTextBytes> buffer;
  const std::string_view text(buffer.data(), value::number_to_chars(encoded, buffer.data()));
  const bool negative = text.starts_with('-');
  std::string digits;
  int exponent = 0;
  bool behind_point = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      behind_point = true;
      continue;
    }
    if (behind_point) --exponent;
    if (c != '0' || !digits.empty()) digits += c;
  }
  if (digits.empty()) return "0.";
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  std::string decimal(negative ? "-" : "");
  if (exponent == 0) return decimal + digits + ".";
  if (exponent > 0) return decimal + digits + "d" + std::to_string(exponent);
  const auto scale = static_cast<std::size_t>(-exponent);
  const std::size_t whole = digits.size() > scale ? digits.size() - scale : 1;
  decimal += digits.substr(0, whole);
  if (whole < digits.size()) decimal += "." + digits.substr(whole);
  const std::size_t left = scale - (digits.size() - whole);
  return left == 0 ? decimal : decimal + "d-" + std::to_string(left);
}

void write_item_record(ExportFormat format, value::ItemView item, std::string& to) {
  if (format == ExportFormat::kIon) {
    to += kVersionMarker;
    to += "{Item:";
    write_ion(value::MapView(item), to);
    to += "}\n";
    return;
  }
  json::JsonWriter writer;
  writer.begin_object();
  writer.plain_key("Item");
  json::write_item(writer, item);
  writer.end_object();
  to += writer.text();
  to += '\n';
}

void write_change_record(ExportFormat format, const ChangedItem& changed, std::string& to) {
  const std::string micros = std::to_string(changed.written_micros);
  const std::pair<std::string_view, std::optional<value::ItemView>> images[] = {
      {"Keys", changed.keys}, {"OldImage", changed.old_image}, {"NewImage", changed.new_image}};
  if (format == ExportFormat::kIon) {
    to += kVersionMarker;
    to += "{Metadata:{WriteTimestampMicros:" + micros + ".}";
    for (const auto& [name, image] : images) {
      if (!image) continue;
      to += ',';
      to += name;
      to += ':';
      write_ion(value::MapView(*image), to);
    }
    to += "}\n";
    return;
  }
  json::JsonWriter writer;
  writer.begin_object();
  writer.plain_key("Metadata");
  writer.raw(R"({"WriteTimestampMicros":{"N":")" + micros + R"("}})");
  for (const auto& [name, image] : images) {
    if (!image) continue;
    writer.plain_key(name);
    json::write_item(writer, *image);
  }
  writer.end_object();
  to += writer.text();
  to += '\n';
}

}  // namespace magneto::internal::formats
