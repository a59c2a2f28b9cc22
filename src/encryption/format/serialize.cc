// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/serialize.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "encryption/format/number_text.h"
#include "encryption/format/order.h"

namespace magneto::internal::encryption {
namespace {

std::array<char, 4> big_endian(std::size_t number) {
  return {static_cast<char>(number >> 24 & 0xFF), static_cast<char>(number >> 16 & 0xFF),
          static_cast<char>(number >> 8 & 0xFF), static_cast<char>(number & 0xFF)};
}

void append_bytes(std::string_view bytes, std::string& out) {
  append_u32(bytes.size(), out);
  out.append(bytes);
}

void append_tag(char tag, std::string& out) {
  const char bytes[] = {'\0', tag};
  out.append(bytes, sizeof bytes);
}

/// A tag, and the number of bytes or elements behind it.
void append_head(char tag, std::size_t count, std::string& out) {
  const auto size = big_endian(count);
  const char head[] = {'\0', tag, size[0], size[1], size[2], size[3]};
  out.append(head, sizeof head);
}

}  // namespace

void append_u32(std::size_t number, std::string& out) {
  const auto bytes = big_endian(number);
  out.append(bytes.data(), bytes.size());
}

void put_binary_head(std::string& serialized) {
  const auto size = big_endian(serialized.size() - kBinaryHead);
  serialized[0] = '\0';
  serialized[1] = 'b';
  std::copy(size.begin(), size.end(), serialized.begin() + 2);
}

void Serializer::note_name(std::string_view name) {
  differ_ = differ_ || has_late_characters(name);
}

Result<void> Serializer::append(const Value& value, std::string& out) {
  return append_at(value, 0, out);
}

Result<void> Serializer::append_at(const Value& value, int depth, std::string& out) {
  if (depth > kMaxDepth) return make_error(Failure::kSerialization, "the value is nested too deep");
  switch (value.type()) {
    case ValueType::kNull:
      append_tag('\0', out);
      return {};
    case ValueType::kBool:
      append_tag('?', out);
      out.push_back(*value.get_if<bool>() ? '\1' : '\0');
      return {};
    case ValueType::kNumber:
      return append_number(*value.get_if<Number>(), out);
    case ValueType::kString:
      append_tag('s', out);
      return append_text(*value.get_if<std::string>(), out);
    case ValueType::kBinary:
      append_head('b', value.get_if<Binary>()->size(), out);
      out.append(value.get_if<Binary>()->bytes());
      return {};
    case ValueType::kStringSet:
      return append_strings(*value.get_if<StringSet>(), out);
    case ValueType::kNumberSet:
      return append_numbers(*value.get_if<NumberSet>(), out);
    case ValueType::kBinarySet:
      return append_binaries(*value.get_if<BinarySet>(), out);
    case ValueType::kList:
      return append_list(*value.get_if<List>(), depth, out);
    case ValueType::kMap:
      return append_map(*value.get_if<Map>(), depth, out);
  }
  return make_error(Failure::kSerialization, "the value has no type");
}

Result<void> Serializer::append_text(std::string_view text, std::string& out) {
  if (!is_utf8(text)) return make_error(Failure::kSerialization, "a text is not UTF-8");
  append_bytes(text, out);
  return {};
}

Result<std::string> Serializer::text_of(const Number& number) {
  if (!number.valid()) return make_error(Failure::kSerialization, "a number is not valid");
  std::string text = number.to_string();
  if (text.size() <= kPythonDigits) return text;
  std::string rounded = text;
  if (!round_plain_number(rounded)) return text;
  differ_ = true;
  return round_ ? rounded : text;
}

Result<void> Serializer::append_number(const Number& number, std::string& out) {
  Result<std::string> text = text_of(number);
  if (!text) return text.error();
  append_head('n', text->size(), out);
  out.append(*text);
  return {};
}

Result<void> Serializer::append_strings(const StringSet& set, std::string& out) {
  append_head('S', set.size(), out);
  std::vector<std::string_view> sorted(set.begin(), set.end());
  for (const std::string_view text : sorted) note_name(text);
  if (java_) std::sort(sorted.begin(), sorted.end(), utf16_less);
  for (const std::string_view text : sorted) {
    if (auto done = append_text(text, out); !done) return done;
  }
  return {};
}

Result<void> Serializer::append_numbers(const NumberSet& set, std::string& out) {
  append_head('N', set.size(), out);
  std::vector<std::string> sorted;
  sorted.reserve(set.size());
  for (const Number& number : set) {
    Result<std::string> text = text_of(number);
    if (!text) return text.error();
    sorted.push_back(std::move(*text));
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& text : sorted) append_bytes(text, out);
  return {};
}

Result<void> Serializer::append_binaries(const BinarySet& set, std::string& out) {
  append_head('B', set.size(), out);
  std::vector<std::string_view> sorted;
  sorted.reserve(set.size());
  for (const Binary& binary : set) sorted.push_back(binary.bytes());
  for (const std::string_view bytes : sorted) {
    differ_ = differ_ || (set.size() > 1 && has_high_bytes(bytes));
  }
  // By unsigned bytes as std::string_view compares: that is the set's own order.
  if (java_) std::sort(sorted.begin(), sorted.end(), signed_bytes_less);
  for (const std::string_view bytes : sorted) append_bytes(bytes, out);
  return {};
}

Result<void> Serializer::append_list(const List& list, int depth, std::string& out) {
  append_head('L', list.size(), out);
  for (const Value& element : list) {
    if (auto done = append_at(element, depth + 1, out); !done) return done;
  }
  return {};
}

Result<void> Serializer::append_map(const Map& map, int depth, std::string& out) {
  append_head('M', map.size(), out);
  std::vector<const Member*> sorted;
  sorted.reserve(map.size());
  for (const Member& member : map) {
    note_name(member.name);
    sorted.push_back(&member);
  }
  if (java_) {
    std::sort(sorted.begin(), sorted.end(),
              [](const Member* a, const Member* b) { return utf16_less(a->name, b->name); });
  }
  for (const Member* member : sorted) {
    append_tag('s', out);
    if (auto done = append_text(member->name, out); !done) return done;
    if (auto done = append_at(member->value, depth + 1, out); !done) return done;
  }
  return {};
}

}  // namespace magneto::internal::encryption
