// SPDX-License-Identifier: Apache-2.0
#include "types/value_json.h"
#include "value/decimal.h"

namespace magneto::internal::types {
namespace {

using json::JsonWriter;

bool put_number(JsonWriter& w, const Number& number) {
  if (!number.valid()) {
    w.append(R"("NaN")");
    return false;
  }
  char* const to = w.reserve(value::Decimal::kMaxTextBytes + 2);
  *to = '"';
  const std::size_t length = value::number_to_chars(number.bytes(), to + 1);
  to[length + 1] = '"';
  w.advance(length + 2);
  return true;
}

bool put_text(JsonWriter& w, const std::string& text) {
  w.append_quoted(text);
  return true;
}

bool put_binary(JsonWriter& w, const Binary& binary) {
  w.append_base64(binary.bytes());
  return true;
}

template <class Set, class Put>
bool put_elements(JsonWriter& w, std::string_view opening, const Set& set, Put put) {
  w.append(opening);
  bool good = true, first = true;
  for (const auto& element : set) {
    if (!first) w.append(',');
    first = false;
    good = put(w, element) && good;
  }
  w.append("]}");
  return good;
}

template <class Set, class Put>
bool put_set(JsonWriter& w, std::string_view opening, const Set& set, Put put) {
  return put_elements(w, opening, set, put) && !set.empty();
}

bool put_value(JsonWriter& w, const Value& value);

bool put_map(JsonWriter& w, const Map& map) {
  w.append('{');
  bool good = true, first = true;
  for (const auto& [name, value] : map) {
    if (!first) w.append(',');
    first = false;
    w.append_quoted(name);
    w.append(':');
    good = put_value(w, value) && good;
  }
  w.append('}');
  return good;
}

/// As deep as the program nested its own value.
bool put_value(JsonWriter& w, const Value& value) {  // NOLINT(misc-no-recursion)
  const auto scalar = [&w](std::string_view opening, const auto& held, auto put) {
    w.append(opening);
    const bool good = put(w, held);
    w.append('}');
    return good;
  };
  switch (value.type()) {
    case ValueType::kNull:
      w.append(R"({"NULL":true})");
      return true;
    case ValueType::kBool:
      w.append(*value.get_if<bool>() ? R"({"BOOL":true})" : R"({"BOOL":false})");
      return true;
    case ValueType::kNumber:
      return scalar(R"({"N":)", *value.get_if<Number>(), put_number);
    case ValueType::kString:
      return scalar(R"({"S":)", *value.get_if<std::string>(), put_text);
    case ValueType::kBinary:
      return scalar(R"({"B":)", *value.get_if<Binary>(), put_binary);
    case ValueType::kStringSet:
      return put_set(w, R"({"SS":[)", *value.get_if<StringSet>(), put_text);
    case ValueType::kNumberSet:
      return put_set(w, R"({"NS":[)", *value.get_if<NumberSet>(), put_number);
    case ValueType::kBinarySet:
      return put_set(w, R"({"BS":[)", *value.get_if<BinarySet>(), put_binary);
    case ValueType::kList:
      return put_elements(w, R"({"L":[)", *value.get_if<List>(), put_value);
    case ValueType::kMap:
      return scalar(R"({"M":)", *value.get_if<Map>(), put_map);
  }
  return false;
}

}  // namespace

bool write_value(JsonWriter& writer, const Value& value) {
  writer.separate();
  const bool good = put_value(writer, value);
  writer.value_done();
  return good;
}

bool write_item(JsonWriter& writer, const Item& item) {
  writer.separate();
  const bool good = put_map(writer, item);
  writer.value_done();
  return good;
}

}  // namespace magneto::internal::types
