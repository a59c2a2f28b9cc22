// SPDX-License-Identifier: Apache-2.0
//
// Stored bytes to JSON in one walk. The bytes are read by a cursor of our own, not through the
// views of value/encoded_item.h: answers are made of little else, and this way every byte is looked
// at once.
#include <string_view>

#include "base/bytes.h"
#include "json/encode_value.h"
#include "json/json_writer.h"
#include "value/decimal.h"
#include "value/encoded_item.h"

namespace magneto::internal::json {
namespace {

using value::Tag;

/// Reads encoded bytes. They are trusted (see encoded_item.h).
struct Cursor {
  std::string_view rest;

  Tag tag() {
    const Tag tag = static_cast<Tag>(rest[0]);
    rest.remove_prefix(1);
    return tag;
  }
  std::uint32_t varint() { return take_varint(rest); }
  std::string_view bytes() {
    const std::uint32_t length = varint();
    const std::string_view view(rest.data(), length);
    rest.remove_prefix(length);
    return view;
  }
};

void put_text(JsonWriter& w, std::string_view text) { w.append_quoted(text); }
void put_binary(JsonWriter& w, std::string_view bytes) { w.append_base64(bytes); }
void put_number(JsonWriter& w, std::string_view encoded) {
  char* const to = w.reserve(value::Decimal::kMaxTextBytes + 2);
  *to = '"';
  const std::size_t length = value::number_to_chars(encoded, to + 1);
  to[length + 1] = '"';
  w.advance(length + 2);
}

using PutElement = void (*)(JsonWriter&, std::string_view);

void put_set(JsonWriter& w, Cursor& in, std::string_view opening, PutElement put) {
  in.varint();  // length of the rest
  w.append(opening);
  const std::uint32_t count = in.varint();
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) w.append(',');
    put(w, in.bytes());
  }
  w.append("]}");
}

void put_value(JsonWriter& w, Cursor& in);

void put_attributes(JsonWriter& w, Cursor& in) {
  w.append('{');
  const std::uint32_t count = in.varint();
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) w.append(',');
    put_text(w, in.bytes());
    w.append(':');
    put_value(w, in);
  }
  w.append('}');
}

void put_list(JsonWriter& w, Cursor& in) {
  in.varint();  // length of the rest
  w.append(R"({"L":[)");
  const std::uint32_t count = in.varint();
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) w.append(',');
    put_value(w, in);
  }
  w.append("]}");
}

void put_map(JsonWriter& w, Cursor& in) {
  in.varint();  // length of the rest
  w.append(R"({"M":)");
  put_attributes(w, in);
  w.append('}');
}

void put_scalar(JsonWriter& w, Cursor& in, std::string_view opening, PutElement put) {
  w.append(opening);
  put(w, in.bytes());
  w.append('}');
}

/// REQUIRES: nesting as deep as an item may have, so the stack is bounded.
void put_value(JsonWriter& w, Cursor& in) {
  switch (in.tag()) {
    case Tag::kNull:
      return w.append(R"({"NULL":true})");
    case Tag::kFalse:
      return w.append(R"({"BOOL":false})");
    case Tag::kTrue:
      return w.append(R"({"BOOL":true})");
    case Tag::kNumber:
      return put_scalar(w, in, R"({"N":)", put_number);
    case Tag::kString:
      return put_scalar(w, in, R"({"S":)", put_text);
    case Tag::kBinary:
      return put_scalar(w, in, R"({"B":)", put_binary);
    case Tag::kList:
      return put_list(w, in);
    case Tag::kMap:
      return put_map(w, in);
    case Tag::kStringSet:
      return put_set(w, in, R"({"SS":[)", put_text);
    case Tag::kNumberSet:
      return put_set(w, in, R"({"NS":[)", put_number);
    case Tag::kBinarySet:
      return put_set(w, in, R"({"BS":[)", put_binary);
  }
}

}  // namespace

std::size_t expected_json_bytes(value::ItemView item) {
  // `"name":{"S":"text"},` has twelve bytes besides the name and the text, of which the stored form
  // has three: two lengths and the tag. An item has two braces and a comma, its last attribute has
  // no comma, and the stored form has the count of its attributes.
  constexpr std::size_t kMorePerAttribute = 9;
  constexpr std::size_t kMorePerItem = 1;
  return item.bytes().size() + kMorePerAttribute * item.size() + kMorePerItem;
}

void write_item(JsonWriter& writer, value::ItemView item) {
  writer.separate();
  writer.reserve(expected_json_bytes(item));
  Cursor in{item.bytes()};
  put_attributes(writer, in);
  writer.value_done();
}

void write_value(JsonWriter& writer, value::ValueView value) {
  writer.separate();
  if (value.empty()) {
    writer.append("{}");
  } else {
    Cursor in{value.bytes()};
    put_value(writer, in);
  }
  writer.value_done();
}

}  // namespace magneto::internal::json
